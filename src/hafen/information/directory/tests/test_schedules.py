from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hafen.information.directory.schedules import (
    DayChange,
    Hours,
    Opening,
    Rule,
    UnreadableRule,
    check,
    days_of,
    openings,
    state_at,
    weekdays_of,
    weekly,
)

NINE_TO_TWELVE = Hours(time(9), time(12))
MONDAY = date(2026, 3, 23)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


def test_open_from_the_first_minute_and_closed_at_the_last():
    rule = Rule(weekly([0]), NINE_TO_TWELVE)

    assert state_at([rule], now=utc(2026, 3, 23, 7, 59)).is_open is False
    assert state_at([rule], now=utc(2026, 3, 23, 8, 0)).is_open is True
    assert state_at([rule], now=utc(2026, 3, 23, 10, 59)).is_open is True
    assert state_at([rule], now=utc(2026, 3, 23, 11, 0)).is_open is False


def test_the_next_change_is_the_closing_and_then_the_next_opening():
    rule = Rule(weekly([0, 3]), NINE_TO_TWELVE)

    assert state_at([rule], now=utc(2026, 3, 23, 9)).changes_at == utc(2026, 3, 23, 11)
    assert state_at([rule], now=utc(2026, 3, 23, 11)).changes_at == utc(2026, 3, 26, 8)


def test_nine_stays_nine_on_the_clock_when_the_clocks_change():
    rule = Rule(weekly([0]), NINE_TO_TWELVE)

    found = openings([rule], since=utc(2026, 3, 23), until=utc(2026, 4, 1))

    assert found == [
        Opening(utc(2026, 3, 23, 8), utc(2026, 3, 23, 11)),  # winter time
        Opening(utc(2026, 3, 30, 7), utc(2026, 3, 30, 10)),  # summer time
    ]


def test_a_night_over_the_change_of_clocks_is_an_hour_shorter_or_longer():
    night = Rule(weekly([5]), Hours(time(22), time(6)))

    def length(day: datetime) -> timedelta:
        (found,) = openings([night], since=day, until=day + timedelta(days=2))
        return found.ends_at - found.starts_at

    assert length(utc(2026, 3, 28, 12)) == timedelta(hours=7)
    assert length(utc(2026, 4, 4, 12)) == timedelta(hours=8)
    assert length(utc(2026, 10, 24, 12)) == timedelta(hours=9)


def test_open_past_midnight_still_counts_in_the_morning():
    night = Rule(weekly([0]), Hours(time(20), time(2)))

    assert state_at([night], now=utc(2026, 3, 24, 0, 30)).is_open is True


def test_round_the_clock_is_one_long_opening():
    always = Rule(weekly(range(7)), Hours(time(0), time(0)))

    state = state_at([always], now=utc(2026, 3, 23, 9))

    assert state.is_open is True
    assert len(openings([always], since=utc(2026, 3, 1), until=utc(2026, 3, 9))) == 1


def test_a_changed_day_has_its_own_hours_and_a_closed_day_none():
    rule = Rule(
        weekly([0]),
        NINE_TO_TWELVE,
        changes=(
            DayChange(MONDAY, None, "Betriebsausflug"),
            DayChange(date(2026, 3, 24), Hours(time(14), time(15))),
        ),
    )

    found = openings([rule], since=utc(2026, 3, 23), until=utc(2026, 3, 29))

    assert found == [Opening(utc(2026, 3, 24, 13), utc(2026, 3, 24, 14))]


def test_a_holiday_closes_unless_the_rule_says_otherwise():
    holiday = [MONDAY]
    closed = Rule(weekly([0]), NINE_TO_TWELVE)
    always = Rule(weekly([0]), NINE_TO_TWELVE, closed_on_holidays=False)
    now = utc(2026, 3, 23, 9)

    assert state_at([closed], now=now, closed_days=holiday).is_open is False
    assert state_at([always], now=now, closed_days=holiday).is_open is True


def test_a_rule_holds_only_between_its_days():
    rule = Rule(
        weekly(range(7)),
        NINE_TO_TWELVE,
        valid_from=MONDAY,
        valid_until=MONDAY + timedelta(days=1),
    )

    days = list(days_of(rule, first=date(2026, 3, 1), last=date(2026, 3, 31)))

    assert days == [MONDAY, MONDAY + timedelta(days=1)]


def test_every_second_week_and_the_first_tuesday_are_counted_right():
    second = Rule(weekly([0], every=2), NINE_TO_TWELVE, valid_from=MONDAY)
    tuesday = Rule("FREQ=MONTHLY;BYDAY=1TU", NINE_TO_TWELVE)
    april = {"first": date(2026, 4, 1), "last": date(2026, 4, 30)}

    assert list(days_of(second, **april)) == [date(2026, 4, 6), date(2026, 4, 20)]
    assert list(days_of(tuesday, **april)) == [date(2026, 4, 7)]


def test_by_appointment_is_never_open_now():
    state = state_at([Rule(weekly([0]), None)], now=utc(2026, 3, 23, 9))

    assert (state.is_open, state.changes_at) == (False, None)


def test_two_rules_that_touch_are_one_opening():
    morning = Rule(weekly([0]), NINE_TO_TWELVE)
    noon = Rule(weekly([0]), Hours(time(12), time(14)))

    state = state_at([morning, noon], now=utc(2026, 3, 23, 9))

    assert state.changes_at == utc(2026, 3, 23, 13)


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "montags",
        "FREQ=HOURLY",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=MONTHLY",
        "FREQ=DAILY;BYHOUR=9",
    ],
)
def test_an_unreadable_rule_is_refused(rule):
    with pytest.raises(UnreadableRule):
        check(rule)


def test_a_rule_needs_a_day():
    with pytest.raises(UnreadableRule):
        weekly([])


@settings(deadline=None)  # the clock says nothing here
@given(st.sets(st.integers(0, 6), min_size=1), st.integers(0, 10_000))
def test_counting_and_the_library_find_the_same_days(days, offset):
    first = date(2020, 1, 1) + timedelta(days=offset)
    last = first + timedelta(days=20)
    fast = Rule(weekly(days), NINE_TO_TWELVE)
    slow = Rule(f"{weekly(days)};INTERVAL=1", NINE_TO_TWELVE)

    assert weekdays_of(fast.rrule) == tuple(sorted(days))
    assert list(days_of(fast, first=first, last=last)) == list(
        days_of(slow, first=first, last=last)
    )
