"""Somebody whose address is gone stops nobody else; a person looks for a way."""

from datetime import timedelta

import pytest

from hafen.exchange.pool import services
from hafen.exchange.pool.models import Helper, Match, Seeker
from hafen.exchange.pool.tests.conftest import NOW
from hafen.exchange.pool.tests.test_placing import kinds_open, mails_to
from hafen.mechanisms.todos.models import Todo


def lose(person):
    """The mailbox of somebody is deleted, and nothing else is known."""
    type(person).objects.filter(pk=person.pk).update(email="", phone="", address="")


def unreached():
    rows = Todo.objects.open().filter(kind="pool.unreached")
    return {(row.subject_type, row.subject_id, row.owner_id) for row in rows}


def test_a_question_to_whom_nobody_reaches_runs_out_like_all_others(
    need, offer, ask, town
):
    lost, heard = ask(need(), offer()), ask(need(), offer(name="Cem Probe"))
    lose(lost.offer.helper)
    lose(heard.need.seeker)
    later = heard.answer_by + timedelta(minutes=1)

    assert services.expire_unanswered(municipality_id=town.pk, now=later) == 2

    assert set(Match.objects.values_list("state", flat=True)) == {"EXPIRED"}
    assert unreached() == {
        ("offer", lost.offer_id, lost.offer.owner_id),
        ("need", heard.need_id, heard.need.owner_id),
    }
    step = lost.steps.order_by("pk").last()
    assert (step.state, step.told_helper) == ("EXPIRED", "")
    assert step.told_seeker


def test_a_posting_of_whom_nobody_reaches_runs_out_like_all_others(need, town):
    lost, heard = need(), need(name="Zoe Probe", email="zoe@example.org")
    lose(lost.seeker)
    later = NOW + timedelta(days=365)

    for day in (0, 1):
        services.keep_fresh(municipality_id=town.pk, now=later + timedelta(days=day))

    lost.refresh_from_db(), heard.refresh_from_db()
    assert (lost.state, heard.state) == ("EXPIRED", "EXPIRED")
    assert mails_to("zoe") == 1
    assert ("need", lost.pk, lost.owner_id) in unreached()


def test_an_answer_by_link_counts_though_the_other_side_is_not_reached(
    need, offer, ask, clara
):
    match = ask(need(), offer())
    lose(match.need.seeker)

    services.answer(match=match, side="HELPER", accepts=False, now=NOW)

    match.refresh_from_db()
    assert match.state == "DECLINED"
    assert "pool.unreached" in kinds_open()


def test_a_desk_is_stopped_and_finds_another_way(need, offer, accepted, clara):
    match = accepted(need(), offer())
    lose(match.offer.helper)
    match = Match.objects.get(pk=match.pk)

    with pytest.raises(services.NoWayToTell):
        services.confirm(match=match, by=clara, now=NOW)

    assert unreached() == set()


@pytest.mark.parametrize("model", [Helper, Seeker])
def test_the_todo_goes_once_another_way_is_noted(need, offer, ask, town, clara, model):
    match = ask(need(), offer())
    posting = match.offer if model is Helper else match.need
    lose(match.offer.helper if model is Helper else match.need.seeker)
    later = match.answer_by + timedelta(minutes=1)
    services.expire_unanswered(municipality_id=town.pk, now=later)
    assert len(unreached()) == 1

    services.edit_posting(
        posting=posting, person={"channel": "TELEPHONE", "phone": "+4925112345"},
        data={"title": "Neu"}, expected=None, by=clara, now=later,
    )  # fmt: skip

    assert unreached() == set()
