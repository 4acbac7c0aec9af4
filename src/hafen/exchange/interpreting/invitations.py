"""Appointments for the calendars of people (RFC 5545), without client data.

A mailed invitation is REQUEST, with a higher SEQUENCE after each change, and
CANCEL when it is off; the private feed is PUBLISH.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from urllib.parse import urlsplit

import icalendar
from django.conf import settings
from django.utils.translation import gettext as _

from hafen.core.db.lines import one_line
from hafen.core.mail.notices import Invitation
from hafen.exchange.interpreting.models import Appointment

_PRODUCT = "-//Hafen//Interpreting//DE"


def invitation(rows: Sequence[Appointment], *, email: str, now: datetime) -> Invitation:
    """Return the invitation of whoever comes, or its end, for one or several dates.

    RFC 5546 wants one date in each; a mail carries one calendar, and the people who
    read it want one mail. Calendars that take the first date alone miss the others.
    """
    method = "REQUEST" if rows[0].is_confirmed else "CANCEL"
    calendar = _calendar(method)
    for row in rows:
        calendar.add_component(_invited(row, email, now=now))
    return Invitation(calendar.to_ical(), method)


def _invited(appointment: Appointment, email: str, *, now: datetime) -> icalendar.Event:
    is_on = appointment.is_confirmed
    event = _event(appointment, now=now)
    event.add("status", "CONFIRMED" if is_on else "CANCELLED")
    contact = (
        appointment.municipality.contact.get("email") or settings.DEFAULT_FROM_EMAIL
    )
    organiser = icalendar.vCalAddress(f"mailto:{one_line(contact)}")
    organiser.params["CN"] = one_line(appointment.municipality.name)
    event.add("organizer", organiser)
    attendee = icalendar.vCalAddress(f"mailto:{one_line(email)}")
    attendee.params["PARTSTAT"] = "ACCEPTED"
    event.add("attendee", attendee)
    return event


def feed(jobs: Iterable[Appointment], *, now: datetime) -> bytes:
    """Return the private calendar of an interpreter."""
    calendar = _calendar("PUBLISH")
    calendar.add("x-wr-calname", icalendar.vText(_("Interpreting")))
    for job in jobs:
        calendar.add_component(_event(job, now=now))
    written: bytes = calendar.to_ical()
    return written


def _calendar(method: str) -> icalendar.Calendar:
    calendar = icalendar.Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    return calendar


def _event(appointment: Appointment, *, now: datetime) -> icalendar.Event:
    """Return one entry: time and place, no institution, no subject, no code."""
    event = icalendar.Event()
    host = urlsplit(settings.PUBLIC_URL).hostname or "localhost"
    event.add("uid", f"interpreting-{appointment.pk}@{host}")
    event.add("sequence", appointment.sequence)
    event.add("dtstamp", now)
    event.add("dtstart", appointment.starts_at)
    event.add("dtend", appointment.ends_at)
    event.add("summary", _("Interpreting"))
    if appointment.is_on_site and appointment.place:
        event.add("location", one_line(appointment.place))
    event.add("class", "PRIVATE")
    return event
