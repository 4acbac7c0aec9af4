"""Days that differ: closures, team days, holidays of the town and of schools."""

from datetime import date

from django.db import transaction

from hafen.core.places.calendar import school_holidays
from hafen.core.places.models import (
    ClosedDay,
    HolidayOverride,
    Municipality,
    SchoolHoliday,
    Site,
)
from hafen.core.places.services.content import content_changed
from hafen.core.places.services.rows import put, remove


def close_days(
    municipality: Municipality,
    *,
    first_day: date,
    last_day: date,
    kind: ClosedDay.Kind = ClosedDay.Kind.CLOSURE,
    reason: str = "",
    site: Site | None = None,
) -> ClosedDay:
    """Close the whole municipality, or one site, for some days.

    Nothing falls due on them, and the reason is shown with the hours.
    """
    values = {
        "first_day": first_day,
        "last_day": last_day,
        "kind": kind,
        "reason": reason,
        "site": site,
    }
    return put(ClosedDay(municipality=municipality), values, expected=None)


def reopen_days(closed: ClosedDay) -> None:
    """Take a closure back."""
    remove(closed)


def set_holiday(
    municipality: Municipality, *, day: date, name: str, is_holiday: bool
) -> HolidayOverride:
    """Add a holiday of this town, or say that one of the Land is none here."""
    found = HolidayOverride.objects.filter(municipality=municipality, day=day).first()
    override = found or HolidayOverride(municipality=municipality, day=day)
    return put(override, {"name": name, "is_holiday": is_holiday}, expected=None)


def unset_holiday(override: HolidayOverride) -> None:
    """Let the calendar of the Land hold again on that day."""
    remove(override)


@transaction.atomic
def load_school_holidays(municipality: Municipality, *, year: int) -> int:
    """Enter the school holidays of the Land that begin in a year.

    Periods that were entered or corrected by hand stay as they are.

    :returns: how many were added
    """
    kept = set(
        SchoolHoliday.objects.filter(
            municipality=municipality, first_day__year=year
        ).values_list("name", flat=True)
    )
    added = [
        SchoolHoliday(
            municipality=municipality,
            name=period.name,
            first_day=period.first,
            last_day=period.last,
        )
        for period in school_holidays(municipality.land, year)
        if period.name not in kept
    ]
    SchoolHoliday.objects.bulk_create(added)
    if added:
        content_changed(municipality.pk)
    return len(added)
