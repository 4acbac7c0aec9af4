"""Two colleagues make two people one at the same moment, in real transactions."""

from threading import Thread

import pytest
from django.db import connection

from hafen.core.accounts.models import RoleAssignment, User
from hafen.core.db.context import Context, acting
from hafen.core.db.identifiers import uuid7
from hafen.core.db.roles import Role
from hafen.core.places.models import Municipality
from hafen.voice.inquiries import services
from hafen.voice.inquiries.models import PersonMerge, Requester
from hafen.voice.inquiries.tests.conftest import NOW


@pytest.fixture
def town(own_database, django_db_blocker):
    with django_db_blocker.unblock():
        yield Municipality.objects.create(
            id=uuid7(), slug="hier", name="Hier", languages=["de"]
        )
        connection.close()


@pytest.fixture
def clara(town):
    with acting(Context(municipality=town.pk)):
        user = User.objects.create(municipality=town, name="Clara", email="c@x.example")
        RoleAssignment.objects.create(
            municipality=town,
            user=user,
            role=Role.VOLUNTEER_COORDINATOR,
            valid_from="2020-01-01",
        )
    return user


def at_once(town, work, choices):
    """Do the work with each of the choices, each in a connection of its own."""
    told = []

    def one(choice):
        try:
            with acting(Context(municipality=town.pk)):
                told.append(work(choice))
        finally:
            connection.close()

    threads = [Thread(target=one, args=[choice]) for choice in choices]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(told)


def test_h6_who_join_both_ways_wait_for_nobody_and_one_does_it(town, clara):
    with acting(Context(municipality=town.pk)):
        pair = [Requester.objects.create(municipality=town) for _ in range(2)]

    def work(people):
        kept, gone = people
        try:
            services.join_people(requester=kept, other=gone, by=clara, today=NOW.date())
        except services.SamePerson:
            return "one already"
        return "joined"

    told = at_once(town, work, [pair, pair[::-1]] * 2)

    assert told == ["joined", "one already", "one already", "one already"]
    with acting(Context(municipality=town.pk)):
        assert (Requester.objects.count(), PersonMerge.objects.count()) == (1, 1)


def test_h6_who_part_at_once_make_two_people_not_three(town, clara):
    with acting(Context(municipality=town.pk)):
        kept, gone = (Requester.objects.create(municipality=town) for _ in range(2))
        services.join_people(requester=kept, other=gone, by=clara, today=NOW.date())
        merge = PersonMerge.objects.get()

    def work(merge):
        try:
            services.part_people(merge=merge, by=clara, today=NOW.date())
        except services.NotJoined:
            return "two already"
        return "parted"

    told = at_once(town, work, [merge] * 3)

    assert told == ["parted", "two already", "two already"]
    with acting(Context(municipality=town.pk)):
        assert (Requester.objects.count(), PersonMerge.objects.count()) == (2, 0)
