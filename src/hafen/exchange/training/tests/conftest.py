from datetime import time, timedelta

import pytest
from django.utils import timezone

from hafen.core.db.roles import Role
from hafen.exchange.pool.models import Helper
from hafen.exchange.training import services
from hafen.exchange.training.models import Group
from hafen.mechanisms.bookings.services import RegistrationData


@pytest.fixture
def clara(town, person):
    return person(town, Role.VOLUNTEER_COORDINATOR, name="Clara")


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def module(town, clara, acting):
    """A maker of trainings: `module(kind="BASIC", parts=3, minutes=540)`."""

    def make(name="Schulung", **facts):
        acting(town, clara)
        data = {"name": name, "kind": "FURTHER", "parts": 1, "minutes": 180}
        return services.save_module(
            municipality=town, module=None, data=data | facts, expected=None, by=clara
        )

    return make


@pytest.fixture
def basic(module):
    return module("Basis-Schulung", kind="BASIC", parts=3, minutes=540)


@pytest.fixture
def plan(town, clara, now):
    """A maker of runs, three hours in the evening, the first long enough ago."""

    def make(training, days_ago=30, groups=("VOLUNTEER",), places=None, **facts):
        data = {
            "title": training.name,
            "first_day": timezone.localdate(now) - timedelta(days=days_ago),
            "starts": time(18),
            "ends": time(21),
            "place": "VHS",
        }
        return services.plan_run(
            municipality=town, module=training, data=data | facts, groups=list(groups),
            places=places, times=training.parts, owner=clara, by=clara, now=now,
        )  # fmt: skip

    return make


@pytest.fixture
def helper(town, clara, acting):
    def make(name="Bernd Beispiel", **facts):
        acting(town, clara)
        known = {"email": f"{name.split()[0].lower()}@example.org", "channel": "MAIL"}
        return Helper.objects.create(
            municipality=town, name=name, sort_key=name.lower(), **(known | facts)
        )

    return make


@pytest.fixture
def enrol(clara, now):
    def make(run, who=None, name="", **facts):
        known = {"group": Group.VOLUNTEER, "helper": who}
        person = RegistrationData(name=who.name if who else name, language="de")
        return services.enrol(
            run=run, person=person, facts=known | facts, by=clara, now=now
        )

    return make


@pytest.fixture
def mark(clara, now):
    def make(run, part, *people):
        return services.mark_part(
            run=run, part=part, present=[p.pk for p in people], by=clara, now=now
        )

    return make
