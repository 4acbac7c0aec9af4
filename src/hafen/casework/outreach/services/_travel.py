"""The way to visits: what it costs, and who has the vehicle of the site."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from hafen.casework.outreach.errors import (
    NameTaken,
    NoSite,
    PastTime,
    VehicleTaken,
)
from hafen.casework.outreach.models import (
    HomeVisit,
    TravelLine,
    Trip,
    Vehicle,
    VehicleBooking,
)
from hafen.core.accounts.models import TeamSite, User
from hafen.core.audit import services as audit
from hafen.core.places.models import Municipality, Site


def record_trip(*, visit: HomeVisit, facts: Mapping[str, Any]) -> Trip:
    """
    Note the way to a visit as an expense of the site from which people went.

    :param facts: `means`, and as far as known `kilometres` and `ticket_cents`
    :raises NoSite: when the team has no site that could pay
    """
    return Trip.objects.create(
        municipality_id=visit.municipality_id,
        visit=visit,
        traveller=visit.visitor,
        name=visit.visitor.name,
        site=_site_of(visit),
        on=visit.on,
        means=facts["means"],
        kilometres=facts.get("kilometres") or 0,
        ticket_cents=facts.get("ticket_cents") or 0,
    )


def _site_of(visit: HomeVisit) -> Site:
    rows = TeamSite.objects.filter(team=visit.arrival.team_id).select_related("site")
    found = rows.order_by("site__name", "pk").first()
    if found is None:
        raise NoSite
    return found.site


@transaction.atomic
def save_line(
    *, municipality: Municipality, data: Mapping[str, Any], by: User
) -> TravelLine:
    """Say what a site may spend in a year, and by which rates."""
    row, _is_new = TravelLine.objects.update_or_create(
        municipality=municipality,
        site=data["site"],
        year=data["year"],
        defaults={n: data[n] for n in ("cents", "car_cents", "bicycle_cents")},
    )
    audit.record(action="outreach.travel_line.saved", subject=row, by=by)
    return row


@transaction.atomic
def save_vehicle(
    *, municipality: Municipality, vehicle: Vehicle | None, data: Any, by: User
) -> Vehicle:
    """
    Enter or change a vehicle.

    :raises NameTaken: when another one has the name
    """
    row = vehicle or Vehicle(municipality=municipality)
    for name in ("name", "site", "is_active"):
        setattr(row, name, data[name])
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as refused:
        raise NameTaken from refused
    audit.record(action="outreach.vehicle.saved", subject=row, by=by)
    return row


@transaction.atomic
def book_vehicle(
    *, vehicle: Vehicle, during: tuple[datetime, datetime], by: User, now: datetime
) -> VehicleBooking:
    """
    Take a vehicle for a time.

    :raises PastTime: for a time that is over
    :raises VehicleTaken: when somebody has it then; the arguments say who and when
    """
    if during[1] <= now:
        raise PastTime
    try:
        with transaction.atomic():
            row = VehicleBooking.objects.create(
                municipality_id=vehicle.municipality_id,
                vehicle=vehicle,
                driver=by,
                during=during,
            )
    except IntegrityError as refused:
        raise _taken(vehicle, during) from refused
    audit.record(action="outreach.vehicle.booked", subject=row, by=by)
    return row


def _taken(vehicle: Vehicle, during: tuple[datetime, datetime]) -> VehicleTaken:
    rows = VehicleBooking.objects.filter(vehicle=vehicle, during__overlap=during)
    other = rows.select_related("driver").order_by("during").first()
    if other is None:
        return VehicleTaken("", "")
    return VehicleTaken(other.driver.name, other.during.upper.isoformat())


@transaction.atomic
def give_back(*, booking: VehicleBooking, by: User) -> None:
    """Let others have the vehicle."""
    audit.record(action="outreach.vehicle.given_back", subject=booking, by=by)
    booking.delete()
