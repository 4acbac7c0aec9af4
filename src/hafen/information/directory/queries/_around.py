"""Offers around a point: from a postcode, a district or the name of a place."""

import math
from collections.abc import Iterable
from typing import Any

from django.db.models import F, FloatField, Min, OuterRef, Subquery, Value
from django.db.models.functions import Power, Sqrt

from hafen.core.db.names import spellings
from hafen.core.places.geometry import METRES_PER_DEGREE, NotAnArea, centre, read_area
from hafen.core.places.models import District, Municipality, Site
from hafen.information.directory.models import (
    Location,
    ServiceAtLocation,
    ServiceQuerySet,
)
from hafen.information.directory.queries._shown import Around

_KM = METRES_PER_DEGREE / 1_000
_LONGEST = 80

Point = tuple[float, float]


def place_of(
    municipality: Municipality, words: str, *, kilometres: int
) -> Around | None:
    """Return the circle around what somebody named; None: nobody knows it.

    A postcode is the middle of the places that have it; a district its middle.
    """
    words = " ".join(words.split())[:_LONGEST]
    if not words:
        return None
    found = (
        _middle(_with_postcode(municipality, words))
        if words.isdigit()
        else _named(municipality, words)
    )
    return Around(*found, kilometres) if found else None


def _with_postcode(municipality: Municipality, code: str) -> list[Point]:
    here = {"municipality": municipality, "postal_code": code}
    known = {"latitude__isnull": False, "longitude__isnull": False}
    locations = Location.objects.filter(**here, **known)
    sites = Site.objects.published().filter(**here, **known)
    points: list[Any] = [
        *locations.values_list("latitude", "longitude"),
        *sites.values_list("latitude", "longitude"),
    ]
    return points


def _named(municipality: Municipality, words: str) -> Point | None:
    wanted = set(spellings(words))
    districts = District.objects.filter(municipality=municipality).active()
    for district in districts.in_order():
        if wanted & set(spellings(district.name)):
            return _middle_of(district)
    sites = Site.objects.published().filter(
        municipality=municipality, latitude__isnull=False
    )
    locations = Location.objects.filter(
        municipality=municipality, latitude__isnull=False
    ).exclude(name="")
    names: list[Any] = [
        *sites.values_list("name", "latitude", "longitude"),
        *locations.values_list("name", "latitude", "longitude"),
    ]
    for name, latitude, longitude in names:
        if wanted & set(spellings(name)):
            return latitude, longitude
    return None


def _middle_of(district: District) -> Point | None:
    try:
        longitude, latitude = centre(read_area(district.geometry))
    except NotAnArea:
        return None
    return latitude, longitude


def _middle(points: Iterable[Point]) -> Point | None:
    known = list(points)
    if not known:
        return None
    latitudes, longitudes = zip(*known, strict=True)
    return sum(latitudes) / len(known), sum(longitudes) / len(known)


def within_reach(rows: ServiceQuerySet, around: Around) -> ServiceQuerySet:
    """Keep what is offered within the circle, the nearest first.

    In a town the earth is flat: the error is below a thousandth.
    """
    narrow = _KM * math.cos(math.radians(around.latitude))
    north = (F("location__latitude") - Value(around.latitude)) * Value(_KM)
    east = (F("location__longitude") - Value(around.longitude)) * Value(narrow)
    away: Any = Sqrt(Power(north, 2) + Power(east, 2), output_field=FloatField())
    nearest = (
        ServiceAtLocation.objects.filter(
            service=OuterRef("pk"), location__latitude__isnull=False
        )
        .order_by()
        .values("service")
        .annotate(away=Min(away))
        .values("away")
    )
    return (
        rows.annotate(away=Subquery(nearest, output_field=FloatField()))
        .filter(away__lte=around.kilometres)
        .order_by("away", "sort_key", "id")
    )
