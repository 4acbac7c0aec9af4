"""How many came to what: cafés, leisure, courses, what was set up for a need."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Sum
from django.utils import timezone

from hafen.core.accounts.models import User
from hafen.core.places.models import Municipality
from hafen.information.directory.models import Service, ServiceQuerySet, VisitCount
from hafen.information.directory.queries._staff import services_visible_to
from hafen.information.directory.queries._visits import SHOWN, Trend, trend_of
from hafen.mechanisms.bookings.models import Registration, State
from hafen.network.organisations.models import Organisation
from hafen.network.organisations.queries import level_on

_CLOSE = ("COOPERATION", "CONTRACT")


@dataclass(frozen=True)
class FiguresFilter:
    """Which offers are counted, and in which days; empty: all kinds."""

    kind: str = ""
    is_initiated: bool = False
    first: date = date.min
    last: date = date.max


@dataclass(frozen=True)
class Figures:
    """One offer with its counts of a period.

    :param level: how close the cooperation with the organisation is, as a code
    :param residents: guests who are no newcomers, where newcomers were counted
    :param participants: people with a place in its dates
    """

    service: Service
    level: str
    since: date | None
    trend: Trend
    dates: int
    guests: int
    newcomers: int | None
    residents: int | None
    volunteers: int | None
    participants: int

    @property
    def is_close(self) -> bool:
        return self.level in _CLOSE


def figures(
    user: User, chosen: FiguresFilter, rows: ServiceQuerySet | None = None
) -> list[Figures]:
    """Return the offers of a kind by name with what was counted; five queries."""
    found = services_visible_to(user) if rows is None else rows
    services = list(_chosen(found, chosen).select_related("organisation"))
    keys = [service.pk for service in services]
    counted = _visits(keys, chosen)
    sums = _sums(keys, chosen)
    taken = _participants(user.municipality, keys, chosen)
    levels = _levels(services, chosen.last)
    return [
        _line(
            service,
            levels.get(service.organisation_id, ""),
            trend_of(tuple(counted[service.pk][:SHOWN])),
            sums.get(service.pk, {}),
            taken.get(service.pk, 0),
        )
        for service in services
    ]


def _chosen(rows: ServiceQuerySet, chosen: FiguresFilter) -> ServiceQuerySet:
    rows = rows.present()
    if chosen.kind:
        rows = rows.filter(kind=chosen.kind)
    if chosen.is_initiated:
        rows = rows.filter(is_initiated=True)
    return rows.sorted()


def _visits(
    keys: list[UUID], chosen: FiguresFilter
) -> defaultdict[UUID, list[VisitCount]]:
    found: defaultdict[UUID, list[VisitCount]] = defaultdict(list)
    rows = VisitCount.objects.filter(
        service__in=keys, day__gte=chosen.first, day__lte=chosen.last
    )
    for row in rows.order_by("-day"):
        found[row.service_id].append(row)
    return found


def _sums(keys: list[UUID], chosen: FiguresFilter) -> dict[UUID, dict[str, Any]]:
    rows = VisitCount.objects.filter(
        service__in=keys, day__gte=chosen.first, day__lte=chosen.last
    )
    # Where nobody told newcomers apart, nobody knows the residents either.
    apart = rows.filter(newcomers__isnull=False).values("service")
    told = {
        row["service"]: row["guests"]
        for row in apart.annotate(guests=Sum("guests")).order_by()
    }
    summed = rows.values("service").annotate(
        dates=Count("pk"),
        people=Sum("guests"),
        new=Sum("newcomers"),
        helpers=Sum("volunteers"),
    )
    return {
        row["service"]: row | {"told": told.get(row["service"])}
        for row in summed.order_by()
    }


def _participants(
    municipality: Municipality, keys: list[UUID], chosen: FiguresFilter
) -> dict[UUID, int]:
    rows = Registration.objects.filter(
        municipality=municipality,
        state=State.CONFIRMED,
        bookable__owner="directory.course",
        bookable__subject_id__in=keys,
    )
    if chosen.first > date.min:
        rows = rows.filter(
            bookable__starts_at__date__lte=chosen.last,
            bookable__ends_at__date__gte=chosen.first,
        )
    counted = rows.values_list("bookable__subject_id").annotate(people=Sum("seats"))
    return dict(counted.order_by())


def _levels(services: list[Service], day: date) -> dict[UUID, str]:
    keys = {service.organisation_id for service in services}
    rows = Organisation.objects.filter(pk__in=keys).annotate(level=level_on(day))
    return {key: level or "" for key, level in rows.values_list("pk", "level")}


def _line(
    service: Service, level: str, trend: Trend, sums: dict[str, Any], participants: int
) -> Figures:
    published = service.published_at
    told, newcomers = sums.get("told"), sums.get("new")
    return Figures(
        service=service,
        level=level,
        since=service.valid_from
        or (timezone.localdate(published) if published else None),
        trend=trend,
        dates=sums.get("dates", 0),
        guests=sums.get("people", 0),
        newcomers=newcomers,
        residents=None if told is None else told - newcomers,
        volunteers=sums.get("helpers"),
        participants=participants,
    )
