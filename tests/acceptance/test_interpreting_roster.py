"""The duty roster of interpreters, through the staff pages: D31, D68."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hafen.core.db.roles import Role
from hafen.exchange.interpreting.models import Duty, DutySlot
from hafen.exchange.interpreting.tests.conftest import approve, enter, reserve, set_up


def at(town, name, *parts):
    return reverse(f"interpreting:{name}", args=[town.slug, *parts])


@pytest.fixture
def dora(town, person):
    return person(town, Role.INTERPRETER_COORDINATOR, name="Dora")


@pytest.fixture
def desk(town, dora, acting, sign_in):
    acting(town, dora)
    set_up(town, dora)
    return sign_in(dora)


@pytest.fixture
def school(town, dora, desk):
    return approve(town, dora)


def consultation_hour(town, desk, school):
    """Set an hour of next week in which Arabic and Persian are needed."""
    monday = timezone.localdate() + timedelta(days=7)
    monday -= timedelta(days=monday.weekday())
    hour = {
        "institution": str(school.pk),
        "weekday": "2",
        "begins": "09:00",
        "ends": "12:00",
        "languages": ["ar", "fa"],
        "first_day": timezone.localdate().isoformat(),
    }
    assert desk.post(at(town, "add_slot"), hour).status_code == 302
    return DutySlot.objects.get(), monday


def test_d31_the_roster_warns_of_an_hour_without_arabic_or_persian(
    town, dora, desk, school
):
    farah = enter(town, dora)
    slot, monday = consultation_hour(town, desk, school)
    week = {"week": monday.isoformat()}
    page = desk.get(at(town, "roster"), week).content.decode()
    assert "Niemand spricht:" in page
    assert "Arabisch" in page
    assert "Persisch" in page

    day = (monday + timedelta(days=2)).isoformat()
    put = {"interpreter": str(farah.pk), "language": "ar"}
    assert desk.post(at(town, "duty", slot.pk, day), put).status_code == 302
    page = desk.get(at(town, "roster"), week).content.decode()
    missing = page[page.index("Niemand spricht:") :].split("</p>")[0]
    assert "Persisch" in missing
    assert "Arabisch" not in missing

    # Ill: whoever is taken off leaves a gap again.
    duty = Duty.objects.get()
    assert desk.post(at(town, "off_duty", duty.pk)).status_code == 302
    page = desk.get(at(town, "roster"), week).content.decode()
    assert "Arabisch" in page[page.index("Niemand spricht:") :].split("</p>")[0]


def test_d68_planning_an_interpreter_into_her_course_gives_a_hint(
    town, dora, desk, school
):
    farah = enter(town, dora)
    slot, monday = consultation_hour(town, desk, school)
    course = {
        "why": "COURSE",
        "first_day": timezone.localdate().isoformat(),
        "last_day": (monday + timedelta(days=60)).isoformat(),
        "weekday": "2",
        "begins": "08:30",
        "ends": "12:30",
    }
    added = desk.post(at(town, "add_to_interpreter", farah.pk, "absence"), course)
    assert added.status_code == 302
    day = (monday + timedelta(days=2)).isoformat()
    put = {"interpreter": str(farah.pk), "language": "ar"}
    hint = desk.post(at(town, "duty", slot.pk, day), put)
    assert hint.status_code == 422
    assert "Integrationskurs" in hint.content.decode()
    assert Duty.objects.count() == 0

    agreed = put | {"all_the_same": "on"}
    assert desk.post(at(town, "duty", slot.pk, day), agreed).status_code == 302
    week = {"week": monday.isoformat()}
    assert "Integrationskurs" in desk.get(at(town, "roster"), week).content.decode()


def test_whoever_is_on_duty_is_booked_for_nothing_else(town, dora, desk, school):
    farah = enter(town, dora)
    slot, monday = consultation_hour(town, desk, school)
    day = monday + timedelta(days=2)
    put = {"interpreter": str(farah.pk), "language": "ar"}
    desk.post(at(town, "duty", slot.pk, day.isoformat()), put)
    other = reserve(
        school, starts=timezone.make_aware(datetime.combine(day, slot.begins))
    )
    page = desk.get(at(town, "appointment", other.pk)).content.decode()
    assert f'value="{farah.pk}"' not in page
    assert "Hat einen anderen Termin" in page
