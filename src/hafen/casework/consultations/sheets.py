from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.casework.consultations.words import Words
from hafen.core.db.sheets import Column, Sheet


def day_sheet(known: Words) -> Sheet:
    """Return the list of a day; on paper with room to write by hand."""
    blank = (_("Topics"), _("Result"), _("Minutes"))
    title = _("Consultation hour")
    return Sheet("consultation-day", title, _columns(known), blank=blank)


def visits_sheet(known: Words) -> Sheet:
    """Return the list of a period, with day and site."""
    where = (
        Column(_("Day"), lambda row: row.day, 12),
        Column(_("Site"), lambda row: row.site.name),
    )
    title = _("Visits of a period")
    return Sheet("consultation-visits", title, (*where, *_columns(known)))


def _columns(known: Words) -> tuple[Column, ...]:
    return (
        Column(_("Number"), lambda row: row.number, 8),
        Column(_("Came at"), lambda row: clock(row.came_at), 10),
        Column(_("Called at"), lambda row: clock(row.called_at), 10),
        Column(_("Waited (minutes)"), lambda row: row.waited_minutes, 10),
        Column(_("Person"), lambda row: row.client_name or row.household_name),
        Column(_("Language"), lambda row: known.language(row.language), 14),
        Column(_("Topic"), lambda row: known.topic(row.topic)),
        Column(_("Adviser"), adviser),
        Column(pgettext_lazy("visit", "State"), lambda row: row.get_state_display()),
    )


def clock(instant: Any) -> str:
    return time_format(timezone.localtime(instant)) if instant else ""


def adviser(row: Any) -> str:
    if row.called_by:
        return str(row.called_by.name)
    if row.appointment:
        return str(row.appointment.adviser.name)
    return row.wanted.who if row.wanted else ""


def load_sheet(weekdays: Mapping[int, Any], marks: Mapping[str, Any]) -> Sheet:
    return Sheet(
        "consultation-load",
        _("Load of the consultation hours"),
        (
            Column(_("Weekday"), lambda slot: weekdays[slot.weekday], 14),
            Column(_("From"), lambda slot: time_format(slot.opens), 8),
            Column(_("Until"), lambda slot: time_format(slot.closes), 8),
            Column(_("Days open"), lambda slot: slot.days, 10),
            Column(_("Visits"), lambda slot: slot.visits, 10),
            Column(_("Visits per hour"), lambda slot: round(slot.per_hour, 1), 10),
            Column(_("Mean wait (minutes)"), lambda slot: slot.mean_wait, 10),
            Column(_("Left before"), lambda slot: slot.left, 10),
            Column(_("Courses at that time"), lambda slot: slot.courses, 10),
            Column(
                _("Interpreters in a course of their own"),
                lambda slot: slot.interpreters,
                10,
            ),
            Column(_("Judgement"), lambda slot: marks[slot.mark], 14),
        ),
    )


def plan_sheet(known: Words) -> Sheet:
    return Sheet(
        "desk-plan",
        _("Desk plan"),
        (
            Column(_("Day"), lambda hour: hour.day, 12),
            Column(_("From"), lambda hour: time_format(hour.row.begins), 8),
            Column(_("Until"), lambda hour: time_format(hour.row.ends), 8),
            Column(_("Adviser"), lambda hour: hour.row.who),
            Column(_("Organisation"), organisation, 24),
            Column(_("Languages"), lambda hour: known.languages_of(hour.row)),
            Column(_("Topics"), lambda hour: known.topics_of(hour.row), 30),
            Column(_("Site"), lambda hour: hour.row.site.name),
            Column(_("Room or counter"), lambda hour: hour.row.room, 12),
        ),
    )


def organisation(hour: Any) -> str:
    return hour.row.organisation.name if hour.row.organisation else ""


def talks_sheet(known: Words) -> Sheet:
    return Sheet(
        "contacts-of-a-household",
        _("Contacts with the household"),
        (
            Column(_("Day"), lambda row: row.day, 12),
            Column(_("Person"), lambda row: row.client.name if row.client else ""),
            Column(_("Channel"), lambda row: known.channel(row), 16),
            Column(_("Topics"), lambda row: known.topics_of(row.talk), 30),
            Column(_("Result"), lambda row: known.result(row), 20),
            Column(_("Minutes"), lambda row: row.talk and row.talk.minutes, 10),
            Column(_("Recorded by"), lambda row: known.recorder(row)),
        ),
    )


def appointments_sheet(known: Words) -> Sheet:
    return Sheet(
        "appointments-by-arrangement",
        _("Appointments"),
        (
            Column(_("Day"), lambda row: row.starts_at, 16),
            Column(_("Until"), lambda row: clock(row.ends_at), 8),
            Column(_("Adviser"), lambda row: row.adviser.name),
            Column(_("Person"), who),
            Column(_("Language and topic"), known.of_appointment, 30),
            Column(_("Site"), lambda row: row.site.name),
            Column(
                pgettext_lazy("appointment by arrangement", "State"),
                lambda row: row.get_state_display(),
            ),
        ),
    )


def who(row: Any) -> str:
    return str(row.client_name or row.household_name or row.code)
