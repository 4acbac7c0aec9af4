"""Hours and days: rows become the pure `Hours` and `WorkingCalendar`.

However many sites, the number of queries stays the same.
"""

from collections import OrderedDict, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from threading import Lock
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from hafen.core.places import hours as clock
from hafen.core.places.calendar import Period, WorkingCalendar
from hafen.core.places.hours import DayPlan, Hours, Span, Status, Weekly
from hafen.core.places.models import (
    ClosedDay,
    HolidayOverride,
    Municipality,
    OpeningException,
    OpeningHours,
    SchoolHoliday,
    Site,
)
from hafen.core.places.queries.sites import published_sites, sites_visible_to
from hafen.core.places.rules import VIEW_PLACES

KEPT_SITES = 64
_kept: OrderedDict[tuple[UUID, int], Hours] = OrderedDict()
_lock = Lock()


@dataclass(frozen=True)
class OpenSite:
    """A site with its state at an instant."""

    site: Site
    status: Status


def working_calendar(
    municipality: Municipality, *, site: Site | None = None
) -> WorkingCalendar:
    """Return the working calendar of the municipality, or of one of its sites."""
    closed = _closed_days(municipality)
    own = closed[None] + (closed[site.pk] if site is not None else [])
    return _calendar(municipality, own)


def hours_of(municipality: Municipality, sites: Iterable[Site]) -> dict[UUID, Hours]:
    """Return the hours of each site by its key, in four queries."""
    found = {site.pk: site for site in sites}
    weekly, exceptions = _weekly(found), _exceptions(found)
    closed = _closed_days(municipality)
    calendar = _calendar(municipality, [])
    zone = ZoneInfo(municipality.time_zone)
    return {
        key: Hours(
            weekly=tuple(weekly[key]),
            exceptions=tuple(exceptions[key]),
            closures=tuple(
                clock.Closure(row.first_day, row.last_day, row.reason)
                for row in closed[None] + closed[key]
            ),
            zone=zone,
            holiday=calendar.holiday if site.closes_on_holidays else clock.no_holiday,
        )
        for key, site in found.items()
    }


def hours_of_site(municipality: Municipality, site: Site) -> Hours:
    return hours_of(municipality, [site])[site.pk]


def kept_hours_of(municipality: Municipality, site: Site) -> Hours:
    """Return the hours of a site as a process keeps them for a content version.

    For pages of the desk that are asked for all day; each change of hours, closures
    and holidays counts a new version.
    """
    key = (site.pk, municipality.content_version)
    with _lock:
        found = _kept.get(key)
    if found is None:
        found = hours_of_site(municipality, site)
        with _lock:
            _kept[key] = found
            while len(_kept) > KEPT_SITES:
                _kept.popitem(last=False)
    return found


def sites_open_now(municipality: Municipality, *, now: datetime) -> list[OpenSite]:
    """Return the published sites that have hours: the open ones first."""
    sites = list(published_sites(municipality, on=_today(municipality, now)))
    hours = hours_of(municipality, sites)
    found = [
        OpenSite(site, hours[site.pk].status(now))
        for site in sites
        if hours[site.pk].weekly or hours[site.pk].exceptions
    ]
    return sorted(found, key=lambda entry: not entry.status.is_open)


def next_opening_change(municipality: Municipality, now: datetime) -> datetime | None:
    """Return when the next published site opens or closes; midnight at the latest.

    None when no site has hours.
    """
    sites = list(published_sites(municipality, on=_today(municipality, now)))
    found = [hours.next_change(now) for hours in hours_of(municipality, sites).values()]
    return min((change for change in found if change is not None), default=None)


def coming_changes(hours: Hours, today: date) -> list[DayPlan]:
    """Return the days within eight weeks that differ, beyond the week shown."""
    usual = Hours(weekly=hours.weekly, zone=hours.zone)
    plans = (hours.plan(today + clock.DAY * number) for number in range(7, 56))
    return [plan for plan in plans if plan.spans != usual.plan(plan.day).spans]


def coming_exceptions(site: Site, *, on: date) -> QuerySet[OpeningException]:
    return OpeningException.objects.filter(site=site, day__gte=on).order_by(
        "day", "opens"
    )


def exceptions_visible_to(user: Any) -> QuerySet[OpeningException]:
    return OpeningException.objects.filter(
        site__in=sites_visible_to(user)
    ).select_related("site")


def weekly_rows_of(site: Site) -> list[dict[str, Any]]:
    """Return the weekly hours as the form shows them."""
    rows = OpeningHours.objects.filter(site=site).order_by(
        "valid_from", "weekday", "opens"
    )
    return [
        dict(row)
        for row in rows.values(
            "weekday",
            "opens",
            "closes",
            "by_appointment",
            "note",
            "valid_from",
            "valid_until",
        )
    ]


def closed_days_of(municipality: Municipality, *, year: int) -> QuerySet[ClosedDay]:
    """Return the closures that touch a year."""
    return (
        ClosedDay.objects.filter(
            municipality=municipality,
            first_day__year__lte=year,
            last_day__year__gte=year,
        )
        .select_related("site")
        .order_by("first_day", "pk")
    )


def overrides_of(municipality: Municipality, *, year: int) -> QuerySet[HolidayOverride]:
    return HolidayOverride.objects.filter(
        municipality=municipality, day__year=year
    ).order_by("day")


def school_holidays_of(
    municipality: Municipality, *, year: int
) -> QuerySet[SchoolHoliday]:
    """Return the school holidays that touch a year."""
    return SchoolHoliday.objects.filter(
        municipality=municipality, first_day__year__lte=year, last_day__year__gte=year
    ).order_by("first_day")


def closed_days_visible_to(user: Any) -> QuerySet[ClosedDay]:
    return _visible(ClosedDay.objects.all(), user)


def overrides_visible_to(user: Any) -> QuerySet[HolidayOverride]:
    return _visible(HolidayOverride.objects.all(), user)


def _visible(rows: QuerySet[Any], user: Any) -> QuerySet[Any]:
    if VIEW_PLACES.held_by(user):
        return rows.filter(municipality=user.municipality_id)
    return rows.none()


def _today(municipality: Municipality, now: datetime) -> date:
    return now.astimezone(ZoneInfo(municipality.time_zone)).date()


def _weekly(sites: Iterable[UUID]) -> defaultdict[UUID, list[Weekly]]:
    found: defaultdict[UUID, list[Weekly]] = defaultdict(list)
    for row in OpeningHours.objects.filter(site__in=list(sites)):
        span = Span(row.opens, row.closes, row.by_appointment, row.note)
        found[row.site_id].append(
            Weekly(row.weekday, span, row.valid_from, row.valid_until)
        )
    return found


def _exceptions(
    sites: Iterable[UUID],
) -> defaultdict[UUID, list[clock.Exceptional]]:
    found: defaultdict[UUID, list[clock.Exceptional]] = defaultdict(list)
    for row in OpeningException.objects.filter(site__in=list(sites)):
        spans = (
            (Span(row.opens, row.closes),)
            if row.opens is not None and row.closes is not None
            else ()
        )
        reason = " · ".join(part for part in (row.reason, row.substitute) if part)
        found[row.site_id].append(clock.Exceptional(row.day, spans, reason))
    return found


def _closed_days(
    municipality: Municipality,
) -> defaultdict[UUID | None, list[ClosedDay]]:
    found: defaultdict[UUID | None, list[ClosedDay]] = defaultdict(list)
    for row in ClosedDay.objects.filter(municipality=municipality).order_by(
        "first_day"
    ):
        found[row.site_id].append(row)
    return found


def _calendar(municipality: Municipality, closed: list[ClosedDay]) -> WorkingCalendar:
    overrides = list(HolidayOverride.objects.filter(municipality=municipality))
    return WorkingCalendar(
        land=municipality.land,
        own_holidays={row.day: row.name for row in overrides if row.is_holiday},
        no_holidays=frozenset(row.day for row in overrides if not row.is_holiday),
        closures=_periods(closed, ClosedDay.Kind.CLOSURE),
        team_days=_periods(closed, ClosedDay.Kind.TEAM_DAY),
    )


def _periods(rows: list[ClosedDay], kind: str) -> tuple[Period, ...]:
    return tuple(
        Period(row.first_day, row.last_day, row.reason or row.get_kind_display())
        for row in rows
        if row.kind == kind
    )
