"""Two who wish never to be brought together."""

import pytest

from hafen.core.db.identifiers import uuid7
from hafen.exchange.pool.models import Exclusion
from hafen.exchange.pool.tests.conftest import at


def test_two_are_kept_apart(desk, town, need, offer, now):
    one, other = need(now=now), offer(now=now)

    desk.post(at(town, "keep_apart", one.pk, other.pk), {"wished_by": "SEEKER"})

    assert desk.get(at(town, "need", one.pk)).context["ranking"].candidates == []


def test_two_who_are_kept_apart_can_be_brought_together_again(
    desk, town, need, offer, now
):
    one, other = need(now=now), offer(now=now)
    desk.post(at(town, "keep_apart", one.pk, other.pk), {"wished_by": "HELPER"})
    row = Exclusion.objects.get()
    for person, shown in ((one.seeker, [row]), (other.helper, [row]), (row, [])):
        page = desk.get(f"{at(town, 'exclusions')}?person={person.pk}")
        assert list(page.context["page"]) == shown
    assert desk.get(f"{at(town, 'exclusions')}?person=x").status_code == 404
    table = desk.get(f"{at(town, 'exclusions')}?as=csv").content.decode()
    assert "Amira Haddad" in table

    desk.post(at(town, "lift", row.pk))

    assert Exclusion.objects.count() == 0
    assert desk.post(at(town, "lift", row.pk)).status_code == 404
    assert desk.get(at(town, "need", one.pk)).context["ranking"].candidates != []


def test_two_who_are_known_are_kept_apart_by_their_names(desk, town, need, offer, now):
    """A wish told on the telephone, while nothing brings the two together."""
    amira = need(now=now, kind="TEACHING").seeker
    bernd = offer(now=now).helper
    offer(now=now, name="Cem Probe")
    where = f"{at(town, 'add_exclusion')}?helper=bernd&seeker=haddad"

    page = desk.get(where)
    assert [row for row, _name in page.context["form"]["helper"].field.choices] == [
        bernd.pk
    ]
    refused = desk.post(where, {"helper": bernd.pk, "seeker": amira.pk})
    assert refused.status_code == 422
    said = {"helper": bernd.pk, "seeker": amira.pk, "wished_by": "HELPER"}
    sent = desk.post(where, said)

    assert sent.status_code == 302
    row = Exclusion.objects.get()
    assert (row.helper, row.seeker, row.wished_by) == (bernd, amira, "HELPER")
    assert desk.post(where, said | {"helper": uuid7()}).status_code == 422


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("", "Wer hilft"),
        ("?helper=niemand&seeker=haddad", "Niemand, der hilft, heißt so."),
        ("?helper=bernd&seeker=niemand", "Niemand, der Hilfe sucht, heißt so."),
    ],
)
def test_a_search_for_two_says_who_is_not_known(
    desk, town, need, offer, now, asked, said
):
    need(now=now), offer(now=now)

    page = desk.get(f"{at(town, 'add_exclusion')}{asked}")

    assert said in page.content.decode()


def test_what_two_were_asked_is_taken_back_when_they_are_kept_apart(
    desk, town, need, offer, ask, now
):
    match = ask(need(now=now), offer(now=now), now=now)

    desk.post(
        at(town, "keep_apart", match.need.pk, match.offer.pk), {"wished_by": "HELPER"}
    )

    match.refresh_from_db()
    assert (match.state, match.reason) == ("WITHDRAWN", "NO_FIT")
