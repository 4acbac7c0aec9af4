from datetime import UTC, date, datetime, time, timedelta

import icalendar
import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from hafen.information.events import ical, recurrence
from hafen.information.events.ical import Entry
from hafen.information.events.recurrence import LAST, Change, Pattern, Series
from hafen.information.events.wording import in_words

DAY = timedelta(days=1)


def series(first, rule="", **more):
    values = {"starts": time(9), "ends": time(12), "last_day": first} | more
    return Series(first_day=first, rule=rule, **values)


def days(found, *, first, last):
    return [m.first_day for m in recurrence.meetings(found, first=first, last=last)]


@pytest.mark.parametrize(
    ("pattern", "start", "expected"),
    [
        # 2026: the last working day of May is Friday 29, of August Monday 31.
        (
            Pattern("monthly_weekday", which=LAST),
            date(2026, 5, 1),
            [
                date(2026, 5, 29),
                date(2026, 6, 30),
                date(2026, 7, 31),
                date(2026, 8, 31),
            ],
        ),
        (
            Pattern("monthly_weekday", which=LAST, weekday=4),
            date(2026, 1, 1),
            [
                date(2026, 1, 30),
                date(2026, 2, 27),
                date(2026, 3, 27),
                date(2026, 4, 24),
            ],
        ),
        (
            Pattern("monthly_weekday", which=2, weekday=1, every=2),
            date(2026, 1, 1),
            [
                date(2026, 1, 13),
                date(2026, 3, 10),
                date(2026, 5, 12),
                date(2026, 7, 14),
            ],
        ),
        (
            Pattern("weekly", weekdays=(0, 3), every=2),
            date(2026, 3, 2),
            [date(2026, 3, 2), date(2026, 3, 5), date(2026, 3, 16), date(2026, 3, 19)],
        ),
    ],
)
def test_a3_01_recurrences_fall_on_the_days_that_people_mean(pattern, start, expected):
    rule = recurrence.rule_of(pattern)
    first = recurrence.first_day_of(rule, start)

    found = days(series(first, rule), first=start, last=start + 400 * DAY)

    assert found[:4] == expected
    assert recurrence.pattern_of(rule) == pattern


def test_nine_on_the_clock_stays_nine_when_the_clocks_change():
    weekly = series(date(2026, 3, 22), "FREQ=WEEKLY;BYDAY=SU")

    found = recurrence.meetings(weekly, first=date(2026, 3, 22), last=date(2026, 3, 29))

    assert [m.starts_at for m in found] == [
        datetime(2026, 3, 22, 8, tzinfo=UTC),
        datetime(2026, 3, 29, 7, tzinfo=UTC),
    ]


def test_a_time_that_the_clocks_skip_is_the_one_after_the_gap():
    night = series(date(2026, 3, 29), starts=time(2, 30), ends=time(4))

    (found,) = recurrence.meetings(
        night, first=date(2026, 3, 29), last=date(2026, 3, 29)
    )

    assert found.starts_at == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_all_day_events_last_from_midnight_to_midnight_of_the_zone():
    feast = series(
        date(2026, 10, 24), last_day=date(2026, 10, 25), starts=None, ends=None
    )

    (found,) = recurrence.meetings(
        feast, first=date(2026, 10, 24), last=date(2026, 10, 24)
    )

    assert found.ends_at - found.starts_at == timedelta(hours=49)


def test_dropped_called_off_and_moved_dates():
    found = recurrence.meetings(
        series(
            date(2026, 3, 2),
            "FREQ=WEEKLY;BYDAY=MO",
            count=4,
            dropped=frozenset({date(2026, 3, 9)}),
            changes=(
                Change(date(2026, 3, 16), is_cancelled=True),
                Change(date(2026, 3, 23), new_day=date(2026, 3, 24), starts=time(10)),
            ),
        ),
        first=date(2026, 1, 1),
        last=date(2026, 12, 31),
    )

    assert [(m.first_day.day, m.is_cancelled) for m in found] == [
        (2, False),
        (16, True),
        (24, False),
    ]


@pytest.mark.parametrize(
    "rule", ["FREQ=HOURLY", "FREQ=WEEKLY;BYDAY=XX", "never", "FREQ=DAILY;BYHOUR=1"]
)
def test_rules_that_nobody_can_keep_are_refused(rule):
    with pytest.raises(recurrence.UnreadableRule):
        recurrence.check(rule)


def entry(**more):
    values = {
        "uid": "abc@hafen",
        "title": "Café; für alle, immer",
        "description": "Zeile eins\nZeile zwei: ä, ö; العربية",
        "place": "Rathaus, Platz 1",
        "address": "https://hafen.example/x",
        "categories": ("Arbeit", "Familie"),
        "changed_at": datetime(2026, 1, 1, tzinfo=UTC),
    }
    return Entry(**values | more)


FEEDS = [
    # The week in which the clocks change, dropped and changed dates in it.
    series(
        date(2026, 3, 22),
        "FREQ=WEEKLY;BYDAY=SU",
        until=date(2026, 6, 28),
        dropped=frozenset({date(2026, 3, 29)}),
        changes=(Change(date(2026, 4, 5), new_day=date(2026, 4, 6), starts=time(11)),),
    ),
    series(date(2026, 5, 29), "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", count=9),
    series(date(2026, 10, 24), starts=None, ends=None, last_day=date(2026, 10, 25)),
    series(
        date(2026, 10, 24),
        "FREQ=YEARLY",
        starts=None,
        ends=None,
        until=date(2030, 12, 31),
        dropped=frozenset({date(2027, 10, 24)}),
    ),
    series(
        date(2026, 3, 2),
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH",
        changes=(Change(date(2026, 3, 5), is_cancelled=True),),
    ),
    series(
        date(2026, 3, 28), starts=time(22), ends=time(2), last_day=date(2026, 3, 29)
    ),
]


def told(found):
    """What a calendar program shows for two years."""
    return recurrence.meetings(found, first=date(2026, 1, 1), last=date(2028, 1, 1))


@pytest.mark.parametrize("given_series", FEEDS)
def test_a3_04_a_feed_passes_the_strict_parser_and_is_read_back_equal(given_series):
    written = ical.write([entry(series=given_series)], name="Musterhafen")

    strict = icalendar.Calendar.from_ical(written)
    assert not any(part.errors for part in strict.walk())
    assert max(map(len, written.split(b"\r\n"))) <= 75
    (again,) = ical.read(written, zone="Europe/Berlin")
    # A changed date carries the place of its series.
    place = entry(series=given_series).place
    assert [m.__class__(**vars(m) | {"place": ""}) for m in told(again.series)] == [
        m.__class__(**vars(m) | {"place": ""}) for m in told(given_series)
    ]
    assert again.series.rule == given_series.rule
    assert (again.title, again.description, again.place) == (
        entry(series=given_series).title,
        entry(series=given_series).description,
        place,
    )


@settings(max_examples=40, deadline=None)
@given(
    start=st.dates(date(2025, 1, 1), date(2027, 12, 31)),
    hour=st.integers(0, 22),
    weekdays=st.sets(st.integers(0, 6), min_size=1),
    every=st.integers(1, 4),
    count=st.one_of(st.none(), st.integers(1, 30)),
)
def test_every_weekly_series_survives_the_feed(start, hour, weekdays, every, count):
    rule = recurrence.rule_of(Pattern("weekly", every, weekdays=tuple(weekdays)))
    first = recurrence.first_day_of(rule, start)
    found = series(first, rule, starts=time(hour), ends=time(hour, 59), count=count)

    written = ical.write([entry(series=found, place="")], name="x")
    (again,) = ical.read(written, zone="Europe/Berlin")

    span = {"first": first, "last": first + 200 * DAY}
    assert recurrence.meetings(again.series, **span) == recurrence.meetings(
        found, **span
    )


@pytest.mark.parametrize("text", ["", "BEGIN:VCALENDAR", "<html>", "BEGIN:VEVENT\r\nX"])
def test_what_is_no_calendar_is_refused(text):
    with pytest.raises(ical.Unreadable):
        ical.read(text, zone="Europe/Berlin")


@pytest.mark.parametrize(
    ("every", "said"),
    [
        (1, "Щотижня: вівторок"),
        (2, "Кожні 2 тижні: вівторок"),
        (21, "Кожні 21 тижнів: вівторок"),
    ],
)
def test_every_week_says_no_number_and_every_21st_does(every, said):
    with translation.override("uk"):
        words = in_words(f"FREQ=WEEKLY;INTERVAL={every};BYDAY=TU")

    assert words.lower() == said.lower()
