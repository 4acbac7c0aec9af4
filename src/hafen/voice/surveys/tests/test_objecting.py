"""Questions after a service: two nights at once, and who objects in between."""

from datetime import datetime, time, timedelta
from threading import Event

import pytest
from django.utils import timezone

from conftest import make_town
from hafen.core.db.context import Context, acting
from hafen.core.mail.models import Notice
from hafen.voice.surveys import services
from hafen.voice.surveys.instruments import HOUSEHOLDS
from hafen.voice.surveys.models import AfterService, Asked, Invitation, Served
from hafen.voice.surveys.registries import Occasion, Person, occasions
from hafen.voice.surveys.tests.conftest import TODAY, begin
from tests.racing import named, until_somebody_waits

NOW = timezone.make_aware(datetime.combine(TODAY, time(7)))
AMAL = Person("amal@example.org", "de")
DATA = {"occasion": "course", "days_after": 1, "rest_days": 90, "is_on": True}


@pytest.fixture(autouse=True)
def course(monkeypatch):
    """A service of our own: yesterday Amal was there."""
    entry = Occasion("course", "Kurs", lambda *_: [AMAL])
    monkeypatch.setitem(occasions._entries, "course", entry)


def plan(town):
    """Let a survey go out after the course, in a municipality."""
    with acting(Context(municipality=town.pk)):
        survey = begin(town, HOUSEHOLDS).survey
        day = TODAY - timedelta(days=5)
        return services.ask_after(survey=survey, data=DATA, today=day, by=None)


def night(town):
    return services.ask_served(municipality=town, now=NOW)


def told(town):
    """Return how many links were sent."""
    with acting(Context(municipality=town.pk)):
        assert Notice.objects.count() == Invitation.objects.count()
        return Invitation.objects.count()


def test_j09_two_nights_at_once_ask_once(race):
    plan(race.town)

    found = named(race(lambda: night(race.town), lambda: night(race.town)))

    assert found == ["won", "won"]
    assert told(race.town) == 1


def test_j09_another_municipality_asks_nobody_and_remembers_for_itself(race):
    plan(race.town)
    there = make_town("dort")
    with acting(Context(municipality=race.town.pk)):
        assert night(race.town) == 1
        services.ask_no_more(memory=Asked.objects.get())
        services.remember_served(
            municipality=race.town, occasion="course", people=[AMAL], today=TODAY
        )

    with acting(Context(municipality=there.pk)):
        assert night(there) == 0
        assert not Asked.objects.exists()
        assert not Served.objects.exists()
    plan(there)
    with acting(Context(municipality=there.pk)):
        assert night(there) == 1
        assert Asked.objects.get().forget_on is not None
    assert told(race.town) == 1


@pytest.fixture
def memory(race):
    """What is kept of Amal, who was asked so long ago that she may be asked again."""
    after = plan(race.town)
    with acting(Context(municipality=race.town.pk)):
        night(race.town)
        Asked.objects.update(asked_on=TODAY - timedelta(days=100))
        AfterService.objects.update(asked_until=after.asked_until)
        return Asked.objects.get()


def test_j09_whoever_objects_before_the_night_has_come_to_them_is_not_asked(
    race, memory
):
    has_objected = Event()

    def objects():
        services.ask_no_more(memory=memory)
        has_objected.set()
        until_somebody_waits()

    def runs():
        has_objected.wait(30)
        night(race.town)

    assert named(race(objects, runs)) == ["won", "won"]
    assert told(race.town) == 1
    assert last_word(race.town) is None


def test_j09_whoever_objects_while_the_night_asks_them_is_asked_never_again(
    race, memory
):
    has_asked = Event()

    def runs():
        night(race.town)
        has_asked.set()
        until_somebody_waits()

    def objects():
        has_asked.wait(30)
        services.ask_no_more(memory=memory)

    assert named(race(objects, runs)) == ["won", "won"]
    assert told(race.town) == 2
    assert last_word(race.town) is None


def last_word(town):
    with acting(Context(municipality=town.pk)):
        return Asked.objects.get().forget_on
