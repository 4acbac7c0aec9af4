"""The tree of districts, the areas beside it, and what lies where."""

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from threading import Lock
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from hafen.core.db.names import sort_key
from hafen.core.places.geometry import NotAnArea, Point, centre, read_area
from hafen.core.places.models import (
    District,
    Municipality,
    StreetRange,
    Territory,
    TerritoryDistrict,
)
from hafen.core.places.models.offices import valid_on
from hafen.core.places.models.territory import DistrictQuerySet
from hafen.core.places.nesting import Index, Shape
from hafen.core.places.rules import VIEW_PLACES

# Outlines of as many municipalities stay in the memory of a process.
KEPT_OUTLINES = 16

_outlines: OrderedDict[UUID, tuple[int, Index[UUID]]] = OrderedDict()
_lock = Lock()


@dataclass
class DistrictNode:
    """A district with those that lie in it."""

    district: District
    children: list["DistrictNode"] = field(default_factory=list)

    def walk(self) -> Iterator["DistrictNode"]:
        yield self
        for child in self.children:
            yield from child.walk()


def districts_of(municipality: Municipality) -> DistrictQuerySet:
    """Return the districts in use, level by level; outlines stay unread."""
    return (
        District.objects.filter(municipality=municipality)
        .active()
        .defer("geometry")
        .in_order()
    )


def district_tree(municipality: Municipality) -> list[DistrictNode]:
    """Return the districts of the first level, each with those below: one query."""
    return tree_of(districts_of(municipality))


def tree_of(districts: Iterable[District]) -> list[DistrictNode]:
    """Hang districts below each other; one whose parent is missing is a root."""
    nodes = {district.pk: DistrictNode(district) for district in districts}
    roots: list[DistrictNode] = []
    for node in nodes.values():
        parent = nodes.get(node.district.parent_id) if node.district.parent_id else None
        (parent.children if parent else roots).append(node)
    return roots


def districts_visible_to(user: Any) -> DistrictQuerySet:
    if VIEW_PLACES.held_by(user):
        return District.objects.filter(municipality=user.municipality_id)
    return District.objects.none()


def districts_within(municipality: Municipality, district_id: UUID) -> set[UUID]:
    """Return the district and all below it, for a filter "in this district"."""
    for root in district_tree(municipality):
        for node in root.walk():
            if node.district.pk == district_id:
                return {below.district.pk for below in node.walk()}
    return set()


def middle_of(district: District | None) -> tuple[float | None, float | None]:
    """Return latitude and longitude of the middle; without an outline neither."""
    if district is None or district.geometry is None:
        return None, None
    try:
        longitude, latitude = centre(read_area(district.geometry))
    except NotAnArea:
        return None, None
    return latitude, longitude


def ancestors_of(district: District) -> list[UUID]:
    """Return the district and those it lies in, from the inside outwards."""
    parents = dict(
        District.objects.filter(municipality=district.municipality_id).values_list(
            "pk", "parent_id"
        )
    )
    chain: list[UUID] = []
    current: UUID | None = district.pk
    while current is not None and current not in chain:
        chain.append(current)
        current = parents.get(current)
    return chain


def districts_named(municipality: Municipality, name: str) -> DistrictQuerySet:
    """Return the districts with this name, however it is typed; deepest first."""
    return (
        districts_of(municipality)
        .filter(sort_key=sort_key(name))
        .exclude(sort_key="")
        .order_by("-level", "pk")
    )


def district_id_at(
    municipality: Municipality, *, longitude: float, latitude: float
) -> UUID | None:
    """Return the key of the deepest district around a point, None outside."""
    point: Point = (longitude, latitude)
    return _outlines_of(municipality).at(point)


def district_of_point(
    municipality: Municipality, *, longitude: float, latitude: float
) -> District | None:
    """Return the deepest district around a point, None outside of all."""
    key = district_id_at(municipality, longitude=longitude, latitude=latitude)
    return districts_of(municipality).filter(pk=key).first() if key else None


def forget_outlines(municipality_id: UUID) -> None:
    """Read the outlines anew in this process; others see the content version."""
    with _lock:
        _outlines.pop(municipality_id, None)


def territories_of(
    municipality: Municipality, *, on: date, kind: str | None = None
) -> QuerySet[Territory]:
    """Return the territories beside the tree, with their districts."""
    found = Territory.objects.filter(valid_on(on), municipality=municipality)
    if kind is not None:
        found = found.filter(kind=kind)
    return (
        found.select_related("site")
        .prefetch_related(members())
        .order_by("kind", "sort_key", "pk")
    )


def members() -> "Prefetch[str, QuerySet[TerritoryDistrict], str]":
    """Load the districts of territories without their outlines: one query."""
    rows = TerritoryDistrict.objects.select_related("district")
    return Prefetch(
        "members",
        rows.defer("district__geometry").order_by("district__sort_key"),
    )


def districts_in(
    municipality: Municipality, *, kind: str, on: date
) -> DistrictQuerySet:
    """Return the districts that belong to a territory of a kind."""
    territories = Territory.objects.filter(
        valid_on(on), municipality=municipality, kind=kind
    )
    return (
        districts_of(municipality)
        .filter(territories__territory__in=territories)
        .distinct()
    )


def territories_visible_to(user: Any) -> QuerySet[Territory]:
    return _visible(Territory.objects.all(), user)


def streets_visible_to(user: Any, *, search: str = "") -> QuerySet[StreetRange]:
    found = _visible(StreetRange.objects.select_related("district", "site"), user)
    if search:
        found = found.filter(
            Q(street__icontains=search) | Q(postal_code__startswith=search)
        )
    return found.order_by("street_key", "number_from", "parity", "pk")


def _visible(rows: QuerySet[Any], user: Any) -> QuerySet[Any]:
    if VIEW_PLACES.held_by(user):
        return rows.filter(municipality=user.municipality_id)
    return rows.none()


def _outlines_of(municipality: Municipality) -> Index[UUID]:
    with _lock:
        version, index = _outlines.get(municipality.pk, (None, None))
    if index is None or version != municipality.content_version:
        index = Index(_shapes(municipality))
        with _lock:
            _outlines[municipality.pk] = (municipality.content_version, index)
            while len(_outlines) > KEPT_OUTLINES:
                _outlines.popitem(last=False)
    return index


def _shapes(municipality: Municipality) -> Iterable[tuple[int, Shape[UUID]]]:
    rows = District.objects.filter(
        municipality=municipality, geometry__isnull=False
    ).active()
    for district in rows:
        area = read_area(district.geometry)
        yield district.level, Shape.of(district.pk, district.layer, area)
