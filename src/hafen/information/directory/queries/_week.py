"""The joint plan of a week: who is there when, where and in which languages."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Prefetch

from hafen.core.places.models import Municipality
from hafen.information.directory.models import (
    Service,
    ServiceAtLocation,
    ServiceLanguage,
    ServiceOpening,
)
from hafen.information.directory.queries._public import published_services
from hafen.information.directory.queries._shown import PublicFilter


@dataclass(frozen=True)
class WeekLine:
    """One opening of one service.

    :param languages: tags of what is spoken there
    """

    starts_at: datetime
    ends_at: datetime
    service: Service
    place: str
    languages: tuple[str, ...]


@dataclass(frozen=True)
class WeekDay:
    day: date
    lines: tuple[WeekLine, ...]


def week(
    municipality: Municipality, chosen: PublicFilter, *, first: date, now: datetime
) -> list[WeekDay]:
    """Return seven days with the openings of what is public; five queries."""
    zone = ZoneInfo(municipality.time_zone)
    begin = datetime.combine(first, time(), zone)
    end = datetime.combine(first + timedelta(days=7), time(), zone)
    services = _loaded(municipality, chosen, now)
    rows = ServiceOpening.objects.filter(
        service__in=list(services), starts_at__lt=end, ends_at__gt=begin
    )
    days: dict[date, list[WeekLine]] = {
        first + timedelta(days=number): [] for number in range(7)
    }
    for row in rows.order_by("starts_at", "service__sort_key", "pk"):
        local = row.starts_at.astimezone(zone)
        # What began the evening before stands on its own day.
        if (on := days.get(local.date())) is not None:
            on.append(_line(services[row.service_id], local, row.ends_at, zone))
    return [WeekDay(day, tuple(lines)) for day, lines in days.items()]


def _loaded(
    municipality: Municipality, chosen: PublicFilter, now: datetime
) -> dict[object, Service]:
    places = ServiceAtLocation.objects.order_by("place").select_related("location")
    spoken = ServiceLanguage.objects.order_by("place")
    rows = published_services(municipality, chosen, now=now)
    found: Iterable[Service] = rows.select_related("organisation").prefetch_related(
        Prefetch("places", places), Prefetch("languages", spoken)
    )
    return {row.pk: row for row in found}


def _line(
    service: Service, starts_at: datetime, ends_at: datetime, zone: ZoneInfo
) -> WeekLine:
    at = next(iter(service.places.all()), None)
    return WeekLine(
        starts_at=starts_at,
        ends_at=ends_at.astimezone(zone),
        service=service,
        place=at.location.one_line if at else "",
        languages=tuple(row.language_id for row in service.languages.all()),
    )
