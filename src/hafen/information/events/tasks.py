from django.utils import timezone

from hafen.core.db import context, work
from hafen.information.events.models import Event, ForeignCalendar
from hafen.information.events.services import (
    follow_places,
    lay_dates,
    read_calendar,
)


@work.every("25 1 * * *")
@work.task("events.lay_dates")
def lay() -> None:
    """Go on with the dates of series and offer places at the next ones."""
    municipality, now = context.current().municipality, timezone.now()
    events = Event.objects.filter(municipality=municipality).present()
    lay_dates(events=events.exclude(rule=""), now=now)
    for event in events.filter(has_registration=True).public():
        follow_places(event=event, by=None, now=now)


@work.every("10 */4 * * *")
@work.task("events.read_calendars", attempts=1)
def read_calendars() -> None:
    """Read the calendars that the town subscribed to."""
    municipality = context.current().municipality
    rows = ForeignCalendar.objects.filter(municipality=municipality)
    for calendar in rows.select_related("municipality"):
        read_calendar(calendar=calendar, now=timezone.now())
