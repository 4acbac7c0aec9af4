"""A counselling point with hours, for the tests of this room."""

from datetime import date, datetime, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hafen.casework.cases.tests.conftest import TODAY
from hafen.casework.consultations.models import Visit
from hafen.casework.consultations.services import check_in
from hafen.core.places.models import Site
from hafen.core.places.services import replace_hours
from hafen.core.places.services.hours import HoursRow

# Dortmund's office: three mornings and one afternoon, closed on Wednesdays.
DORTMUND = [
    *(HoursRow(weekday, time(9), time(12)) for weekday in (0, 1, 4)),
    HoursRow(3, time(14), time(17)),
]


def at(town, name, *parts):
    return reverse(f"consultations:{name}", args=[town.slug, *parts])


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def last(weekday: int) -> date:
    """Return the newest such weekday that is over."""
    return TODAY - timedelta(days=(TODAY.weekday() - weekday - 1) % 7 + 1)


@pytest.fixture
def office(town):
    site = Site.objects.create(
        municipality=town, name="Büro", sort_key="buero", kind=Site.Kind.OFFICE
    )
    replace_hours(site, rows=DORTMUND)
    return site


@pytest.fixture
def came(office, clara, acting, town):
    """A maker of visits: `came(language="ar")` gives somebody the next number."""

    def make(*, at=None, **more) -> Visit:
        acting(town, clara)
        return check_in(site=office, by=clara, now=at or timezone.now(), **more)

    return make


@pytest.fixture
def desk(clara, south, office, sign_in):
    return sign_in(clara)
