"""Recurrences in words, in the active language."""

from datetime import date

from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hafen.core.db.languages import comma
from hafen.information.events.recurrence import LAST, Pattern, pattern_of

# From here on languages use the form of many whatever the last digit is.
_NO_ONE_IN_IT = 20


def in_words(rule: str, *, until: date | None = None) -> str:
    """Return a rule as a sentence; empty for what happens once."""
    if not rule:
        return ""
    pattern = pattern_of(rule)
    said = _said(pattern) if pattern else _("On several days")
    if until is None:
        return said
    return _("%(rule)s, until %(day)s") % {
        "rule": said,
        "day": date_format(until, "DATE_FORMAT"),
    }


def _said(pattern: Pattern) -> str:
    every = pattern.every
    # One says no number: "every week"; forms for 21 as for 1 would lose it.
    form = every if every < _NO_ONE_IN_IT else _NO_ONE_IN_IT
    match pattern.repeats:
        case "daily":
            said = ngettext("Every day", "Every %(every)d days", form)
        case "weekly":
            said = ngettext(
                "Every week: %(days)s", "Every %(every)d weeks: %(days)s", form
            )
        case "yearly":
            said = ngettext("Every year", "Every %(every)d years", form)
        case "monthly_date":
            said = ngettext(
                "Every month on the same date",
                "Every %(every)d months on the same date",
                form,
            )
        case _:
            said = ngettext(
                "Every month: %(which)s", "Every %(every)d months: %(which)s", form
            )
    days = comma().join(str(WEEKDAYS[day]) for day in pattern.weekdays)
    return said % {"every": every, "days": days, "which": _which(pattern)}


def _which(pattern: Pattern) -> str:
    if pattern.weekday is None:
        day = _("working day")
    else:
        day = str(WEEKDAYS[pattern.weekday])
    if pattern.which == LAST:
        return _("%(day)s, the last one of the month") % {"day": day}
    values = {"day": day, "number": pattern.which}
    return _("%(day)s, number %(number)d of the month") % values
