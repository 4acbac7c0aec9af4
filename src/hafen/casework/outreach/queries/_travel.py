"""What the way to visits cost, by site and month, and who has which vehicle."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import (
    Case,
    Count,
    DecimalField,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce, ExtractYear, Round, TruncMonth
from django.utils import timezone

from hafen.casework.outreach.models import (
    TravelLine,
    Trip,
    Vehicle,
    VehicleBooking,
)
from hafen.casework.outreach.rules import SET_TRAVEL, VIEW_TRAVEL
from hafen.core.accounts.models import TeamSite, User
from hafen.core.accounts.queries import teams_of
from hafen.core.places.models import Site

_CENTS: Any = DecimalField(max_digits=12, decimal_places=2)


def sites_paying_for(user: User, *, today: date) -> QuerySet[Site]:
    """Return the sites of one's teams; all of them for whoever sets the money."""
    rows = Site.objects.filter(municipality=user.municipality_id).order_by("name")
    if SET_TRAVEL.held_by(user):
        return rows
    if not VIEW_TRAVEL.held_by(user):
        return rows.none()
    own = TeamSite.objects.filter(team__in=teams_of(user, today).values("pk"))
    return rows.filter(pk__in=own.values("site"))


def trips_visible_to(user: User, *, today: date) -> QuerySet[Trip]:
    """Return the trips of these sites, each with its `cents`, the newest first."""
    sites = sites_paying_for(user, today=today).values("pk")
    rows = Trip.objects.filter(site__in=sites).select_related("site")
    return _priced(rows).order_by("-on", "-pk")


def _priced(rows: QuerySet[Trip]) -> QuerySet[Trip]:
    line = TravelLine.objects.filter(
        site=OuterRef("site"), year=ExtractYear(OuterRef("on"))
    )
    rate = Case(
        When(means=Trip.Means.CAR, then=Subquery(line.values("car_cents"))),
        When(means=Trip.Means.BICYCLE, then=Subquery(line.values("bicycle_cents"))),
        default=Value(0),
        output_field=_CENTS,
    )
    way = Round(F("kilometres") * Coalesce(rate, Value(0), output_field=_CENTS))
    cost: Any = Coalesce(way, Value(0), output_field=_CENTS) + F("ticket_cents")
    return rows.annotate(cents=cost)


@dataclass(frozen=True)
class SiteLine:
    """A site and year: what may be spent, what was, month by month.

    :param months: first day of the month → trips, kilometres and cents
    """

    site: Site
    line: TravelLine | None
    trips: int
    spent: int
    months: list[dict[str, Any]]

    @property
    def left(self) -> int | None:
        return self.line.cents - self.spent if self.line else None


def travel_by_site(user: User, *, year: int, today: date) -> list[SiteLine]:
    """Return the material costs of each site that somebody may look at."""
    sites = list(sites_paying_for(user, today=today))
    keys = [site.pk for site in sites]
    lines = {
        row.site_id: row for row in TravelLine.objects.filter(site__in=keys, year=year)
    }
    months: dict[UUID, list[dict[str, Any]]] = {}
    rows = trips_visible_to(user, today=today).filter(on__year=year).order_by()
    by_month: Any = rows.annotate(month=TruncMonth("on")).values("site", "month")
    for row in by_month.annotate(
        trips=Count("pk"), kilometres=Sum("kilometres"), sum=Sum("cents")
    ).order_by("month"):
        row["sum"] = int(row["sum"])
        months.setdefault(row["site"], []).append(row)
    return [
        SiteLine(
            site=site,
            line=lines.get(site.pk),
            trips=sum(each["trips"] for each in months.get(site.pk, [])),
            spent=sum(each["sum"] for each in months.get(site.pk, [])),
            months=months.get(site.pk, []),
        )
        for site in sites
        if site.pk in months or site.pk in lines
    ]


def vehicles_visible_to(user: User) -> QuerySet[Vehicle]:
    if not VIEW_TRAVEL.held_by(user):
        return Vehicle.objects.none()
    rows = Vehicle.objects.filter(municipality=user.municipality_id)
    return rows.select_related("site").order_by("name")


def bookings_visible_to(user: User) -> QuerySet[VehicleBooking]:
    rows = VehicleBooking.objects.filter(vehicle__in=vehicles_visible_to(user))
    return rows.select_related("vehicle", "driver").order_by("during")


def given_back_by(user: User) -> QuerySet[VehicleBooking]:
    """Return the bookings that somebody may end: own ones, or those of the desk."""
    rows = bookings_visible_to(user).filter(during__endswith__gt=timezone.now())
    return rows if SET_TRAVEL.held_by(user) else rows.filter(driver=user)


def vehicles_on(user: User, day: date) -> QuerySet[Vehicle]:
    """Return the vehicles in use, each with who has it on a day (`taken`)."""
    begins = timezone.make_aware(datetime.combine(day, time.min))
    ends = begins + timedelta(days=1)
    rows = bookings_visible_to(user).filter(during__overlap=(begins, ends))
    taken = Prefetch("bookings", rows, to_attr="taken")
    return vehicles_visible_to(user).filter(Q(is_active=True)).prefetch_related(taken)
