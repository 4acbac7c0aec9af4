from dataclasses import asdict
from uuid import UUID

from django.db import transaction

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.names import sort_key
from hafen.core.db.versions import locked, save_next
from hafen.core.places.models import Municipality
from hafen.core.places.queries import district_id_at
from hafen.core.places.services import content_changed
from hafen.information.directory.models import Location
from hafen.information.directory.shapes import LocationData


def address_key(data: LocationData) -> str:
    """Return the address without its spelling; without a street, the name decides.

    "Hafenstr. 8" and "Hafenstraße 8" are one house.
    """
    street = sort_key(data.street).replace("strasse", "str")
    house = sort_key(data.house_number)
    parts = [street.replace(" ", ""), house, sort_key(data.addition)]
    parts += [sort_key(data.postal_code), sort_key(data.city)]
    if not street:
        parts.append(sort_key(data.name))
    return "|".join(parts)[:300]


@transaction.atomic
def find_or_create_location(
    *, municipality: Municipality, data: LocationData, by: User | None
) -> Location:
    """Return the location with this address; create it where there is none.

    A present location gains what it lacks (a point, features), and loses
    nothing.
    """
    key = address_key(data)
    present = Location.objects.filter(municipality=municipality, address_key=key)
    location = present.order_by("created_at", "id").first()
    if location is None:
        return _create(municipality, data, key, by)

    gains = {
        name: _stored(value)
        for name, value in asdict(data).items()
        if value not in ("", None, ()) and getattr(location, name) in ("", None, [])
    }
    if gains:
        fresh = locked(location, expected=None)
        _save(fresh, gains, by)
        return fresh
    return location


@transaction.atomic
def edit_location(
    *, location: Location, data: LocationData, expected: int | None, by: User | None
) -> bool:
    """
    Change a location, for every service that is offered there.

    :return: whether anything was different
    :raises LostUpdate: when somebody else changed it since version `expected`
    """
    fresh = locked(location, expected=expected)
    values = {name: _stored(value) for name, value in asdict(data).items()}
    differing = {
        name: value for name, value in values.items() if getattr(fresh, name) != value
    }
    if not differing:
        return False
    fresh.address_key = address_key(data)
    _save(fresh, differing, by)
    return True


@transaction.atomic
def place_again(*, municipality: Municipality) -> int:
    """Look up the district of every location; after districts were imported.

    :return: how many lie in another district than before
    """
    moved = 0
    for location in Location.objects.filter(municipality=municipality):
        district = _district(location)
        if district != location.district_id:
            location.district_id = district
            save_next(location)
            moved += 1
    if moved:
        content_changed(municipality.pk)
    return moved


def _create(
    municipality: Municipality, data: LocationData, key: str, by: User | None
) -> Location:
    values = {name: _stored(value) for name, value in asdict(data).items()}
    location = Location(municipality=municipality, address_key=key, **values)
    location.district_id = _district(location)
    location.save(force_insert=True)
    audit.record(action="directory.location.created", subject=location, by=by)
    return location


def _save(location: Location, values: dict[str, object], by: User | None) -> None:
    for name, value in values.items():
        setattr(location, name, value)
    location.district_id = _district(location)
    save_next(location)
    audit.record(action="directory.location.edited", subject=location, by=by)
    content_changed(location.municipality_id)


def _district(location: Location) -> UUID | None:
    """Return the deepest district around the point, None without or outside."""
    if location.latitude is None or location.longitude is None:
        return None
    return district_id_at(
        location.municipality,
        longitude=location.longitude,
        latitude=location.latitude,
    )


def _stored(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value
