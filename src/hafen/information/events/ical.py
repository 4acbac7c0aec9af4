"""Calendars of RFC 5545: our events as a feed, and what a feed says.

A series stays a series: rule, dropped days (EXDATE) and changed dates
(RECURRENCE-ID) with wall times in a named zone, so that a calendar program
shows the right hour in the week in which the clocks change.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar

from hafen.core.db.lines import many_lines, one_line
from hafen.information.events import recurrence
from hafen.information.events.recurrence import DAY, Change, Series

_PRODUCT = "-//Hafen//Events//DE"
# A foreign calendar with more is no calendar of a partner.
MOST_EVENTS = 2_000
When = date | datetime


class Unreadable(ValueError):
    """The text is no calendar of RFC 5545."""


@dataclass(frozen=True)
class Entry:
    """One event of a calendar.

    :param uid: the same at each reading
    """

    uid: str
    title: str
    series: Series
    description: str = ""
    place: str = ""
    address: str = ""
    categories: tuple[str, ...] = ()
    is_cancelled: bool = False
    changed_at: datetime | None = None


def write(entries: Iterable[Entry], *, name: str) -> bytes:
    """Return the calendar; zones come with it."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    # The library escapes no text of a property that it does not know.
    for title in ("name", "x-wr-calname"):
        calendar.add(title, icalendar.vText(one_line(name)))
    for entry in entries:
        for component in _components(entry):
            calendar.add_component(component)
    calendar.add_missing_timezones()
    written: bytes = calendar.to_ical()
    return written


def _components(entry: Entry) -> Iterable[icalendar.Event]:
    series = entry.series
    first = _component(entry, series.first_day, series.starts, series.ends)
    if series.rule:
        first.add("rrule", icalendar.vRecur.from_ical(_whole_rule(series)))
        for day in sorted(series.dropped):
            first.add("exdate", _moment(series, day, series.starts))
    yield first
    for change in series.changes:
        yield _changed(entry, change)


def _changed(entry: Entry, change: Change) -> icalendar.Event:
    series = entry.series
    starts = change.starts if change.starts is not None else series.starts
    ends = change.ends if change.ends is not None else series.ends
    own = replace(
        entry,
        place=change.place or entry.place,
        is_cancelled=change.is_cancelled or entry.is_cancelled,
    )
    component = _component(own, change.new_day or change.day, starts, ends)
    if series.rule:
        component.add("recurrence-id", _moment(series, change.day, series.starts))
    if change.note:
        component.add("comment", one_line(change.note))
    return component


def _component(
    entry: Entry, day: date, starts: time | None, ends: time | None
) -> icalendar.Event:
    series = entry.series
    last = day + (series.last_day - series.first_day)
    component = icalendar.Event()
    component.add("uid", entry.uid)
    component.add("dtstamp", entry.changed_at or datetime(2000, 1, 1, tzinfo=UTC))
    component.add("summary", one_line(entry.title))
    component.add("dtstart", _moment(series, day, starts))
    if starts is None:
        component.add("dtend", last + DAY)
    elif ends is not None:
        component.add("dtend", _moment(series, last, ends))
    for name in ("description", "location", "url"):
        source = {"location": "place", "url": "address"}.get(name, name)
        if text := getattr(entry, source):
            component.add(
                name, _lines(text) if name == "description" else one_line(text)
            )
    if entry.categories:
        component.add("categories", [one_line(each) for each in entry.categories])
    component.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    return component


def _lines(text: str) -> str:
    """Return a text whose lines end in one way, as the calendar gives them back."""
    return many_lines(text.replace("\r\n", "\n").replace("\r", "\n"))


def _moment(series: Series, day: date, wall: time | None) -> When:
    if wall is None:
        return day
    return datetime.combine(day, wall, tzinfo=ZoneInfo(series.zone))


def _whole_rule(series: Series) -> str:
    if series.count is not None:
        return f"{series.rule};COUNT={series.count}"
    if series.until is None:
        return series.rule
    if series.starts is None:
        return f"{series.rule};UNTIL={series.until:%Y%m%d}"
    last = recurrence.instant(series.until, series.starts, ZoneInfo(series.zone))
    return f"{series.rule};UNTIL={last:%Y%m%dT%H%M%SZ}"


def read(text: bytes | str, *, zone: str) -> list[Entry]:
    """
    Return the events of a calendar; changed dates are put to their series.

    :param zone: for times that name none and for those in UTC
    :raises Unreadable: when it is no calendar
    """
    try:
        calendar = icalendar.Calendar.from_ical(text)
        components = [
            part for part in calendar.walk("VEVENT") if part.get("dtstart") is not None
        ]
    except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        raise Unreadable from error
    by_uid: dict[str, list[Any]] = {}
    for part in components[:MOST_EVENTS]:
        by_uid.setdefault(str(part.get("uid", "")), []).append(part)
    found = []
    for uid, parts in by_uid.items():
        entry = _entry(uid, parts, zone) if uid else None
        if entry is not None:
            found.append(entry)
    return found


def _entry(uid: str, parts: list[Any], zone: str) -> Entry | None:
    masters = [part for part in parts if part.get("recurrence-id") is None]
    if not masters:
        return None
    [main, *_rest] = masters
    try:
        series = _series(main, zone)
        changes = [
            _change(part, series)
            for part in parts
            if part.get("recurrence-id") is not None
        ]
    except (recurrence.UnreadableRule, ValueError, KeyError, AttributeError):
        return None
    return Entry(
        uid=uid[:250],
        title=one_line(str(main.get("summary", "")))[:200] or "–",
        series=replace(series, changes=tuple(changes)),
        description=many_lines(str(main.get("description", ""))),
        place=one_line(str(main.get("location", "")))[:200],
        address=str(main.get("url", ""))[:500],
        categories=tuple(_categories(main)),
        is_cancelled=_is_cancelled(main),
        changed_at=_stamp(main),
    )


def _series(main: Any, zone: str) -> Series:
    start: When = main.decoded("dtstart")
    is_timed = isinstance(start, datetime)
    own_zone = _zone_of(start, zone)
    first, starts = _wall(start, own_zone)
    end = _end(main, start)
    last, ends = _wall(end, own_zone)
    if not is_timed:
        last = max(last - DAY, first)
    rule, until, count = _rule(main, own_zone)
    if rule:
        first_hit = recurrence.first_day_of(rule, first)
        last, first = last + (first_hit - first), first_hit
    return Series(
        first_day=first,
        last_day=max(last, first),
        starts=starts,
        ends=ends if is_timed else None,
        zone=own_zone,
        rule=rule,
        until=until,
        count=count,
        dropped=frozenset(_wall(day, own_zone)[0] for day in _dropped(main)),
    )


def _end(part: Any, start: When) -> When:
    if part.get("dtend") is not None:
        end: When = part.decoded("dtend")
        return end
    if part.get("duration") is not None:
        length: timedelta = part.decoded("duration")
        return start + length
    return start if isinstance(start, datetime) else start + DAY


def _zone_of(moment: When, fallback: str) -> str:
    """Return the named zone of a time; UTC and offsets mean the town's clock."""
    if isinstance(moment, datetime) and isinstance(moment.tzinfo, ZoneInfo):
        key = moment.tzinfo.key
        return fallback if key in {"UTC", "Etc/UTC"} else key
    return fallback


def _wall(moment: When, zone: str) -> tuple[date, time | None]:
    if not isinstance(moment, datetime):
        return moment, None
    if moment.tzinfo is not None:
        moment = moment.astimezone(ZoneInfo(zone))
    return moment.date(), moment.time().replace(tzinfo=None)


def _rule(main: Any, zone: str) -> tuple[str, date | None, int | None]:
    found = main.get("rrule")
    if found is None:
        return "", None, None
    parts: Mapping[str, Any] = found[0] if isinstance(found, list) else found
    until = [_wall(moment, zone)[0] for moment in parts.get("UNTIL", [])]
    count = [int(number) for number in parts.get("COUNT", [])]
    kept: Any = icalendar.vRecur(
        {name: value for name, value in parts.items() if name not in {"UNTIL", "COUNT"}}
    )
    rule = recurrence.check(kept.to_ical().decode())
    return rule, next(iter(until), None), next(iter(count), None)


def _dropped(main: Any) -> Iterable[When]:
    found = main.get("exdate", [])
    for group in found if isinstance(found, list) else [found]:
        for each in group.dts:
            yield each.dt


def _change(part: Any, series: Series) -> Change:
    day, _time = _wall(part.decoded("recurrence-id"), series.zone)
    start: When = part.decoded("dtstart")
    first, starts = _wall(start, series.zone)
    _last, ends = _wall(_end(part, start), series.zone)
    return Change(
        day=day,
        is_cancelled=_is_cancelled(part),
        new_day=first if first != day else None,
        starts=starts if starts != series.starts else None,
        ends=ends if starts is not None and ends != series.ends else None,
        place=one_line(str(part.get("location", "")))[:200],
        note=one_line(str(part.get("comment", "")))[:300],
    )


def _is_cancelled(part: Any) -> bool:
    return str(part.get("status", "")).upper() == "CANCELLED"


def _categories(part: Any) -> Iterable[str]:
    found = part.get("categories", [])
    for group in found if isinstance(found, list) else [found]:
        yield from (one_line(str(each)) for each in getattr(group, "cats", []))


def _stamp(part: Any) -> datetime | None:
    for name in ("last-modified", "dtstamp"):
        if part.get(name) is not None:
            moment = part.decoded(name)
            if isinstance(moment, datetime) and moment.tzinfo is not None:
                return moment
    return None
