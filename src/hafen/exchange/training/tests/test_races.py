"""Two in the same second (real transactions): nothing is given or counted twice."""

from datetime import time, timedelta

import pytest
from django.utils import timezone

from hafen.core.db.context import Context, acting
from hafen.core.db.roles import Role
from hafen.exchange.pool.models import Helper
from hafen.exchange.training import queries, services
from hafen.exchange.training.models import (
    Attendance,
    Group,
    Participant,
    Qualification,
)
from hafen.mechanisms.bookings.services import RegistrationData
from hafen.mechanisms.questions.models import Answer, AnswerSheet
from tests.racing import named

NOW = timezone.now()


@pytest.fixture
def clara(race, person):
    with acting(Context(municipality=race.town.pk)):
        return person(race.town, Role.VOLUNTEER_COORDINATOR, name="Clara")


def module_of(town, clara, **facts):
    data = {"name": "Schulung", "kind": "BASIC", "parts": 1, "minutes": 60}
    return services.save_module(
        municipality=town, module=None, data=data | facts, expected=None, by=clara
    )


def run_of(module, clara, *, days, places=None):
    data = {
        "title": module.name,
        "first_day": timezone.localdate(NOW) + timedelta(days=days),
        "starts": time(18),
        "ends": time(21),
        "place": "VHS",
    }
    return services.plan_run(
        municipality=module.municipality, module=module, data=data, places=places,
        groups=["VOLUNTEER"], times=module.parts, owner=clara, by=clara, now=NOW,
    )  # fmt: skip


def enrolling(run, name, by=None, **facts):
    person = RegistrationData(name=name, language="de")
    known = {"group": Group.VOLUNTEER} | facts
    return lambda: services.enrol(run=run, person=person, facts=known, by=by, now=NOW)


def marking(run, part, clara, *people):
    present = [row.pk for row in people]
    return lambda: services.mark_part(
        run=run, part=part, present=present, by=clara, now=NOW
    )


def test_the_last_seat_goes_to_one_and_the_others_wait(race, clara):
    with acting(Context(municipality=race.town.pk)):
        run = run_of(module_of(race.town, clara), clara, days=10, places=1)

    results = race(*(enrolling(run, f"Person {number}") for number in range(4)))

    assert results == ["won"] * 4
    with acting(Context(municipality=race.town.pk)):
        states = Participant.objects.values_list("registration__state", flat=True)
        assert sorted(states) == ["CONFIRMED", "WAITING", "WAITING", "WAITING"]


def test_a_helper_who_is_entered_by_two_desks_takes_part_once(race, clara):
    with acting(Context(municipality=race.town.pk)):
        run = run_of(module_of(race.town, clara), clara, days=10, places=5)
        bernd = Helper.objects.create(municipality=race.town, name="Bernd")

    results = race(*(enrolling(run, "Bernd", helper=bernd) for _desk in range(2)))

    assert named(results) == ["AlreadyThere", "won"]
    with acting(Context(municipality=race.town.pk)):
        assert Participant.objects.count() == 1
        bookable = queries.bookable_of(run)
        assert bookable.registrations.holding().seats() == 1


def test_a_poll_that_somebody_answers_on_two_devices_counts_once(race, clara):
    today = timezone.localdate(NOW)
    with acting(Context(municipality=race.town.pk)):
        poll = services.open_poll(
            municipality=race.town,
            title="Was lernen?",
            topics=[{"de": "Asylrecht"}, {"de": "Trauma"}],
            closes_on=today,
            by=clara,
        )
        bernd = Helper.objects.create(municipality=race.town, name="Bernd")
        topics = poll.questionnaire.questions.order_by("place")[0]

    def tick(option):
        answers = {topics.pk: [topics.options[option]["key"]]}
        return lambda: services.answer_poll(
            poll=poll, who=bernd.pk, answers=answers, language="de", today=today
        )

    for _round in range(4):
        assert race(tick(0), tick(1)) == ["won", "won"]

    with acting(Context(municipality=race.town.pk)):
        assert AnswerSheet.objects.count() == 1
        assert Answer.objects.count() == 1
        found = queries.ranking_of(poll, "de")
        assert sum(topic.votes for topic in found.topics) == 1


def test_two_who_tick_the_last_part_certify_once(race, clara):
    """Here, and in another run of the training where it is made up."""
    with acting(Context(municipality=race.town.pk)):
        module = module_of(race.town, clara, parts=2, minutes=360)
        runs = [run_of(module, clara, days=-days) for days in (30, 20)]
        bernd = Helper.objects.create(municipality=race.town, name="Bernd")
        row = enrolling(runs[0], "Bernd", by=clara, helper=bernd)()
        marking(runs[0], 1, clara, row)()

    results = race(*(marking(run, 2, clara, row) for run in (*runs, *runs)))

    assert results == ["won"] * 4
    with acting(Context(municipality=race.town.pk)):
        assert Attendance.objects.count() == 2
        assert Qualification.objects.count() == 1
        row.refresh_from_db()
        assert row.completed_on is not None
