"""Letters with a deadline reach somebody the same day; papers do not run out unseen."""

from datetime import timedelta

import pytest

from hafen.casework.cases import errors, services
from hafen.casework.cases.models import ClientPaper, Deadline
from hafen.casework.cases.tests.conftest import TODAY, only
from hafen.casework.cases.tests.test_desk import MOST_QUERIES, at
from hafen.mechanisms.todos.models import Todo
from hafen.mechanisms.todos.registries import kinds, leads

pytestmark = pytest.mark.django_db
DUE = TODAY + timedelta(days=10)


@pytest.fixture
def desk(bela, south, sign_in):
    return sign_in(bela)


def letter(household, by, **more):
    facts = {"client": None, "topic": "N10", "received_on": TODAY, "due_on": DUE}
    return services.note_deadline(
        household=household, today=TODAY, by=by, **facts | more
    )


def test_a_letter_reaches_whoever_is_responsible_the_same_day(
    desk, town, case, clara, bela, sign_in
):
    """Bela opens the door; the case is Clara's, and closed for Bela."""
    row = case()
    where = at(town, "add_deadline", row.household_id)
    topics = dict(desk.get(where).context["form"].fields["topic"].choices)
    assert "N10" in topics
    assert not {"N13", "N14", "N15", "N22"} & topics.keys()
    sent = {"due_on": DUE.isoformat(), "topic": "N10", "received_on": TODAY.isoformat()}

    assert desk.post(where, sent).status_code == 302

    found = Deadline.objects.get()
    todo = Todo.objects.get()
    assert (todo.owner, todo.due_on, todo.subject_id) == (clara, TODAY, found.pk)
    place = at(town, "household_days", row.household_id)
    assert kinds["cases.letter"].addresses([found.pk], clara) == {found.pk: place}
    rows, listed = leads["cases.deadlines"].find(clara, TODAY)
    assert list(rows) == [found]
    assert not leads["cases.deadlines"].find(bela, TODAY)[0].exists()
    page = sign_in(clara).get(listed)
    assert [each for each, _topic in page.context["rows"]] == [found]


def test_a_letter_that_is_dealt_with_leaves_today(
    desk, town, household, clara, bela, acting
):
    found = letter(household(), clara)
    assert desk.get(at(town, "deadlines"), {"as": "csv"}).status_code == 200

    assert desk.post(at(town, "day_step", found.pk, "letter")).status_code == 302

    todo = Todo.objects.get()
    assert todo.state == Todo.State.DONE
    assert not leads["cases.deadlines"].find(bela, TODAY)[0].exists()
    with pytest.raises(errors.AlreadyClosed):
        services.meet_deadline(deadline=found, on=TODAY, now=todo.done_at, by=clara)


def test_without_a_responsible_person_a_letter_goes_to_the_team(
    household, south, clara, bela
):
    letter(household(), clara)

    assert (Todo.objects.get().owner, Todo.objects.get().team) == (None, south)
    assert leads["cases.deadlines"].find(bela, TODAY)[0].exists()


def test_a_household_that_has_ended_gets_no_letter(household, clara):
    row = household()
    services.end_household(
        household=row, ending="MOVED", on=TODAY, expected=None, by=clara
    )

    with pytest.raises(errors.AlreadyClosed):
        letter(row, clara)


def test_e21_a_paper_is_on_today_before_it_runs_out(
    desk, town, case, clara, emil, north
):
    client = only(case().household)
    where = at(town, "add_paper", client.household_id)
    sent = {"client": str(client.pk), "kind": "PERMIT"}
    soon, later = TODAY + timedelta(days=80), TODAY + timedelta(days=700)
    assert desk.post(where, sent | {"valid_until": soon.isoformat()}).status_code == 302
    paper = ClientPaper.objects.get()
    assert list(leads["cases.papers"].find(clara, TODAY)[0]) == [paper]
    assert not leads["cases.papers"].find(emil, TODAY)[0].exists()
    page = desk.get(at(town, "household_days", client.household_id))
    assert list(page.context["papers"]) == [paper]

    desk.post(where, sent | {"valid_until": later.isoformat()})

    paper.refresh_from_db()
    assert paper.settled_on == soon
    assert not leads["cases.papers"].find(clara, TODAY)[0].exists()
    newest = ClientPaper.objects.get(settled_on=None)
    assert desk.post(at(town, "day_step", newest.pk, "paper")).status_code == 302
    assert desk.post(at(town, "day_step", newest.pk, "other")).status_code == 404


@pytest.mark.parametrize("size", [1, 8])
def test_pages_of_deadlines_ask_as_much_of_many_as_of_one(
    desk, town, household, clara, questions, size
):
    row = household()
    for _each in range(size):
        letter(row, clara)
        services.note_paper(client=only(row), kind="OTHER", valid_until=TODAY, by=clara)
    desk.get(at(town, "cases"))
    asked = {
        name: len(questions(desk, at(town, name, *parts)))
        for name, *parts in (
            ("household_days", row.pk), ("add_deadline", row.pk), ("deadlines",),
        )
    }  # fmt: skip

    assert {name: n for name, n in asked.items() if n > MOST_QUERIES} == {}


def test_d12_a_deadline_is_in_the_list_three_days_before(town, case, clara, sign_in):
    row = case()
    soon = letter(row.household, clara, due_on=TODAY + timedelta(days=3))
    later = letter(row.household, clara, due_on=TODAY + timedelta(days=30))

    found, listed = leads["cases.deadlines"].find(clara, TODAY)

    assert list(found) == [soon]
    page = sign_in(clara).get(listed)
    assert [each for each, _topic in page.context["rows"]] == [soon]
    page = sign_in(clara).get(at(town, "deadlines"), {"part": "open"})
    assert [each for each, _topic in page.context["rows"]] == [soon, later]
