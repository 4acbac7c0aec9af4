"""Two at the desk in the same second, and one of them dies."""

import threading
from datetime import time, timedelta

import psycopg
import pytest
from django.db import connection
from django.utils import timezone

from conftest import ADMIN
from hafen.casework.consultations import errors, queries, services
from hafen.casework.consultations.models import Appointment, DeskHour, Visit
from hafen.core.db.context import Context, acting
from hafen.core.db.roles import Role
from hafen.core.places.models import Site
from tests.racing import named, until_somebody_waits


@pytest.fixture
def hall(race, person):
    """Three people wait; Anna and Ben call, with real transactions."""
    town = race.town
    people = [person(town, Role.SOCIAL_WORKER, name=name) for name in ("Anna", "Ben")]
    with acting(Context(municipality=town.pk, actor=people[0].pk)):
        site = Site.objects.create(
            municipality=town, name="Büro", sort_key="buero", kind=Site.Kind.OFFICE
        )
        for _number in range(3):
            gives(site, people[0])()
    return site, people


def test_at_once_all_get_different_numbers_and_what_dies_leaves_its_own_waiting(
    race, hall
):
    site, (anna, ben) = hall
    now = timezone.now()
    has_called, is_dead = threading.Event(), threading.Event()

    def calls(user):
        return lambda: services.call_next(site=site, by=user, now=now)

    def dies():
        services.call_next(site=site, by=anna, now=now)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            dying.extend(cursor.fetchone())
        has_called.set()
        is_dead.wait(30)

    def kills():
        has_called.wait(30)
        # The dying one has not said so yet, and nobody waits for it.
        assert services.call_next(site=site, by=ben, now=now).number == 2
        with psycopg.connect(ADMIN, autocommit=True) as admin:
            admin.execute("SELECT pg_terminate_backend(%s, 9000)", dying)
        is_dead.set()

    dying: list[int] = []
    assert race(dies, kills).count("won") == 1
    assert called(race.town) == {2: ben.pk}

    assert named(
        race(calls(anna), calls(anna), gives(site, anna), gives(site, anna))
    ) == [
        *("StillTalking", "won", "won", "won"),
    ]
    assert called(race.town) == {1: anna.pk, 2: ben.pk}
    assert numbers(race.town) == [1, 2, 3, 4, 5]


@pytest.fixture
def desk(race, person):
    """A site where Clara advises, online too: two times on a Monday."""
    town = race.town
    clara = person(town, Role.SOCIAL_WORKER, name="Clara")
    with acting(Context(municipality=town.pk, actor=clara.pk)):
        site = Site.objects.create(
            municipality=town, name="Büro", sort_key="buero", kind=Site.Kind.OFFICE
        )
        DeskHour.objects.create(
            municipality=town, site=site, adviser=clara, weekday=0, online_minutes=30,
            begins=time(9), ends=time(10), first_day=timezone.localdate(),
        )  # fmt: skip
        return site, *free_times(town, site)


def asks(site, free, email, *, later=timedelta()):
    return lambda: services.ask(
        site=site, free=free, topic="", language="de", email=email,
        page_language="de", now=timezone.now() + later,
    )  # fmt: skip


def test_d11_two_take_the_last_time_in_the_same_second(race, desk):
    site, free, later = desk

    won = named(
        race(asks(site, free, "a@example.org"), asks(site, free, "b@example.org"))
    )
    assert won == ["AdviserBusy", "won"]
    with acting(Context(municipality=race.town.pk)):
        assert Appointment.objects.count() == 1
        assert free_times(race.town, site)[0] == later
        with pytest.raises(errors.AdviserBusy):
            asks(site, free, "c@example.org")()


def test_d11_what_is_confirmed_while_somebody_asks_for_its_time_stays(race, desk):
    """The hour for confirming is over, and the mail is followed all the same."""
    site, free, _later = desk
    with acting(Context(municipality=race.town.pk)):
        held = asks(site, free, "a@example.org")()
    is_confirmed = threading.Event()

    def confirms():
        services.confirm(appointment=held)
        is_confirmed.set()
        until_somebody_waits()

    def takes():
        is_confirmed.wait(30)
        asks(site, free, "b@example.org", later=timedelta(hours=2))()

    assert named(race(confirms, takes)) == ["AdviserBusy", "won"]
    with acting(Context(municipality=race.town.pk)):
        assert Appointment.objects.get().pk == held.pk
        assert Appointment.objects.get().is_asked


def test_d11_what_is_confirmed_while_the_worker_clears_up_stays(race, desk):
    site, free, _later = desk
    with acting(Context(municipality=race.town.pk)):
        held = asks(site, free, "a@example.org")()
    is_confirmed, is_cleared = threading.Event(), threading.Event()

    def confirms():
        services.confirm(appointment=held)
        is_confirmed.set()
        is_cleared.wait(30)

    def clears():
        is_confirmed.wait(30)
        now = timezone.now() + timedelta(hours=2)
        services.forget_unconfirmed(municipality_id=race.town.pk, now=now)
        is_cleared.set()

    assert named(race(confirms, clears)) == ["won", "won"]
    with acting(Context(municipality=race.town.pk)):
        assert Appointment.objects.get().is_asked


def free_times(town, site):
    return queries.free_times(town, site, topic="", language="de", now=timezone.now())[
        :2
    ]


def gives(site, user):
    return lambda: services.check_in(site=site, by=user, now=timezone.now())


def called(town):
    with acting(Context(municipality=town.pk)):
        return dict(Visit.objects.called().values_list("number", "called_by"))


def numbers(town):
    with acting(Context(municipality=town.pk)):
        return sorted(Visit.objects.values_list("number", flat=True))
