"""Numbers: given, called once, put back, and left."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hafen.casework.consultations import errors, queries, services
from hafen.casework.consultations.models import DeskHour, Visit
from hafen.casework.consultations.tests.stage import at, moment
from hafen.core.places.services import except_day

pytestmark = pytest.mark.django_db


def test_e08_numbers_begin_anew_each_day_and_are_called_in_their_order(
    came, office, clara
):
    day = timezone.localdate()
    yesterday = came(at=moment(day - timedelta(days=1), 9))
    first, second = came(at=moment(day, 9)), came(at=moment(day, 9))
    assert [row.number for row in (yesterday, first, second)] == [1, 1, 2]
    later = moment(day, 9) + timedelta(minutes=25)

    called = services.call_next(site=office, by=clara, now=later)

    assert called == first
    assert called.waited_minutes == 25


def test_a_number_waits_for_its_adviser_and_is_called_by_nobody_else(
    came, office, clara, bela, acting
):
    acting(office.municipality, clara)
    hour = DeskHour.objects.create(
        municipality=office.municipality, site=office, adviser=bela, weekday=0,
        begins="09:00", ends="12:00", first_day=timezone.localdate(),
    )  # fmt: skip
    first, second = came(wanted=hour), came()
    now = timezone.now()

    assert services.call_next(site=office, by=clara, now=now) == second
    assert services.call_next(site=office, by=bela, now=now) == first


def test_who_has_a_number_finishes_it_before_the_next_one(came, office, clara, bela):
    first, _second = came(), came()
    now = timezone.now()
    services.call_next(site=office, by=clara, now=now)

    with pytest.raises(errors.StillTalking):
        services.call_next(site=office, by=clara, now=now)
    services.put_back(visit=first, by=clara)
    assert services.call_next(site=office, by=bela, now=now) == first
    with pytest.raises(errors.Gone):
        services.call(visit=first, by=clara, now=now)
    services.leave(visit=first, by=bela, now=now)
    with pytest.raises(errors.Gone):
        services.leave(visit=first, by=bela, now=now)
    services.call_next(site=office, by=clara, now=now)
    with pytest.raises(errors.NobodyWaits):
        services.call_next(site=office, by=bela, now=now)


def test_what_is_called_and_not_recorded_stays_with_its_adviser(
    came, office, clara, bela
):
    """The process dies between calling and recording: the number is not lost."""
    first, second = came(), came()
    now = timezone.now()
    services.call_next(site=office, by=clara, now=now)

    assert services.call_next(site=office, by=bela, now=now) == second
    tomorrow = timezone.localdate() + timedelta(days=1)
    for day in (timezone.localdate(), tomorrow):
        assert queries.day_of(clara, site=office, day=day).own == first


def test_the_door_is_read_from_the_hours_of_the_site(desk, town, office):

    except_day(office, day=timezone.localdate(), reason="Teamtag")
    page = desk.get(at(town, "hour")).content.decode()
    assert "geschlossen – öffnet" in page or "geschlossen – nächste" in page
    assert "Teamtag" in page


def test_without_a_site_the_pages_say_what_is_missing(town, clara, sign_in):
    desk = sign_in(clara)
    for name in ("hour", "day", "load"):
        assert "noch keinen Standort" in desk.get(at(town, name)).content.decode()
    assert desk.post(at(town, "call_next")).status_code == 404


def test_a_key_gives_calls_and_counts(desk, town):
    start = desk.get(at(town, "hour")).content.decode()
    for key in ("w", "a", "b", "c"):
        assert f'data-press="{key}"' in start
    assert desk.post(at(town, "check_in"), {"language": "ar"}).status_code == 302
    desk.post(at(town, "tally"), {"group": "b"})
    assert desk.post(at(town, "tally"), {"group": "x"}).status_code == 404

    called = desk.post(at(town, "call_next"))

    visit = Visit.objects.get()
    assert called["Location"] == at(town, "talk", visit.pk)
    assert visit.language == "ar"
    found = desk.get(at(town, "load")).context["load"]
    assert (found.numbers, found.short) == (1, 1)
