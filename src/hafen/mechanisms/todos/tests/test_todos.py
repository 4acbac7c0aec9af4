from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from hafen.core.accounts.models import Absence, Deputy, Team, TeamMembership
from hafen.core.accounts.registries import ownables
from hafen.core.db.roles import Role
from hafen.mechanisms.todos import queries, services
from hafen.mechanisms.todos.models import Todo
from hafen.mechanisms.todos.registries import Kind, kinds

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 23, 9, tzinfo=UTC)
TODAY = NOW.date()
TITLE = "Ring up the school"


@pytest.fixture(autouse=True)
def some_kind():
    if "test.call" not in kinds:
        kinds.register(Kind(name="test.call", label="Anruf", titles=(TITLE,)))


@pytest.fixture
def clara(town, person, acting):
    found = person(town, Role.SOCIAL_WORKER, name="Clara")
    acting(town, found)
    return found


@pytest.fixture
def dora(town, person, acting, clara):
    found = person(town, Role.EDITOR, name="Dora")
    acting(town, clara)
    return found


@pytest.fixture
def team(clara):
    return Team.objects.create(municipality=clara.municipality, name="Beratung")


def ask(owner=None, *, town=None, due=TODAY, **more):
    return services.create_todo(
        municipality=town or owner.municipality,
        kind="test.call",
        title=TITLE,
        owner=owner,
        due_on=due,
        today=TODAY,
        **more,
    )


def away(user, **more):
    return Absence.objects.create(
        municipality=user.municipality, user=user, valid_from=TODAY, **more
    )


def test_nothing_is_without_an_owner(clara, town):
    with pytest.raises(services.NobodyToDoIt):
        ask(town=town)
    with pytest.raises(IntegrityError), transaction.atomic():
        Todo.objects.create(municipality=town, kind="test.call", title=TITLE)


def test_the_same_thing_is_asked_once(clara):
    one = ask(clara, subject_id=clara.pk)
    two = ask(clara, subject_id=clara.pk)

    assert one.pk == two.pk
    services.finish_todo(todo=one, by=clara, now=NOW)
    assert ask(clara, subject_id=clara.pk).pk != one.pk


def test_an_undeclared_kind_is_refused(clara):
    with pytest.raises(services.UnknownKind):
        services.create_todo(
            municipality=clara.municipality,
            kind="test.unknown",
            title=TITLE,
            owner=clara,
            today=TODAY,
        )


def test_what_is_done_is_done_once_and_can_be_taken_back(clara):
    todo = ask(clara)

    done = services.finish_todo(todo=todo, by=clara, now=NOW)

    assert done.done_at == NOW
    with pytest.raises(services.AlreadyFinished):
        services.drop_todo(todo=todo, by=clara, now=NOW)
    assert services.reopen_todo(todo=todo, by=clara).is_open


def test_new_work_of_somebody_who_is_away_goes_to_the_deputy(clara, dora):
    Deputy.objects.create(
        municipality=clara.municipality, user=clara, deputy=dora, valid_from=TODAY
    )
    away(clara)

    assert ask(clara).owner == dora


def test_due_work_of_somebody_who_is_away_is_seen_by_the_deputy(clara, dora):
    todo = ask(clara)
    assert todo not in queries.todos_visible_to(dora, today=TODAY)

    away(clara, reroute_to=dora)

    assert todo in queries.todos_visible_to(dora, today=TODAY)


def test_work_of_a_team_is_seen_by_its_members(clara, dora, team, town):
    todo = ask(town=town, team=team)
    assert todo not in queries.todos_visible_to(clara, today=TODAY)

    TeamMembership.objects.create(
        municipality=town, user=clara, team=team, valid_from=TODAY
    )

    assert todo in queries.todos_visible_to(clara, today=TODAY)
    assert todo not in queries.todos_visible_to(dora, today=TODAY)


def test_today_shows_what_is_late_due_waiting_and_next(clara):
    ask(clara, due=TODAY - timedelta(days=1))
    ask(clara, due=TODAY)
    ask(clara, due=None)
    services.wait_for(
        todo=ask(clara), whom="Schulamt", until=TODAY + timedelta(days=3), by=clara
    )

    day = queries.today_of(clara, today=TODAY)

    assert day.counts == {"late": 1, "due": 1, "soon": 1, "waiting": 1}
    assert [len(part) for part in (day.late, day.due, day.soon, day.waiting)] == [1] * 4
    assert day.late[0].is_late
    assert queries.open_count(clara, today=TODAY) == 2


def test_everything_of_one_person_is_handed_over_at_once(clara, dora):
    ask(clara)
    services.finish_todo(todo=ask(clara), by=clara, now=NOW)

    ownable = ownables["todos.todo"]
    assert ownable.held_by(clara).count() == 1
    assert ownable.give(ownable, ownable.held_by(clara), dora, None) == 1
    assert ownable.held_by(clara).count() == 0
    assert Todo.objects.filter(owner=dora).count() == 1


def test_today_needs_at_most_twelve_queries_at_any_size(
    town, clara, sign_in, acting, questions
):
    client = sign_in(clara)
    today = timezone.localdate()

    def fill(count):
        for number in range(count):
            ask(clara, due=today - timedelta(days=number % 3), subject_id=None)

    def count():
        asked = questions(client, f"/{town.slug}/desk/")
        acting(town, clara)
        return asked

    fill(3)
    count()
    small = count()
    fill(200)
    large = count()

    assert len(large) == len(small)
    assert len(large) <= 12, "\n".join(large)


def test_a_todo_is_ticked_off_handed_over_and_waits_on_its_page(
    town, clara, dora, sign_in, acting
):
    client = sign_in(clara)
    todo = ask(clara)
    where = [town.slug, todo.pk]

    page = client.get(reverse("todos:detail", args=where))
    client.post(reverse("todos:wait", args=where), {"whom": "Schulamt"})
    acting(town, clara)
    waiting = Todo.objects.get().state
    client.post(reverse("todos:move", args=where), {"step": "done"})
    acting(town, clara)

    assert TITLE in page.content.decode()
    assert waiting == Todo.State.WAITING
    assert Todo.objects.get().state == Todo.State.DONE
    again = client.post(reverse("todos:move", args=where), {"step": "reopen"})
    assert again.status_code == 302
    over = client.post(reverse("todos:hand_over", args=where), {"owner": dora.pk})
    assert over.status_code == 302
    acting(town, clara)
    assert Todo.objects.get().owner == dora
    assert client.get(reverse("todos:detail", args=where)).status_code == 404


def test_a_hand_over_needs_exactly_one_receiver(town, clara, sign_in):
    client = sign_in(clara)
    todo = ask(clara)

    response = client.post(reverse("todos:hand_over", args=[town.slug, todo.pk]), {})

    assert response.status_code == 422


def test_a_coordinator_hands_over_many_at_once(town, dora, person, sign_in, acting):
    other = person(town, Role.EDITOR, name="Otto")
    client = sign_in(dora)
    todos = [ask(dora), ask(dora)]
    where = reverse("todos:reassign", args=[town.slug])

    assert client.get(where).status_code == 200
    acting(town, dora)
    client.post(where, {"todos": [todo.pk for todo in todos], "owner": other.pk})
    acting(town, dora)

    assert Todo.objects.filter(owner=other).count() == 2


def test_todos_of_another_town_are_not_there(town, other_town, person, clara, sign_in):
    todo = ask(clara)
    client = sign_in(person(other_town, Role.SOCIAL_WORKER))

    for slug in (town.slug, other_town.slug):
        answer = client.get(reverse("todos:detail", args=[slug, todo.pk]))
        assert answer.status_code == 404
