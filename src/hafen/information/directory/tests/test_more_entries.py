"""Entries of the catalogue of capabilities of courses, of what is near, of the week."""

import io
import re
from datetime import time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from hafen.core.places.models import District
from hafen.information.directory import queries, services
from hafen.information.directory.models import Progress
from hafen.information.directory.services import Place, ScheduleData
from hafen.information.directory.shapes import CourseData
from hafen.information.directory.tests.helpers import (
    at,
    open_desk,
    place_in,
    published,
    row_of,
)
from hafen.mechanisms.bookings.models import Bookable, Registration
from hafen.mechanisms.bookings.services import RegistrationData, mark_day, register

TODAY = timezone.localdate()
pytestmark = pytest.mark.usefixtures("at_work")


@pytest.fixture
def wickede(at_work):
    return District.objects.create(
        municipality=at_work, name="Wickede", sort_key="wickede", layer="districts"
    )


def test_l34_attendance_appears_in_the_sheet_of_the_course_without_a_second_entry(
    town, association, sign_in
):
    """The sheet is the course's own; funded projects of later rooms read it."""
    course = published(association, "Deutsch neben der Arbeit", kind="COURSE")
    data = CourseData(
        type="WORK",
        level_from="A1",
        level_to="B1",
        starts_on=TODAY - timedelta(days=14),
        ends_on=TODAY + timedelta(days=60),
    )
    services.set_course(
        service=course, data=data, places=9, by=None, now=timezone.now()
    )
    desk = open_desk(town, sign_in)
    bookable = Bookable.objects.get()
    for name in ("Amal", "Boris"):
        desk.post(
            reverse("bookings:enter", args=[town.slug, bookable.pk]), {"name": name}
        )
    amal, boris = Registration.objects.order_by("registrant__name")
    attendance = reverse("bookings:attendance", args=[town.slug, bookable.pk])
    for days, there in ((7, [amal, boris]), (6, [amal]), (5, [amal]), (4, [boris])):
        day = TODAY - timedelta(days=days)
        desk.post(attendance, {"day": day, "chosen": [row.pk for row in there]})

    where = at("course_sheet", town, course.pk)
    levels = {f"before_{amal.pk.hex}": "A1", f"after_{amal.pk.hex}": "A2"}
    assert desk.post(where, levels).status_code == 302

    page = desk.get(where).content.decode()
    assert "75 %" in row_of(page, "Amal")
    assert "50 %" in row_of(page, "Boris")
    assert Progress.objects.get(registration=amal).after == "A2"
    file = desk.get(where, {"as": "xlsx"})
    sheet = load_workbook(io.BytesIO(file.content)).active
    found = [[cell.value for cell in row[:6]] for row in sheet.iter_rows()]
    assert ["Amal", 3, 4, 75, "A1", "A2"] in found


def test_l34_a_day_that_is_taken_again_is_corrected(town, association, edda):
    course = published(association, "Kurs", kind="COURSE")
    data = CourseData(
        type="WORK",
        level_from="A1",
        level_to="A2",
        starts_on=TODAY - timedelta(days=3),
        ends_on=TODAY + timedelta(days=3),
    )
    services.set_course(
        service=course, data=data, places=9, by=None, now=timezone.now()
    )
    bookable = Bookable.objects.get()
    amal, _new = register(
        bookable=bookable,
        data=RegistrationData(name="Amal", language="de"),
        by=edda,
        now=timezone.now(),
    )

    mark_day(bookable=bookable, day=TODAY, present={amal.pk}, by=edda)
    mark_day(bookable=bookable, day=TODAY, present=set(), by=edda)

    [line] = queries.roll_of(bookable).participants
    assert (line.attended.days, line.attended.there) == (1, 0)
    assert Registration.objects.get().attended is False


def test_p6_an_area_of_life_lists_local_offers_first_and_then_those_of_the_county(
    town, client, association, wickede
):
    """A county keeps one catalogue; its towns are the districts of it."""
    published(association, "Aaa Kreisweite Beratung", is_city_wide=True)
    here = place_in(town, wickede, "Hellweg")
    published(association, "Zzz Beratung in Wickede", places=[here])
    published(association, "Beratung anderswo")
    where = f"/{town.slug}/de/offers/"

    page = client.get(where, {"topic": "N01", "district": str(wickede.pk)})

    shown = re.findall(r"Zzz Beratung in Wickede|Aaa Kreisweite|anderswo", _main(page))
    assert list(dict.fromkeys(shown)) == ["Zzz Beratung in Wickede", "Aaa Kreisweite"]
    other = client.get(where, {"topic": "N13", "district": str(wickede.pk)})
    assert "Aaa Kreisweite" not in _main(other)


def _main(page):
    return page.content.decode().partition("<main")[2]


def test_a2_11_offers_are_found_around_a_place_by_age_and_by_day(
    town, client, association, public_cafe, old_town
):
    far = services.find_or_create_location(
        municipality=town,
        data=services.LocationData(
            street="Fernweg",
            postal_code="54321",
            city="Hafenstadt",
            latitude=51.09,
            longitude=7.09,
        ),
        by=None,
    )
    evenings = ScheduleData("FREQ=WEEKLY;BYDAY=FR", time(18), time(20))
    youth = published(
        association,
        "Jugendtreff",
        age_from=12,
        age_to=18,
        places=[Place(far, schedules=(evenings,))],
    )
    services.lay_openings(services=[youth, public_cafe], now=timezone.now())
    where = f"/{town.slug}/de/offers/"

    def found(**query):
        page = _main(client.get(where, query))
        return [name for name in ("Jugendtreff", "Sprachcafé") if name in page]

    both = ["Jugendtreff", "Sprachcafé"]
    assert found() == both
    assert found(near="12345", km="2") == ["Sprachcafé"]
    assert found(near="54321", km="2") == ["Jugendtreff"]
    assert found(near="12345", km="10") == both
    assert found(near="Altstadt", km="1") == ["Sprachcafé"]
    assert found(near="haus der begegnung", km="1") == ["Sprachcafé"]
    assert found(age="14") == both
    assert found(age="40") == ["Sprachcafé"]
    assert found(day="5") == ["Jugendtreff"]
    assert found(day="1") == ["Sprachcafé"]
    assert "kennen wir nicht" in _main(client.get(where, {"near": "99999"}))
    nearest = _main(client.get(where, {"near": "54321", "km": "25"}))
    assert nearest.index("Jugendtreff") < nearest.index("Sprachcafé")


def test_p56_changed_hours_are_seen_by_all_actors_at_once(
    town, association, edda, otto, sign_in, public_cafe, clara
):
    """And P23: who is there when, and in which languages."""
    services.lay_openings(services=[public_cafe], now=timezone.now())
    monday = TODAY - timedelta(days=TODAY.weekday()) + timedelta(days=7)
    where = at("week", town)
    asked = {"week": monday.isoformat()}
    for user in (otto, clara):
        page = sign_in(user).get(where, asked).content.decode()
        assert page.count("09:00–12:00") == 2
        assert "العربية" in page
        assert "Haus der Begegnung" in page

    [place] = queries.data_of(public_cafe)["places"]
    evenings = ScheduleData("FREQ=WEEKLY;BYDAY=TU", time(17), time(19))
    services.edit_service(
        service=public_cafe,
        data={"places": [Place(place.location, schedules=(evenings,))]},
        expected=None,
        by=edda,
        now=timezone.now(),
    )

    for user in (otto, clara):
        page = sign_in(user).get(where, asked).content.decode()
        assert "09:00–12:00" not in page
        assert page.count("17:00–19:00") == 1
    file = sign_in(clara).get(where, asked | {"as": "xlsx"})
    sheet = load_workbook(io.BytesIO(file.content)).active
    assert sheet.max_row >= 2
