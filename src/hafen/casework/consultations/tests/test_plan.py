"""The desk plan: who is there when, in which languages, for all who advise."""

from datetime import timedelta

import pytest

from hafen.casework.cases.tests.conftest import TODAY
from hafen.casework.consultations.models import DeskHour
from hafen.casework.consultations.tests.stage import at
from hafen.core.db.roles import Role

pytestmark = pytest.mark.django_db
MONDAY = TODAY + timedelta(days=7 - TODAY.weekday())


def sent(office, **more):
    facts = {
        "site": str(office.pk),
        "weekday": "0",
        "begins": "09:00",
        "ends": "12:00",
        "first_day": TODAY.isoformat(),
        "languages": ["ar", "fa"],
        "topics": ["N01"],
        "room": "Zimmer 2",
    }
    return facts | more


def test_p23_the_weekly_plan_shows_who_is_there_when_in_which_languages(
    desk, town, office, clara
):
    desk.post(at(town, "add_desk_hour"), sent(office, adviser=str(clara.pk)))
    other = sent(office, name="Demo Beratung", begins="10:00", languages=["uk"])
    desk.post(at(town, "add_desk_hour"), other)

    page = desk.get(at(town, "plan"), {"week": MONDAY.isoformat()})

    days = dict(page.context["days"])
    lines = [
        (hour.row.who, str(hour.row.begins)[:5], languages)
        for hour, languages, _topics in days[MONDAY]
    ]
    assert lines == [
        ("Clara", "09:00", "Arabisch, Persisch (Farsi)"),
        ("Demo Beratung", "10:00", "Ukrainisch"),
    ]
    csv = desk.get(at(town, "plan"), {"week": MONDAY.isoformat(), "as": "csv"})
    assert "Zimmer 2" in csv.content.decode("utf-8-sig")


def test_p56_a_changed_advice_hour_is_seen_by_all_actors_at_once(
    desk, town, office, clara, person, client, sign_in
):
    desk.post(at(town, "add_desk_hour"), sent(office, adviser=str(clara.pk)))
    hour = DeskHour.objects.get()
    later = sent(office, adviser=str(clara.pk), begins="13:00", ends="15:00")
    moved = desk.post(at(town, "edit_desk_hour", hour.pk), later | {"version": "1"})
    assert moved.status_code == 302
    lost = desk.post(at(town, "edit_desk_hour", hour.pk), later | {"version": "1"})
    assert lost.status_code == 409

    actor = sign_in(person(town, Role.ORGANISATION_EDITOR))
    page = actor.get(at(town, "plan"), {"week": MONDAY.isoformat()})

    ((day, [(seen, _languages, _topics)]),) = page.context["days"]
    assert (day, str(seen.row.begins)) == (MONDAY, "13:00:00")
    # The door is shut at that time, and the plan says so.
    assert seen.is_shut
    assert seen.is_new
    assert actor.get(at(town, "edit_desk_hour", hour.pk)).status_code == 404


def test_nobody_sits_at_two_places_at_a_time(desk, town, office, clara):
    desk.post(at(town, "add_desk_hour"), sent(office, adviser=str(clara.pk)))

    twice = sent(office, adviser=str(clara.pk), begins="11:00", ends="13:00")
    refused = desk.post(at(town, "add_desk_hour"), twice)
    assert list(refused.context["form"].errors) == ["adviser"]
    nobody = desk.post(at(town, "add_desk_hour"), sent(office, ends="08:00"))
    assert sorted(nobody.context["form"].errors) == ["adviser", "ends"]

    hour = DeskHour.objects.get()
    desk.post(at(town, "end_desk_hour", hour.pk), {"last_day": TODAY.isoformat()})
    later = twice | {"first_day": (TODAY + timedelta(days=1)).isoformat()}
    assert desk.post(at(town, "add_desk_hour"), later).status_code == 302
    assert DeskHour.objects.count() == 2
