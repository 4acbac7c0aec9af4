"""What a training does when its event moves, and who hears of it."""

from datetime import time, timedelta

import pytest
from django.core import mail
from django.utils import timezone

from hafen.exchange.training import errors, queries, services
from hafen.exchange.training.models import Group
from hafen.information.events import services as events
from hafen.mechanisms.bookings.services import RegistrationData
from hafen.mechanisms.todos.models import Todo

ANNA = "anna@example.org"
DAY = timedelta(days=1)


@pytest.fixture
def run(basic, plan):
    """Three evenings, the first in ten days."""
    return plan(basic, days_ago=-10, places=5)


@pytest.fixture
def anna(run, now):
    person = RegistrationData(name="Anna Probe", language="de", email=ANNA)
    return services.enrol(
        run=run, person=person, facts={"group": Group.VOLUNTEER}, now=now
    )


def told(subject="Neue Zeit oder neuer Ort"):
    return sum(
        each.to == [ANNA] and each.subject.startswith(subject) for each in mail.outbox
    )


def edit(run, clara, now, **data):
    events.edit_event(event=run.event, data=data, expected=None, by=clara, now=now)
    run.refresh_from_db()
    return queries.bookable_of(run)


def test_a_run_goes_with_its_event_and_who_comes_hears_of_it_once(
    run, anna, clara, now
):
    was = run.starts_at
    first = run.event.first_day + DAY

    for _twice in range(2):
        places = edit(run, clara, now, first_day=first, last_day=first, place="Saal")

    assert (run.starts_at, run.ends_at) == (was + DAY, was + 15 * DAY + 3 * HOUR)
    assert run.parts_at == [was + DAY, was + 8 * DAY, was + 15 * DAY]
    assert (places.starts_at, places.ends_at) == (run.starts_at, run.ends_at)
    assert places.closes_at == run.starts_at - HOUR
    assert (places.place, places.places) == ("Saal", 5)
    anna.refresh_from_db()
    assert anna.kept_from == timezone.localdate(run.ends_at)
    assert told() == 1


HOUR = timedelta(hours=1)


def test_longer_evenings_count_as_long_as_they_are(run, clara, now):
    ends = (timezone.localtime(run.starts_at) + 2 * HOUR).time()
    edit(run, clara, now, ends=ends)

    assert run.part_minutes == 120


def test_one_evening_in_the_middle_moves_and_is_told_too(run, anna, clara, now):
    [_first, second, _last] = run.parts_at
    day = timezone.localdate(second)

    events.change_date(
        event=run.event, day=day, values={"new_day": day + DAY}, by=clara, now=now
    )

    run.refresh_from_db()
    assert run.parts_at[1] == second + DAY
    assert queries.days_of(run)[2] == day + DAY
    assert told() == 1


def test_other_words_in_the_calendar_are_told_to_nobody(run, anna, clara, now):
    places = edit(run, clara, now, title="Basis-Schulung für alle")

    assert places.title == "Basis-Schulung für alle"
    assert told() == 0


def test_a_training_that_is_called_off_takes_its_places_along(run, anna, clara, now):
    events.call_off_event(event=run.event, by=clara, now=now)

    assert queries.bookable_of(run).is_cancelled
    assert told("Fällt aus") == 1
    anna.registration.refresh_from_db()
    assert anna.registration.state == "DECLINED"


def test_an_event_without_a_training_goes_its_own_way(run, anna, clara, now, town):
    other = events.create_event(
        municipality=town,
        data={"title": "Fest", "first_day": run.event.first_day},
        by=clara,
        now=now,
    )
    events.edit_event(
        event=other, data={"place": "Park"}, expected=None, by=clara, now=now
    )

    assert told() == 0


def call_off(run, number, clara, now, **values):
    events.change_date(
        event=run.event,
        day=timezone.localdate(run.parts_at[number - 1]),
        values=values or {"is_cancelled": True},
        by=clara,
        now=now,
    )
    run.refresh_from_db()


def asked():
    return [(row.state, row.owner.name, row.due_on) for row in Todo.objects.all()]


def evening(day):
    return {"day": day, "starts": time(18), "ends": time(21)}


def test_a_run_that_loses_an_evening_is_owed_one_until_it_has_another(
    run, anna, clara, now
):
    third = timezone.localdate(run.parts_at[2])
    call_off(run, 2, clara, now)

    assert run.missing_parts == 1
    soon = timezone.localdate(now) + 3 * DAY
    assert asked() == [("OPEN", "Clara", soon)]
    # The third evening stays the third one.
    assert list(queries.days_of(run)) == [1, 3]

    for _twice in range(2):
        services.watch_runs(municipality_id=run.municipality_id, now=now)
    assert len(asked()) == 1
    mail.outbox.clear()
    services.add_date(run=run, **evening(third + DAY), by=clara, now=now)

    run.refresh_from_db()
    assert run.missing_parts == 0
    assert [state for state, _owner, _due in asked()] == ["DONE"]
    assert queries.days_of(run)[2] == third + DAY
    assert told() == 1


def test_a_run_whose_evening_was_dropped_gets_one_more_at_the_end(
    run, anna, clara, now
):
    last = timezone.localdate(run.parts_at[2])
    call_off(run, 1, clara, now, is_dropped=True)
    assert run.missing_parts == 1
    mail.outbox.clear()

    services.add_date(run=run, **evening(last + 2 * DAY), by=clara, now=now)

    run.refresh_from_db()
    assert run.missing_parts == 0
    assert timezone.localdate(run.parts_at[2]) == last + 2 * DAY
    assert told() == 1


def test_a_training_that_gets_a_further_part_is_noticed_in_the_morning(
    run, clara, now, town
):
    services.save_module(
        municipality=town, module=run.module, data={"parts": 4}, expected=None, by=clara
    )

    services.watch_runs(municipality_id=town.pk, now=now)

    assert [owner for _state, owner, _due in asked()] == ["Clara"]


def test_what_is_called_off_as_a_whole_is_owed_nothing(run, clara, now):
    call_off(run, 2, clara, now)
    day = timezone.localdate(run.parts_at[0])
    events.call_off_event(event=run.event, by=clara, now=now)

    run.refresh_from_db()
    assert run.missing_parts == 0
    assert [state for state, _owner, _due in asked()] == ["DONE"]
    with pytest.raises(errors.CalledOff):
        services.add_date(run=run, **evening(day), by=clara, now=now)
    with pytest.raises(errors.InThePast):
        services.add_date(run=run, **evening(day - 30 * DAY), by=clara, now=now)


def test_calendar_programs_read_how_many_evenings_there_are(run, client, town):
    feed = client.get(f"/{town.slug}/de/events/calendar.ics").content.decode()

    rules = [line for line in feed.splitlines() if line.startswith("RRULE")]
    assert rules == ["RRULE:FREQ=WEEKLY;COUNT=3"]
