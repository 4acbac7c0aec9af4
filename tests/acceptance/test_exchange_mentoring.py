"""Catalogue entries of sponsorships, through the pages: W50, P41, D27."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from hafen.core.db.roles import Role
from hafen.exchange.mentoring import keys as mentoring_keys
from hafen.exchange.mentoring import services
from hafen.exchange.mentoring.models import CheckIn, HandOver, Sponsorship
from hafen.exchange.pool import keys
from hafen.exchange.pool.models import Match, Need
from hafen.mechanisms.feedback.forms import new_token
from hafen.mechanisms.todos.models import Todo
from hafen.network.organisations.models import Organisation

HERE = {"HTTP_ORIGIN": "http://testserver"}


@pytest.fixture
def clara(town, person):
    return person(town, Role.VOLUNTEER_COORDINATOR, name="Clara")


@pytest.fixture
def desk(clara, sign_in):
    return sign_in(clara)


@pytest.fixture(autouse=True)
def slow_hands(monkeypatch):
    """A form that came back at once would be a robot's."""
    monkeypatch.setattr(
        "hafen.mechanisms.feedback.visiting.is_too_quick", lambda _token: False
    )


def at(town, name, *parts):
    return reverse(f"mentoring:{name}", args=[town.slug, *parts])


def pool_at(town, name, *parts):
    return reverse(f"pool:{name}", args=[town.slug, *parts])


def open_programme(desk, town, clara):
    sent = {"title_de": "Tandem", "is_open": "on", "owner": str(clara.pk)}
    led = desk.post(at(town, "add_programme"), sent)
    return led["Location"].rstrip("/").rsplit("/", 1)[-1]


def apply(client, programme, side, name, language, language_of_page="de"):
    where = reverse(
        "mentoring_public:apply", args=["hier", language_of_page, programme, side]
    )
    sent = {
        "name": name,
        "email": f"{name.split()[0].lower()}@example.org",
        "spoken_1": language,
        "consent": "on",
        "token": new_token(),
    }
    assert client.post(where, sent, **HERE).status_code == 302


def link(match, side):
    code = keys.answer_code(match, side)
    return reverse("pool_public:answer", args=["hier", "de", match.pk, code])


def bring_together(desk, client, town):
    """Ask who fits, let both agree and talk, and confirm."""
    need = Need.objects.get()
    ranked = desk.get(pool_at(town, "need", need.pk)).context["ranking"].candidates
    desk.post(pool_at(town, "ask", need.pk), {"offer": [ranked[0].offer.pk]})
    match = Match.objects.get()
    client.post(link(match, keys.HELPER), {"step": "yes"}, **HERE)
    today = timezone.localdate().isoformat()
    desk.post(pool_at(town, "step", match.pk, "talk"), {"talk_on": today})
    desk.post(pool_at(town, "step", match.pk, "confirm"))
    match.refresh_from_db()
    assert not match.is_taken
    client.post(link(match, keys.SEEKER), {"step": "yes"}, **HERE)
    desk.post(pool_at(town, "step", match.pk, "confirm"))
    return Sponsorship.objects.get()


def test_w50_a_pair_is_made_after_both_agree_and_shown_by_first_names(
    desk, client, town, clara
):
    """Apply, match, start, how it goes, end with a reason; nobody's full name."""
    programme = open_programme(desk, town, clara)
    apply(client, programme, "wish", "Amira Haddad", "ar")
    apply(client, programme, "sponsor", "Bernd Beispiel", "ar")
    row = bring_together(desk, client, town)
    assert row.match.is_confirmed
    assert_named_by_first_name(
        {each.to[0]: each.body for each in mail.outbox}["bernd@example.org"],
        {each.to[0]: each.body for each in mail.outbox}["amira@example.org"],
    )
    let_it_begin(desk, town, row)
    say_how_it_goes(client, town)

    desk.post(at(town, "assign", row.pk), {"programme": programme, "owner": clara.pk})
    figures = desk.get(at(town, "figures")).context["figures"]
    assert [(line.name, line.running) for line in figures.lines] == [("Tandem", 1)]
    ended = {"outcome": "DONE", "reason": "NOT_NEEDED", "note": "", "looks_on": "on"}
    led = desk.post(at(town, "step", row.pk, "end"), ended)
    assert led["Location"] == pool_at(town, "need", row.match.need_id)
    row.refresh_from_db()
    assert (row.match.state, row.match.reason) == ("ENDED", "NOT_NEEDED")
    assert Need.objects.get().is_open


def assert_named_by_first_name(to_helper, to_seeker):
    assert "Amira: amira@example.org" in to_helper
    assert "Haddad" not in to_helper
    assert "Bernd: bernd@example.org" in to_seeker
    assert "Beispiel" not in to_seeker


def let_it_begin(desk, town, row):
    today = timezone.localdate().isoformat()
    noted = {"met_on": today, "signed_on": today, "version": row.version}
    desk.post(at(town, "step", row.pk, "note"), noted)
    paper = desk.get(at(town, "agreement", row.pk)).content
    assert paper.startswith(b"%PDF")
    desk.post(at(town, "step", row.pk, "begin"))


def say_how_it_goes(client, town):
    later = timezone.now() + timedelta(weeks=2)
    services.ask_due(municipality_id=town.pk, now=later)
    check = CheckIn.objects.get(weeks=2)
    for side, other in (("HELPER", "Amira"), ("SEEKER", "Bernd")):
        code = mentoring_keys.check_in_code(check, side)
        where = reverse(
            "mentoring_public:check_in", args=["hier", "de", check.pk, code]
        )
        page = client.get(where).content.decode()
        assert other in page
        assert "Haddad" not in page
        assert "Beispiel" not in page
        client.post(where, {"mood": "GOOD"}, **HERE)
    check.refresh_from_db()
    assert check.closed_at is not None


def test_p41_a_household_with_farsi_leaves_the_waiting_list_after_both_agree(
    desk, client, town, clara
):
    """The sponsor who speaks Farsi is found; then nobody waits any more."""
    programme = open_programme(desk, town, clara)
    apply(client, programme, "wish", "Familie Probe", "fa")
    apply(client, programme, "sponsor", "Anna Muster", "ar")
    apply(client, programme, "sponsor", "Ben Muster", "fa")
    assert "Familie Probe" in desk.get(at(town, "waiting")).content.decode()

    row = bring_together(desk, client, town)

    assert row.match.offer.helper.name == "Ben Muster"
    assert "Familie Probe" not in desk.get(at(town, "waiting")).content.decode()
    listed = desk.get(at(town, "listing"), {"part": "beginning"}).content.decode()
    assert "Familie Probe" in listed


def test_d27_a_wish_goes_to_an_association_which_reports_what_it_found(
    desk, client, town, clara, acting
):
    """The family's wish is handed over; the association says "match found"."""
    programme = open_programme(desk, town, clara)
    apply(client, programme, "wish", "Familie Probe", "fa")
    acting(town, clara)
    helpers = Organisation.objects.create(
        municipality=town,
        name="Flüchtlingshilfe Musterdorf e.V.",
        sort_key="fluechtlingshilfe",
        email="hilfe@example.org",
    )
    need, today = Need.objects.get(), timezone.localdate()
    consent = {
        "organisation": str(helpers.pk),
        "consent_on": today.isoformat(), "consent_language": "de",
        "consent_until": (today + timedelta(days=90)).isoformat(),
        "owner": str(clara.pk),
    }  # fmt: skip
    for shares, status, count in (([], 422, 0), (["NAME", "CONTACT"], 302, 1)):
        sent = consent | {"shares": shares}
        assert desk.post(at(town, "hand_over", need.pk), sent).status_code == status
        assert HandOver.objects.count() == count

    row = HandOver.objects.get()
    [letter] = [each.body for each in mail.outbox if each.to == ["hilfe@example.org"]]
    where = letter[letter.index("/hier/") :].split()[0]
    page = client.get(where).content.decode()
    assert "Familie Probe" in page
    assert "familie@example.org" in page
    said = {"says": "found", "starts_on": today.isoformat(), "note": ""}
    client.post(where, said, **HERE)

    row.refresh_from_db()
    need.refresh_from_db()
    assert (row.state, need.state) == ("FOUND", "DONE")
    assert Todo.objects.open().get(kind=services.ANSWERED).owner == clara
    assert "Musterdorf" in mail.outbox[-1].body
    figures = desk.get(at(town, "figures")).context["figures"]
    assert [(line.handed, line.found) for line in figures.lines] == [(1, 1)]
