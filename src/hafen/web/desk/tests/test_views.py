"""Lists that somebody keeps, and the calendar that a program reads."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar

from hafen.core.db.roles import Role
from hafen.mechanisms.todos.models import Todo
from hafen.web.desk.models import CalendarFeed, SavedView

LIST = "/hier/desk/organisations/"
KEEP = "/hier/desk/views/"
CALENDAR = "/hier/desk/my-calendar/"


@pytest.fixture
def edda(town, person, acting):
    user = person(town, Role.EDITOR, name="Edda Beispiel")
    acting(town, user)
    return user


def keep(client, name="Vereine", page=LIST, query="kind=ASSOCIATION"):
    return client.post(KEEP, {"name": name, "page": page, "query": query})


def test_a_list_is_kept_with_its_filters_and_found_on_today(edda, sign_in):
    client = sign_in(edda)

    kept = keep(client)

    assert kept.headers["Location"] == f"{LIST}?kind=ASSOCIATION"
    assert "Vereine" in client.get("/hier/desk/").content.decode()


def test_the_same_name_on_the_same_list_is_replaced(edda, sign_in):
    client = sign_in(edda)

    keep(client)
    keep(client, query="q=x")

    assert list(SavedView.objects.values_list("query", flat=True)) == ["q=x"]


@pytest.mark.parametrize(
    "page",
    ["https://example.org/", "//example.org/", "/dort/desk/", "/hier/de/", "/hier/x"],
)
def test_no_view_leads_out_of_the_desk(page, edda, sign_in):
    answer = keep(sign_in(edda), page=page)

    assert answer.headers["Location"] == "/hier/desk/"
    assert not SavedView.objects.exists()


def test_nobody_sees_or_removes_the_views_of_others(
    edda, town, person, sign_in, acting
):
    keep(sign_in(edda))
    other = person(town, Role.EDITOR)
    client = sign_in(other)

    removed = client.post(f"{KEEP}{SavedView.objects.get().pk}/remove/")

    assert removed.status_code == 404
    assert "Vereine" not in client.get("/hier/desk/").content.decode()
    acting(town, edda)
    assert SavedView.objects.count() == 1


def address_of(client):
    page = client.post(CALENDAR, {"step": "open"})
    assert page.headers["Cache-Control"] == "no-store"
    return page.context["address"].removeprefix("http://testserver")


def todo_of(town, user, **data):
    data = {"title": "Ask Mrs Nobody", "kind": "directory.review"} | data
    return Todo.objects.create(municipality=town, owner=user, **data)


def test_a_calendar_program_reads_what_is_due_without_names(
    edda, town, sign_in, client
):
    due = timezone.localdate() + timedelta(days=3)
    todo = todo_of(town, edda, due_on=due)
    todo_of(town, edda, due_on=date(2020, 1, 1), kind="feedback.entry")
    where = address_of(sign_in(edda))

    answer = client.get(where)

    calendar = Calendar.from_ical(answer.content)
    (event,) = calendar.walk("VEVENT")
    assert event["dtstart"].dt == due
    assert str(todo.pk) in event["url"]
    assert "Nobody" not in answer.content.decode()
    assert "Edda" not in answer.content.decode()


def test_an_address_that_ended_or_is_forged_leads_nowhere(
    edda, town, person, sign_in, client, acting
):
    signed_in = sign_in(edda)
    first, second = address_of(signed_in), address_of(signed_in)
    assert client.get(first).status_code == 404
    assert client.get(second.replace("/hier/", "/dort/")).status_code == 404
    assert client.get(second).status_code == 200

    signed_in.post(CALENDAR, {"step": "close"})

    assert client.get(second).status_code == 404
    acting(town, edda)
    assert not CalendarFeed.objects.exists()


def test_who_is_no_longer_active_has_no_calendar(edda, town, sign_in, client, acting):
    where = address_of(sign_in(edda))
    acting(town, edda)
    edda.is_active = False
    edda.save()

    assert client.get(where).status_code == 404


def test_today_says_how_to_see_what_is_left_out(edda, town, sign_in):
    for number in range(27):
        Todo.objects.create(
            municipality=town,
            kind="directory.review",
            title=f"Todo {number}",
            owner=edda,
            due_on=timezone.localdate(),
        )
    client = sign_in(edda)

    short = client.get("/hier/desk/").content.decode()
    whole = client.get("/hier/desk/?all=1").content.decode()

    assert short.count('class="task"') == 25
    assert "Alle 27 zeigen" in short
    assert whole.count('class="task"') == 27
    assert "?all=1" not in whole
