"""What belongs to nobody who is there becomes a todo, each night."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hafen.core.accounts import services as accounts
from hafen.core.accounts.services import Receiver
from hafen.core.db.context import Context, acting
from hafen.core.db.roles import Role
from hafen.mechanisms.todos import ownerless, queries, services, tasks
from hafen.mechanisms.todos.models import Todo
from hafen.mechanisms.todos.registries import Kind, kinds

TODAY = timezone.localdate()
NOW = timezone.now()


@pytest.fixture(autouse=True)
def some_kind():
    if "test.call" not in kinds:
        kinds.register(Kind(name="test.call", label="Anruf", titles=("Ring up",)))


@pytest.fixture
def ayse(town, person, acting):
    user = person(town, Role.ADMINISTRATOR, name="Ayşe Muster")
    acting(town, user)
    return user


@pytest.fixture
def clara(town, person, ayse):
    return person(town, Role.SOCIAL_WORKER, name="Clara Exempel")


@pytest.fixture
def dora(town, person, ayse):
    return person(town, Role.SOCIAL_WORKER, name="Dora Probe")


def ask(owner=None, team=None):
    return services.create_todo(
        municipality=(owner or team).municipality,
        kind="test.call",
        title="Ring up",
        owner=owner,
        team=team,
        today=TODAY,
    )


def night(town):
    with acting(Context(municipality=town.pk, channel="job")):
        tasks.find_ownerless()


def found():
    return list(Todo.objects.filter(kind=ownerless.KIND).open())


def test_the_night_finds_what_a_closed_account_owns(town, ayse, clara):
    ask(clara)
    night(town)
    assert found() == []

    accounts.disable(user=clara, now=NOW, today=TODAY, by=ayse)
    night(town)
    night(town)

    [todo] = found()
    assert (todo.owner, todo.subject_id) == (ayse, clara.pk)
    [line] = queries.lines([todo], user=ayse, today=TODAY)
    assert line.address == reverse("accounts:leave", args=["hier", clara.pk])
    assert "1" in line.title


def test_the_night_finds_whose_access_ended_by_itself(town, ayse, clara):
    ask(clara)
    clara.assignments.update(
        valid_from=TODAY - timedelta(days=9), valid_until=TODAY - timedelta(days=1)
    )

    night(town)

    assert [todo.subject_id for todo in found()] == [clara.pk]


def test_the_night_finds_a_team_to_which_nobody_belongs(town, ayse, dora):
    team = accounts.save_team(municipality=town, name="Nord", by=ayse)
    accounts.add_member(team=team, user=dora, valid_from=TODAY, by=ayse)
    ask(team=team)
    night(town)
    assert found() == []

    team.memberships.all().delete()
    night(town)

    [todo] = found()
    [line] = queries.lines([todo], user=ayse, today=TODAY)
    assert line.address == reverse("accounts:archive_team", args=["hier", team.pk])


def test_handing_over_ticks_the_todo_off_at_once(town, ayse, clara, dora):
    mine = ask(clara)
    accounts.disable(user=clara, now=NOW, today=TODAY, by=ayse)
    night(town)

    accounts.leave(
        user=clara,
        receivers={"todos.todo": Receiver(user=dora)},
        now=NOW,
        today=TODAY,
        by=ayse,
    )

    mine.refresh_from_db()
    assert mine.owner == dora
    assert found() == []


def test_the_night_ticks_off_what_was_solved_in_another_way(town, ayse, clara):
    ask(clara)
    accounts.disable(user=clara, now=NOW, today=TODAY, by=ayse)
    night(town)
    accounts.enable(user=clara, by=ayse)

    night(town)

    assert found() == []


def test_without_an_administrator_nobody_is_asked(town, ayse, clara, dora):
    ask(clara)
    accounts.disable(user=clara, now=NOW, today=TODAY, by=ayse)
    ayse.assignments.all().delete()

    night(town)

    assert found() == []


def test_what_is_due_reaches_whoever_stands_in_for_the_deputy(
    town, ayse, clara, dora, person
):
    """The old todo and a new one go the same way, over two who are away."""
    emma = person(town, Role.SOCIAL_WORKER, name="Emma Muster")
    old = ask(clara)
    for away, deputy in ((clara, dora), (dora, emma)):
        accounts.name_deputy(
            user=away, deputy=deputy, valid_from=TODAY, valid_until=None, by=ayse
        )
        accounts.record_absence(user=away, valid_from=TODAY, valid_until=None, by=ayse)

    assert ask(clara).owner == emma
    assert old in queries.todos_visible_to(emma, today=TODAY)
    assert old not in queries.todos_visible_to(ayse, today=TODAY)


def test_what_is_due_reaches_the_team_when_no_deputy_is_named(town, ayse, clara, dora):
    team = accounts.save_team(municipality=town, name="Nord", by=ayse)
    for user in (clara, dora):
        accounts.add_member(team=team, user=user, valid_from=TODAY, by=ayse)
    old = ask(clara)
    assert old not in queries.todos_visible_to(dora, today=TODAY)

    accounts.record_absence(user=clara, valid_from=TODAY, valid_until=None, by=ayse)

    assert old in queries.todos_visible_to(dora, today=TODAY)
    assert ask(clara).team == team
