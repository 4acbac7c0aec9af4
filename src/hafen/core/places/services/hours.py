"""Opening hours: replaced as a whole, so that a week is never half saved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from django.db import transaction
from django.utils.translation import gettext as _

from hafen.core.db.versions import bump, locked
from hafen.core.places.errors import NoHours
from hafen.core.places.models import OpeningException, OpeningHours, Site
from hafen.core.places.services.content import content_changed


@dataclass(frozen=True)
class HoursRow:
    """One line of the weekly hours, as the form gives it."""

    weekday: int
    opens: time
    closes: time
    by_appointment: bool = False
    note: str = ""
    valid_from: date | None = None
    valid_until: date | None = None

    def overlaps(self, other: "HoursRow") -> bool:
        """Return whether both would open the same door at the same time."""
        return (
            self.weekday == other.weekday
            and self.opens < _end(other)
            and other.opens < _end(self)
            and (self.valid_from or date.min) <= (other.valid_until or date.max)
            and (other.valid_from or date.min) <= (self.valid_until or date.max)
        )


@transaction.atomic
def replace_hours(
    site: Site, *, rows: Sequence[HoursRow], expected: int | None = None
) -> None:
    """Give a site its weekly hours, those of a later period among them.

    :raises NoHours: when two lines open the same door at the same time, or one
        ends before it begins
    :raises LostUpdate: when somebody else saved the site meanwhile
    """
    locked(site, expected=expected)
    _check(rows)
    OpeningHours.objects.filter(site=site).delete()
    OpeningHours.objects.bulk_create(
        OpeningHours(
            municipality_id=site.municipality_id,
            site=site,
            weekday=row.weekday,
            opens=row.opens,
            closes=row.closes,
            by_appointment=row.by_appointment,
            note=row.note,
            valid_from=row.valid_from,
            valid_until=row.valid_until,
        )
        for row in rows
    )
    bump(site)
    content_changed(site.municipality_id)


@transaction.atomic
def except_day(
    site: Site,
    *,
    day: date,
    opens: time | None = None,
    closes: time | None = None,
    reason: str = "",
    substitute: str = "",
) -> OpeningException:
    """Enter other hours of one day, or an absence: closed when without times.

    What was entered for the day before is replaced.

    :raises NoHours: when only one of the two times is given
    """
    if (opens is None) != (closes is None):
        raise NoHours(_("Give both times, or none if it is closed on that day."))
    locked(site, expected=None)
    OpeningException.objects.filter(site=site, day=day).delete()
    exception = OpeningException.objects.create(
        municipality_id=site.municipality_id,
        site=site,
        day=day,
        opens=opens,
        closes=closes,
        reason=reason,
        substitute=substitute,
    )
    bump(site)
    content_changed(site.municipality_id)
    return exception


@transaction.atomic
def retract_exception(exception: OpeningException) -> None:
    """Let the usual hours hold again on that day."""
    bump(exception.site)
    exception.delete()
    content_changed(exception.municipality_id)


def _check(rows: Sequence[HoursRow]) -> None:
    for number, row in enumerate(rows):
        if row.valid_from and row.valid_until and row.valid_until < row.valid_from:
            raise NoHours(_("A period ends before it begins."))
        if any(row.overlaps(other) for other in rows[:number]):
            raise NoHours(
                _("Two lines of the same weekday overlap. Put them together into one.")
            )


def _end(row: HoursRow) -> time:
    """Return the end on the same day; hours past midnight fill the day."""
    return row.closes if row.closes > row.opens else time.max
