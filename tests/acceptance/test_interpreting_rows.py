"""Rows of the peers' table for interpreting: D-03, D-05, D-09, D-12, D-15, D-18."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hafen.core.db.roles import Role
from hafen.core.places.models import District
from hafen.exchange.interpreting import errors, services
from hafen.exchange.interpreting.forms import initial_of
from hafen.exchange.interpreting.models import Appointment, Provider
from hafen.exchange.interpreting.tests.conftest import (
    accept,
    approve,
    at_ten,
    enter,
    reserve,
    set_up,
)

HERE, FAR_AWAY = (51.95, 7.60), (52.20, 8.00)


def at(town, name, *parts):
    return reverse(f"interpreting:{name}", args=[town.slug, *parts])


@pytest.fixture
def dora(town, person):
    return person(town, Role.INTERPRETER_COORDINATOR, name="Dora")


@pytest.fixture
def school(town, dora, acting):
    acting(town, dora)
    set_up(town, dora)
    return approve(town, dora)


def lies(appointment, point):
    Appointment.objects.filter(pk=appointment.pk).update(
        latitude=point[0], longitude=point[1]
    )
    appointment.refresh_from_db()


def test_d05_the_desk_searches_by_language_level_and_day(town, dora, school, sign_in):
    farah = enter(town, dora)
    enter(town, dora, name="Hadi Probe", languages=[{"language": "ar", "spoken": 1}])
    enter(town, dora, name="Zoe Muster", languages=["fa"])
    day = at_ten().date()
    services.note_absence(
        interpreter=farah,
        data={
            "why": "AWAY",
            "first_day": day,
            "last_day": day,
            "weekday": None,
            "begins": "00:00",
            "ends": "23:59",
        },
        by=dora,
        now=timezone.now(),
    )
    desk = sign_in(dora)

    def found(**wanted):
        page = desk.get(at(town, "interpreters"), wanted).content.decode()
        names = ("Farah Beispiel", "Hadi Probe", "Zoe Muster")
        return [name for name in names if name in page]

    assert found(language="ar") == ["Farah Beispiel", "Hadi Probe"]
    assert found(language="ar", level="3") == ["Farah Beispiel"]
    assert found(language="ar", on=day.isoformat()) == ["Hadi Probe"]


def test_d05_the_desk_looks_around_a_district_the_nearest_first(
    town, dora, school, sign_in
):
    nord, mitte, weit = (
        quarter(town, name, latitude)
        for name, latitude in (("Nord", 51.52), ("Mitte", 51.50), ("Weit", 51.90))
    )
    for name, district in (
        ("Anna Probe", mitte),
        ("Berta Probe", nord),
        ("Clara Probe", weit),
        ("Dina Probe", None),
    ):
        enter(town, dora, name=name, district=district)
    desk = sign_in(dora)

    def found(**wanted):
        page = desk.get(at(town, "interpreters"), {"district": nord.pk} | wanted)
        return [row.name for row in page.context["page"]], page.content.decode()

    assert found()[0] == ["Berta Probe"]
    names, page = found(km=5)
    assert names == ["Berta Probe", "Anna Probe"]
    assert "2,2 km" in page
    file = desk.get(
        at(town, "interpreters"), {"district": nord.pk, "km": 50, "as": "csv"}
    )
    assert "2.2" in file.content.decode() or "2,2" in file.content.decode()
    assert found(km=50)[0][-1] == "Clara Probe"


def quarter(town, name, latitude):
    """Make a district whose middle is known."""
    west, east, south, north = 7.0, 7.01, latitude - 0.001, latitude + 0.001
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return District.objects.create(
        municipality=town,
        name=name,
        sort_key=name.lower(),
        geometry={"type": "Polygon", "coordinates": [ring]},
    )


def test_d03_who_calls_a_booking_urgent_says_why_and_the_desk_reads_it(
    town, dora, school, sign_in
):
    desk = sign_in(dora)
    begins = at_ten(30)
    said = {
        "institution": school.pk,
        "language": "ar",
        "level": "2",
        "subject": "SCHOOL",
        "mode": "on_site",
        "direction": "BOTH",
        "minutes": "60",
        "place": "Schulstraße 3",
        "day_1": begins.date().isoformat(),
        "time_1": "10:00",
        "count": "1",
        "every_weeks": "1",
        "is_urgent": "on",
    }
    refused = desk.post(at(town, "book"), said)
    assert refused.status_code == 422
    assert "pressing" in refused.context["form"].errors

    desk.post(at(town, "book"), said | {"pressing": "DEADLINE"})

    row = Appointment.objects.get()
    assert (row.urgency, row.pressing) == ("1_URGENT", "DEADLINE")
    for where in (
        at(town, "appointments"),
        at(town, "appointment", row.pk),
        f"{at(town, 'appointments')}?as=csv",
    ):
        assert "eine Frist läuft ab" in desk.get(where).content.decode()
    edit = at(town, "edit_appointment", row.pk)
    assert desk.get(edit).context["form"]["pressing"].value() == "DEADLINE"
    calm = said | {"version": row.version, "pressing": "DEADLINE"}
    del calm["is_urgent"]
    desk.post(edit, calm)
    row.refresh_from_db()
    assert (row.urgency, row.pressing) == ("3_NORMAL", "")


def test_d09_nobody_is_settled_where_the_way_takes_longer_than_there_is_time(
    town, dora, school
):
    farah = enter(town, dora)
    first = reserve(school)
    lies(first, HERE)
    services.settle(call=accept(first, farah, dora), by=dora, now=timezone.now())
    after = first.ends_at + timedelta(minutes=30)
    far, near = reserve(school, starts=after), reserve(school, starts=after)
    lies(far, FAR_AWAY)
    lies(near, HERE)
    with pytest.raises(errors.TravelTooLong) as refused:
        services.settle(call=accept(far, farah, dora), by=dora, now=timezone.now())
    assert refused.value.args[0] > 30
    done = services.settle(call=accept(near, farah, dora), by=dora, now=timezone.now())
    assert done.is_confirmed


@pytest.mark.parametrize(
    ("outcome", "claimed"), [("NO_CLIENT", True), ("NO_INTERPRETER", False)]
)
def test_d12_who_stands_before_a_closed_door_is_paid_and_who_stays_away_is_not(
    town, dora, school, outcome, claimed
):
    farah = enter(town, dora)
    row = reserve(school, starts=timezone.now() - timedelta(hours=2))
    accept(row, farah, dora)
    row.refresh_from_db()
    done = services.confirm_times(
        appointment=row,
        outcome=outcome,
        times=None,
        proof="PAPER",
        by=dora,
        now=timezone.now(),
    )
    assert done.state == "ABSENT"
    assert (done.claim is not None) == claimed


def test_d15_what_is_urgent_stands_first(town, dora, school, sign_in):
    month = reserve(school, starts=at_ten(30), place="Im Monat")
    soon = reserve(school, starts=timezone.now() + timedelta(hours=50))
    urgent = reserve(school, starts=timezone.now() + timedelta(hours=5))
    assert [row.urgency for row in (month, soon, urgent)] == [
        "3_NORMAL",
        "2_SOON",
        "1_URGENT",
    ]
    page = sign_in(dora).get(at(town, "appointments")).content.decode()
    where = [page.index(str(row.pk)) for row in (urgent, soon, month)]
    assert where == sorted(where)


def test_d18_by_telephone_somebody_far_away_can_and_else_a_professional_service(
    town, dora, school, sign_in
):
    farah = enter(town, dora, radius_km=5)
    farah.offer.latitude, farah.offer.longitude = HERE
    farah.offer.save()
    Provider.objects.create(
        municipality=town, name="Sprachdienst", email="dienst@example.org"
    )
    row = reserve(school)
    lies(row, FAR_AWAY)
    desk = sign_in(dora)
    page = desk.get(at(town, "appointment", row.pk)).content.decode()
    assert f"ask-{farah.pk}" not in page
    assert "An Sprachdienst weitergeben" in page

    sent = {
        name: str(value)
        for name, value in initial_of(row).items()
        if value not in (None, "", False)
    }
    sent |= {"mode": "telephone", "place": "+4925149200", "version": str(row.version)}
    where = at(town, "edit_appointment", row.pk)
    assert desk.post(where, sent).status_code == 302
    page = desk.get(at(town, "appointment", row.pk)).content.decode()
    assert f"ask-{farah.pk}" in page
