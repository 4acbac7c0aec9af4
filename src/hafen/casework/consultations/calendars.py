"""An appointment for somebody's calendar (RFC 5545), without who and what for."""

from datetime import datetime
from urllib.parse import urlsplit

import icalendar
from django.conf import settings
from django.utils.translation import gettext as _

from hafen.casework.consultations.models import Appointment
from hafen.core.db.lines import one_line
from hafen.core.mail.notices import Invitation
from hafen.core.places.models import Site

_PRODUCT = "-//Hafen//Consultations//DE"


def calendar_of(row: Appointment, *, now: datetime) -> bytes:
    """Return the file of one appointment."""
    return _written(row, "PUBLISH", now=now)


def invitation(row: Appointment, *, email: str, now: datetime) -> Invitation:
    """Return what a mail carries: the date, or its end."""
    method = "REQUEST" if row.is_living else "CANCEL"
    return Invitation(_written(row, method, email=email, now=now), method)


def place(site: Site) -> str:
    """Return where it is, in one line."""
    street = f"{site.street} {site.house_number}".strip()
    return ", ".join(part for part in (site.name, street) if part)[:200]


def _written(row: Appointment, method: str, *, email: str = "", now: datetime) -> bytes:
    calendar = icalendar.Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    event = icalendar.Event()
    host = urlsplit(settings.PUBLIC_URL).hostname or "localhost"
    event.add("uid", f"appointment-{row.pk}@{host}")
    event.add("sequence", row.version)
    event.add("dtstamp", now)
    event.add("dtstart", row.starts_at)
    event.add("dtend", row.ends_at)
    event.add("summary", _("Appointment"))
    event.add("location", one_line(place(row.site)))
    event.add("class", "PRIVATE")
    event.add("status", "CONFIRMED" if row.is_living else "CANCELLED")
    if email:
        _invite(event, row, email)
    calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written


def _invite(event: icalendar.Event, row: Appointment, email: str) -> None:
    town = row.municipality
    contact = town.contact.get("email") or settings.DEFAULT_FROM_EMAIL
    organiser = icalendar.vCalAddress(f"mailto:{one_line(contact)}")
    organiser.params["CN"] = one_line(town.name)
    event.add("organizer", organiser)
    attendee = icalendar.vCalAddress(f"mailto:{one_line(email)}")
    attendee.params["PARTSTAT"] = "ACCEPTED"
    event.add("attendee", attendee)
