"""The way of a day: by the hour, and by what lies nearest where there is none."""

from datetime import time

import pytest

from hafen.casework.outreach import services
from hafen.casework.outreach.models import HomeVisit
from hafen.casework.outreach.tests.conftest import MOST_QUERIES, TODAY, facts
from hafen.casework.outreach.tests.test_visits import at
from hafen.casework.outreach.ways import way_of
from hafen.core.places.models import District

pytestmark = pytest.mark.django_db


def square(place):
    """Return an outline of a tenth of a degree, `place` tenths to the east."""
    west, east = 7 + place / 10, 7.05 + place / 10
    ring = [[west, 51], [east, 51], [east, 51.05], [west, 51.05], [west, 51]]
    return {"type": "Polygon", "coordinates": [ring]}


@pytest.fixture
def planned(town, south, clara, acting):
    """A maker of visits in a district that lies `place` steps to the east."""

    def make(name, place=None, *, hour=None, address="Weg 1"):
        acting(town)
        district = None
        if place is not None:
            district, _is_new = District.objects.get_or_create(
                municipality=town,
                name=f"Ort {place}",
                defaults={"sort_key": f"ort {place}", "geometry": square(place)},
            )
        acting(town, clara)
        row = services.announce(
            municipality=town,
            facts=facts(name, address=address, district=district),
            team=south,
            household=None,
            sheet=None,
            today=TODAY,
            by=clara,
        )
        return services.plan_visit(
            arrival=row,
            visitor=clara,
            on=TODAY,
            at=time(hour) if hour else None,
            announced="NOT",
            interpreter="NONE",
            by=clara,
        )

    return make


def names(stops):
    return [stop.visit.arrival.name for stop in stops]


def test_e07_hours_hold_and_the_others_come_where_they_lie_nearest(planned):
    planned("Weit", 9)
    planned("Nah am Ersten", 1)
    planned("Zweite", 8, hour=14)
    planned("Erste", 0, hour=9)
    planned("Weiter weg vom Ersten", 3)
    planned("Unbekannt")
    stops = way_of(HomeVisit.objects.select_related("arrival__district"))

    assert names(stops) == [
        "Erste", "Nah am Ersten", "Weiter weg vom Ersten", "Zweite", "Weit",
        "Unbekannt",
    ]  # fmt: skip
    assert stops[0].metres is None
    assert 6_500 < (stops[1].metres or 0) < 7_500
    assert stops[-1].metres is None


def test_without_an_hour_the_way_begins_with_the_first_and_goes_to_the_nearest(planned):
    for name, place in (("A", 0), ("D", 6), ("B", 2), ("C", 3)):
        planned(name, place)
    rows = HomeVisit.objects.select_related("arrival__district")
    assert names(way_of(rows.order_by("arrival__name"))) == ["A", "B", "C", "D"]
    assert way_of([]) == []


def test_the_way_is_printed_with_addresses_for_who_goes(
    town, planned, clara, emil, sign_in, questions
):
    for number in range(8):
        planned(f"Familie {number}", number, address=f"Beispielweg {number}")
    desk = sign_in(clara)
    page = desk.get(at(town, "way"))
    text = page.content.decode()
    assert all(f"Beispielweg {number}" in text for number in range(8))
    assert at(town, "way") in desk.get(at(town, "visits")).content.decode()
    assert len(questions(desk, at(town, "way"))) <= MOST_QUERIES
    assert "Beispielweg" not in sign_in(emil).get(at(town, "way")).content.decode()
