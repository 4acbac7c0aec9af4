"""When something is open: the one source for every "open now" and every table.

Plain Python. A schedule is a rule of RFC 5545 with wall times in a zone, as a
person writes it on a door; instants come out of it only here. A day that the
clocks change therefore opens at nine on the clock, whatever that is in UTC.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from dateutil.rrule import rrule, rruleset, rrulestr

DAY = timedelta(days=1)
HORIZON = timedelta(days=35)
# "Every second week" without a beginning counts from this Monday, so that it
# means the same weeks on every day that it is asked.
_ANCHOR = date(2000, 1, 3)
# Validity has columns of its own, and a rule never speaks of hours.
_REFUSED = ("DTSTART", "UNTIL", "COUNT", "BYHOUR", "BYMINUTE", "BYSECOND", "\n")
_READ = ("FREQ=WEEKLY", "FREQ=MONTHLY", "FREQ=DAILY")
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True)
class Hours:
    """From one wall time to another; at or before the first: on the next day."""

    opens_at: time
    closes_at: time


@dataclass(frozen=True)
class DayChange:
    """One day that differs: other hours, or none at all."""

    day: date
    hours: Hours | None
    reason: str = ""


@dataclass(frozen=True)
class Rule:
    """Recurring hours with what differs on single days.

    :param rrule: the rule without DTSTART, such as `FREQ=WEEKLY;BYDAY=MO,TH`
    :param hours: None where it is by appointment: such a rule opens nothing
    :param closed_on_holidays: whether the closed days of the town count
    """

    rrule: str
    hours: Hours | None
    zone: str = "Europe/Berlin"
    valid_from: date | None = None
    valid_until: date | None = None
    closed_on_holidays: bool = True
    changes: tuple[DayChange, ...] = ()
    note: str = ""


@dataclass(frozen=True, order=True)
class Opening:
    """Open from one instant to another, the second not included."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class OpenState:
    """What a visitor is told now.

    :param changes_at: when the answer changes next; None: not within the horizon
    """

    is_open: bool
    changes_at: datetime | None


@dataclass(frozen=True)
class Pattern:
    """A rule as a person would say it: which weekdays, how often.

    :param every: each so many weeks
    :param nth: only that one of its kind in the month; -1 the last, 0 each one
    """

    days: tuple[int, ...]
    every: int = 1
    nth: int = 0


class UnreadableRule(ValueError):
    """The rule is none of RFC 5545, or one that never ends within a day."""


def weekly(days: Iterable[int], *, every: int = 1) -> str:
    """Return the rule for weekdays (Monday is 0), in every such week.

    :raises UnreadableRule: without any day
    """
    names = [WEEKDAYS[day] for day in sorted(set(days))]
    if not names:
        raise UnreadableRule
    interval = f"INTERVAL={every};" if every != 1 else ""
    return f"FREQ=WEEKLY;{interval}BYDAY={','.join(names)}"


def weekdays_of(rule: str) -> tuple[int, ...]:
    """Return the weekdays of a weekly rule; none for every other rule."""
    parts = dict(part.split("=", 1) for part in rule.split(";") if "=" in part)
    if parts.get("FREQ") != "WEEKLY":
        return ()
    named = parts.get("BYDAY", "").split(",")
    return tuple(WEEKDAYS.index(name) for name in named if name in WEEKDAYS)


def monthly(days: Iterable[int], *, nth: int) -> str:
    """Return the rule for the nth such weekdays of each month; -1 is the last.

    :raises UnreadableRule: without any day
    """
    names = [f"{nth}{WEEKDAYS[day]}" for day in sorted(set(days))]
    if not names:
        raise UnreadableRule
    return f"FREQ=MONTHLY;BYDAY={','.join(names)}"


def pattern_of(rule: str) -> Pattern | None:
    """Return what the rule says; None where weekdays alone cannot say it."""
    days = weekdays_of(rule)
    every = re.search(r"INTERVAL=(\d+)", rule)
    weeks = Pattern(days, every=int(every[1]) if every else 1)
    if days and rule == weekly(days, every=weeks.every):
        return weeks
    named = re.findall(r"(-?\d)([A-Z]{2})(?=[,;]|$)", rule)
    if not rule.startswith("FREQ=MONTHLY") or len({nth for nth, _ in named}) != 1:
        return None
    days = tuple(WEEKDAYS.index(day) for _, day in named if day in WEEKDAYS)
    found = Pattern(days, nth=int(named[0][0]))
    return found if days and rule == monthly(days, nth=found.nth) else None


def check(rule: str) -> str:
    """Return the rule in its kept form.

    :raises UnreadableRule: when it cannot be read, or repeats within a day
    """
    kept = rule.strip().upper().removeprefix("RRULE:")
    if not kept.startswith(_READ) or any(part in kept for part in _REFUSED):
        raise UnreadableRule
    if not kept.startswith("FREQ=DAILY") and "BY" not in kept:
        # It would fall on the day on which somebody happened to begin it.
        raise UnreadableRule
    try:
        _rule(kept, _ANCHOR)
    except (ValueError, TypeError, AttributeError) as error:
        raise UnreadableRule from error
    return kept


@lru_cache(maxsize=2048)
def _rule(text: str, starts_on: date) -> rrule | rruleset:
    return rrulestr(text, dtstart=datetime.combine(starts_on, time()))


def days_of(rule: Rule, *, first: date, last: date) -> Iterator[date]:
    """Yield the days on which the rule itself falls, both ends included."""
    first = max(first, rule.valid_from or first)
    last = min(last, rule.valid_until or last)
    if first > last:
        return
    simple = weekdays_of(rule.rrule)
    if simple and rule.rrule == weekly(simple):
        # Nearly every rule is this one, and counting is fifty times faster.
        for offset in range((last - first).days + 1):
            day = first + offset * DAY
            if day.weekday() in simple:
                yield day
        return
    counted_from = _ANCHOR if "INTERVAL" in rule.rrule else first
    recurrence = _rule(rule.rrule, rule.valid_from or counted_from)
    start, end = datetime.combine(first, time()), datetime.combine(last, time())
    for moment in recurrence.between(start, end, inc=True):
        yield moment.date()


def hours_on(
    rule: Rule, *, first: date, last: date, closed_days: Collection[date] = ()
) -> list[tuple[date, Hours]]:
    """Return the days and wall times of a rule, with what differs, in order."""
    if rule.hours is None:
        return []
    changed = {change.day: change.hours for change in rule.changes}
    found = {
        day: rule.hours
        for day in days_of(rule, first=first, last=last)
        if day not in changed and not (rule.closed_on_holidays and day in closed_days)
    }
    found |= {
        day: hours for day, hours in changed.items() if hours and first <= day <= last
    }
    return sorted(found.items(), key=lambda entry: entry[0])


def openings(
    rules: Iterable[Rule],
    *,
    since: datetime,
    until: datetime,
    closed_days: Collection[date] = (),
) -> list[Opening]:
    """Return when it is open between two instants, in order, overlaps united."""
    found = [
        opening
        for rule in rules
        for opening in _openings_of(rule, since, until, closed_days)
        if opening.ends_at > since and opening.starts_at < until
    ]
    return _united(found)


def _openings_of(
    rule: Rule, since: datetime, until: datetime, closed_days: Collection[date]
) -> Iterator[Opening]:
    zone = ZoneInfo(rule.zone)
    # A night before counts too: it may last into the first morning.
    first = since.astimezone(zone).date() - DAY
    last = until.astimezone(zone).date()
    for day, hours in hours_on(rule, first=first, last=last, closed_days=closed_days):
        ends_on = day if hours.closes_at > hours.opens_at else day + DAY
        starts_at = _instant(day, hours.opens_at, zone)
        ends_at = _instant(ends_on, hours.closes_at, zone)
        if ends_at > starts_at:
            yield Opening(starts_at, ends_at)


def _instant(day: date, wall: time, zone: ZoneInfo) -> datetime:
    """Return the instant; a time that the clocks skip is the one after the gap."""
    return datetime.combine(day, wall, tzinfo=zone).astimezone(UTC)


def _united(found: Sequence[Opening]) -> list[Opening]:
    united: list[Opening] = []
    for opening in sorted(found):
        if united and opening.starts_at <= united[-1].ends_at:
            longer = max(united[-1].ends_at, opening.ends_at)
            united[-1] = Opening(united[-1].starts_at, longer)
        else:
            united.append(opening)
    return united


def state_at(
    rules: Iterable[Rule],
    *,
    now: datetime,
    closed_days: Collection[date] = (),
    horizon: timedelta = HORIZON,
) -> OpenState:
    """Return whether it is open now, and the instant at which that changes."""
    until = now + horizon
    for opening in openings(rules, since=now, until=until, closed_days=closed_days):
        if opening.starts_at <= now:
            return OpenState(is_open=True, changes_at=opening.ends_at)
        return OpenState(is_open=False, changes_at=opening.starts_at)
    return OpenState(is_open=False, changes_at=None)
