"""When an event takes place: rules of RFC 5545 with wall times in a zone.

Plain Python. Nine on the clock stays nine when the clocks change; instants come
out of here only. A rule always falls on the first day, so that a calendar
program, which counts that day too, shows the same dates as we do.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import islice
from zoneinfo import ZoneInfo

from dateutil.rrule import rrule, rruleset, rrulestr

DAY = timedelta(days=1)
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WORKING_DAYS = "MO,TU,WE,TH,FR"
LAST = -1
# A rule that falls on no day within ten years falls on none that matters.
_FURTHEST = 3_660
_REFUSED = ("DTSTART", "BYHOUR", "BYMINUTE", "BYSECOND", "\n", "SECONDLY", "HOURLY")
_REFUSED_FREQUENCY = ("FREQ=SECONDLY", "FREQ=MINUTELY", "FREQ=HOURLY")


class UnreadableRule(ValueError):
    """The rule is none of RFC 5545, repeats within a day, or never falls."""


@dataclass(frozen=True)
class Pattern:
    """A recurrence as a person says it.

    :param repeats: "daily", "weekly", "monthly_date", "monthly_weekday", "yearly"
    :param weekdays: Monday is 0; for weekly ones
    :param which: the 1st to 4th of the month, or `LAST`
    :param weekday: which weekday of the month; None: working day
    """

    repeats: str
    every: int = 1
    weekdays: tuple[int, ...] = ()
    which: int = 1
    weekday: int | None = None


@dataclass(frozen=True)
class Change:
    """One date of a series that differs.

    :param day: the day on which the rule falls
    :param new_day: None: it takes place on its own day
    """

    day: date
    is_cancelled: bool = False
    new_day: date | None = None
    starts: time | None = None
    ends: time | None = None
    place: str = ""
    note: str = ""


@dataclass(frozen=True)
class Series:
    """All dates of one event.

    :param last_day: of the first date, where one date lasts several days
    :param starts: None: all day
    :param rule: without DTSTART, UNTIL and COUNT; empty: once
    :param dropped: days that the rule hits and that are no dates (EXDATE)
    """

    first_day: date
    last_day: date
    starts: time | None
    ends: time | None
    zone: str = "Europe/Berlin"
    rule: str = ""
    until: date | None = None
    count: int | None = None
    dropped: frozenset[date] = frozenset()
    changes: tuple[Change, ...] = field(default=())


@dataclass(frozen=True)
class Meeting:
    """One date: on the calendar of the zone, and as instants."""

    original_day: date
    first_day: date
    last_day: date
    starts_at: datetime
    ends_at: datetime
    is_all_day: bool
    is_cancelled: bool = False
    is_changed: bool = False
    place: str = ""
    note: str = ""


def rule_of(pattern: Pattern) -> str:
    """Return the rule for what a person said; empty for what happens once.

    :raises UnreadableRule: when a weekly one names no weekday
    """
    if pattern.repeats == "weekly" and not pattern.weekdays:
        raise UnreadableRule
    days = ",".join(WEEKDAYS[day] for day in sorted(set(pattern.weekdays)))
    which = _of_the_month(pattern) if pattern.repeats == "monthly_weekday" else ""
    frequencies = {
        "daily": "FREQ=DAILY{every}",
        "weekly": "FREQ=WEEKLY{every};BYDAY={days}",
        "monthly_weekday": "FREQ=MONTHLY{every}{which}",
        "monthly_date": "FREQ=MONTHLY{every}",
        "yearly": "FREQ=YEARLY{every}",
    }
    every = f";INTERVAL={pattern.every}" if pattern.every > 1 else ""
    text = frequencies.get(pattern.repeats, "")
    return text.format(every=every, days=days, which=which)


def _of_the_month(pattern: Pattern) -> str:
    if pattern.weekday is None:
        return f";BYDAY={WORKING_DAYS};BYSETPOS={pattern.which}"
    return f";BYDAY={pattern.which}{WEEKDAYS[pattern.weekday]}"


def pattern_of(rule: str) -> Pattern | None:
    """Return a rule as the form shows it; None for one that the form cannot say."""
    if not rule:
        return None
    parts = dict(part.split("=", 1) for part in rule.split(";") if "=" in part)
    every = int(parts.pop("INTERVAL", "1"))
    parts.pop("WKST", "")
    for candidate in _candidates(parts, every):
        try:
            same = dict(p.split("=", 1) for p in rule_of(candidate).split(";"))
        except (UnreadableRule, ValueError):
            continue
        same.pop("INTERVAL", "")
        if same == parts:
            return candidate
    return None


def _candidates(parts: dict[str, str], every: int) -> Iterator[Pattern]:
    names = parts.get("BYDAY", "").split(",")
    days = tuple(WEEKDAYS.index(name) for name in names if name in WEEKDAYS)
    for repeats in ("daily", "weekly", "monthly_date", "yearly"):
        yield Pattern(repeats, every, weekdays=days)
    for which in (1, 2, 3, 4, LAST):
        for weekday in (None, *range(7)):
            yield Pattern("monthly_weekday", every, which=which, weekday=weekday)


def check(rule: str) -> str:
    """Return the rule in its kept form.

    :raises UnreadableRule: when it cannot be read or repeats within a day
    """
    kept = rule.strip().upper().removeprefix("RRULE:")
    if not kept:
        return ""
    if kept.startswith(_REFUSED_FREQUENCY) or any(part in kept for part in _REFUSED):
        raise UnreadableRule
    try:
        _rule(kept, date(2000, 1, 3))
    except (ValueError, TypeError, AttributeError, KeyError) as error:
        raise UnreadableRule from error
    return kept


@lru_cache(maxsize=1024)
def _rule(text: str, first: date) -> rrule | rruleset:
    return rrulestr(text, dtstart=datetime.combine(first, time()))


def first_day_of(rule: str, wanted: date) -> date:
    """Return the first day from the wanted one on that the rule falls on.

    :raises UnreadableRule: when there is none within ten years
    """
    if not rule:
        return wanted
    limit = datetime.combine(wanted + _FURTHEST * DAY, time())
    found = next(iter(_rule(rule, wanted)), None)
    if found is None or found > limit:
        raise UnreadableRule
    return found.date()


def days_of(series: Series, *, first: date, last: date) -> Iterator[date]:
    """Yield the days of the rule between two days, dropped ones left out."""
    if not series.rule:
        if first <= series.first_day <= last:
            yield series.first_day
        return
    found: Iterable[datetime] = _rule(series.rule, series.first_day)
    if series.count is not None:
        found = islice(found, series.count)
    for moment in found:
        day = moment.date()
        if day > last or (series.until is not None and day > series.until):
            return
        if day >= first and day not in series.dropped:
            yield day


def meetings(series: Series, *, first: date, last: date) -> list[Meeting]:
    """Return the dates between two days, with what differs, in their order.

    A date that was moved out of the span stays in; one that was moved in as well.
    """
    changes = {change.day: change for change in series.changes}
    days = set(days_of(series, first=first, last=last))
    found = [_meeting(series, day, changes.get(day)) for day in days]
    return sorted(found, key=lambda each: (each.starts_at, each.original_day))


def _meeting(series: Series, day: date, change: Change | None) -> Meeting:
    own = change or Change(day)
    first = own.new_day or day
    last = first + (series.last_day - series.first_day)
    starts = own.starts if own.starts is not None else series.starts
    ends = own.ends if own.ends is not None else series.ends
    zone = ZoneInfo(series.zone)
    is_all_day = starts is None
    begin = instant(first, starts or time(), zone)
    if is_all_day:
        end = instant(last + DAY, time(), zone)
    else:
        end = instant(last, ends or starts or time(), zone)
    return Meeting(
        original_day=day,
        first_day=first,
        last_day=last,
        starts_at=begin,
        ends_at=max(end, begin),
        is_all_day=is_all_day,
        is_cancelled=own.is_cancelled,
        is_changed=change is not None and not own.is_cancelled,
        place=own.place,
        note=own.note,
    )


def instant(day: date, wall: time, zone: ZoneInfo) -> datetime:
    """Return the instant; a time that the clocks skip is the one after the gap."""
    return datetime.combine(day, wall, tzinfo=zone).astimezone(UTC)
