"""The boards of districts, each with an address that can be read and printed."""

from uuid import UUID

from hafen.core.db.names import slug_of
from hafen.core.places.geometry import NotAnArea, Point, centre, distance, read_area
from hafen.core.places.models import District, Municipality
from hafen.core.places.queries import DistrictNode, district_tree, districts_within

_METRES = 1_000


def district_boards(town: Municipality) -> dict[str, DistrictNode]:
    """Return the districts by the last part of their board's address: one query.

    Of two with one name the outer one has the plain address.
    """
    nodes = [node for root in district_tree(town) for node in root.walk()]
    found: dict[str, DistrictNode] = {}
    for node in sorted(nodes, key=lambda node: node.district.level):
        slug = slug_of(node.district.name) or str(node.district.pk)
        path, number = slug, 1
        while path in found:
            number += 1
            path = f"{slug}-{number}"
        found[path] = node
    return found


def doors_to(
    boards: dict[str, DistrictNode], here: DistrictNode | None
) -> list[tuple[str, District]]:
    """Return the boards to choose from: those of the first level, or below here."""
    below = {child.district.pk for node in boards.values() for child in node.children}
    inner = {child.district.pk for child in here.children} if here else set()
    return [
        (path, node.district)
        for path, node in boards.items()
        if (node.district.pk in inner if here else node.district.pk not in below)
    ]


def districts_around(town: Municipality, district_id: UUID, km: int) -> set[UUID]:
    """Return a district, all that lies in it, and those whose middle is near its own.

    Without an outline nobody knows what is near.
    """
    inside = districts_within(town, district_id)
    if not km or not inside:
        return inside
    rows = District.objects.filter(municipality=town, geometry__isnull=False).active()
    middles = {row.pk: middle for row in rows if (middle := _middle_of(row))}
    here = middles.get(district_id)
    if here is None:
        return inside
    near = {
        pk for pk, there in middles.items() if distance(here, there) <= km * _METRES
    }
    return inside | near


def _middle_of(district: District) -> Point | None:
    try:
        return centre(read_area(district.geometry))
    except NotAnArea:
        return None
