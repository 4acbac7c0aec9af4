"""Territories beside the tree, and streets."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from hafen.core.places.addresses import street_key
from hafen.core.places.models import (
    District,
    StreetRange,
    Territory,
    TerritoryDistrict,
)
from hafen.core.places.services.rows import put, remove


@transaction.atomic
def save_territory(
    territory: Territory,
    *,
    values: Mapping[str, Any],
    districts: Iterable[District],
    expected: int | None = None,
) -> Territory:
    """Save a territory with the districts that belong to it.

    :raises LostUpdate: when somebody else saved it meanwhile
    """
    territory = put(territory, values, expected=expected)
    wanted = {district.pk: district for district in districts}
    members = {
        member.district_id: member
        for member in TerritoryDistrict.objects.filter(territory=territory)
    }
    for key in members.keys() - wanted.keys():
        members[key].delete()
    for key in wanted.keys() - members.keys():
        TerritoryDistrict.objects.create(
            municipality_id=territory.municipality_id,
            territory=territory,
            district=wanted[key],
        )
    return territory


def remove_territory(territory: Territory) -> None:
    """Delete a territory; its districts stay."""
    remove(territory)


def save_street(
    street: StreetRange, *, values: Mapping[str, Any], expected: int | None = None
) -> StreetRange:
    """Save a range of house numbers with the district and site in charge.

    :raises LostUpdate: when somebody else saved it meanwhile
    """
    named = {**values, "street_key": street_key(values["street"])}
    return put(street, named, expected=expected)


def remove_street(street: StreetRange) -> None:
    remove(street)
