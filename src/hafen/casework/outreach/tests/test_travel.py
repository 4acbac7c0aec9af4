"""D74: the way to visits is an expense of the site, and vehicles are shared."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from psycopg.types.range import TimestamptzRange

from hafen.casework.outreach import queries, services
from hafen.casework.outreach.errors import VehicleTaken
from hafen.casework.outreach.models import Trip, VehicleBooking
from hafen.casework.outreach.tests.conftest import MOST_QUERIES, NOW, TODAY, at
from hafen.core.accounts.models import TeamSite
from hafen.core.db.roles import Role
from hafen.core.places.models import Site

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(town, south, acting):
    acting(town)
    row = Site.objects.create(
        municipality=town, name="Brackel", sort_key="brackel", kind="OFFICE"
    )
    TeamSite.objects.create(municipality=town, team=south, site=row)
    return row


@pytest.fixture
def konrad(town, person):
    return person(town, Role.ADMINISTRATIVE_COORDINATOR, name="Konrad Kasse")


def line(town, office, by, cents=1_000_000):
    rates = {"car_cents": Decimal(30), "bicycle_cents": Decimal(5)}
    data = {"site": office, "year": TODAY.year, "cents": cents, **rates}
    return services.save_line(municipality=town, data=data, by=by)


def test_d74_a_trip_recorded_with_a_visit_is_an_expense_of_the_site(
    town, office, arrival, visit, konrad, desk, sign_in, questions
):
    planned = visit(arrival())
    sent = {"result": "NOT_MET", "on": TODAY, "means": "CAR", "kilometres": "12,5"}
    answer = desk.post(at(town, "visit", planned.pk), sent | {"ticket": "2,40"})
    assert answer.status_code == 302
    assert "12,5 km" in desk.get(at(town, "visit", planned.pk)).content.decode()
    before = desk.get(at(town, "travel"))
    assert before.context["sites"][0].spent == 240
    assert "was ein Kilometer kostet" in before.content.decode()

    cash = sign_in(konrad)
    form = {"site": office.pk, "year": TODAY.year, "euros": "10000"}
    form |= {"car_cents": "30", "bicycle_cents": "5"}
    assert cash.post(at(town, "travel_line"), form).status_code == 302
    [found] = cash.get(at(town, "travel")).context["sites"]
    assert (found.spent, found.left) == (240 + 375, 1_000_000 - 615)
    assert [each["sum"] for each in found.months] == [615]
    assert at(town, "arrivals") not in cash.get(at(town, "travel")).content.decode()
    file = cash.get(at(town, "travel"), {"as": "csv"}).content.decode("utf-8-sig")
    assert "6,15" in file or "6.15" in file
    assert "Muster" not in file
    assert len(questions(cash, at(town, "travel"))) <= MOST_QUERIES


def test_d74_the_expense_stays_when_the_people_are_erased(
    town, office, arrival, visit, clara, konrad
):
    line(town, office, konrad)
    row = arrival()
    visit(row, "MET", means="PUBLIC", ticket_cents=320)
    row.delete()

    trip = Trip.objects.get()
    assert (trip.visit, trip.name) == (None, clara.name)
    [found] = queries.travel_by_site(konrad, year=TODAY.year, today=TODAY)
    assert found.spent == 320


def test_d74_a_vehicle_is_with_one_person_at_a_time(
    town, office, clara, konrad, desk, sign_in, questions
):
    car = services.save_vehicle(
        municipality=town,
        vehicle=None,
        data={"name": "Rad 1", "site": office, "is_active": True},
        by=konrad,
    )
    morning = timezone.localtime(NOW).replace(hour=9, minute=0, second=0, microsecond=0)
    begins = morning + timedelta(days=1)
    ends = begins + timedelta(hours=3)
    services.book_vehicle(vehicle=car, during=(begins, ends), by=konrad, now=NOW)

    late = {"starts_at": local(begins + timedelta(hours=2))}
    late |= {"ends_at": local(ends + timedelta(hours=1)), "vehicle": car.pk}
    page = at(town, "vehicles") + f"?on={begins:%Y-%m-%d}"
    refused = desk.post(page, late)
    assert refused.status_code == 422
    assert "Konrad Kasse hat das Fahrzeug" in refused.content.decode()
    with pytest.raises(VehicleTaken):
        services.book_vehicle(vehicle=car, during=(begins, ends), by=clara, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        VehicleBooking.objects.create(
            municipality=town,
            vehicle=car,
            driver=clara,
            during=TimestamptzRange(begins, ends),
        )

    after = {"starts_at": local(ends), "ends_at": local(ends + timedelta(hours=1))}
    assert desk.post(page, after | {"vehicle": car.pk}).status_code == 302
    own, other = (
        VehicleBooking.objects.get(driver=clara),
        VehicleBooking.objects.first(),
    )
    assert desk.post(at(town, "give_back", other.pk)).status_code == 404
    assert desk.post(at(town, "give_back", own.pk)).status_code == 302
    assert VehicleBooking.objects.count() == 1
    assert len(questions(desk, page)) <= MOST_QUERIES


def local(moment: datetime) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")
