"""A person's dates as iCalendar (RFC 5545), for the program they use anyway."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from icalendar import Calendar, Event, vText

from hafen.core.db.calendars import Dated
from hafen.core.db.lines import one_line


def as_calendar(
    dates: Iterable[Dated],
    *,
    title: str,
    host: str,
    now: datetime,
    again_after: timedelta,
) -> bytes:
    """Return the file.

    :param host: with its scheme, for the ways back and the ids of entries
    :param again_after: how often programs may ask for it
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Hafen//Desk//DE")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", vText(one_line(title)))
    calendar.add("refresh-interval", again_after, parameters={"VALUE": "DURATION"})
    name = host.partition("://")[2]
    for each in dates:
        event = Event()
        event.add("uid", f"{each.key}@{name}")
        event.add("dtstamp", now)
        event.add("dtstart", each.begins)
        if each.ends is not None:
            event.add("dtend", each.ends)
        event.add("summary", one_line(str(each.title)))
        event.add("class", "PRIVATE")
        # A day that is due blocks nobody's time.
        event.add("transp", "OPAQUE" if each.ends else "TRANSPARENT")
        if each.address:
            event.add("url", f"{host}{each.address}")
        calendar.add_component(event)
    return bytes(calendar.to_ical())
