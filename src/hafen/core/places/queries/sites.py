"""Sites, and which one is in charge."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from hafen.core.db.names import short_id_in, sort_key
from hafen.core.places.addresses import house_number, street_key
from hafen.core.places.models import (
    District,
    Municipality,
    Room,
    Shortcoming,
    Site,
    StreetRange,
)
from hafen.core.places.models.offices import valid_on
from hafen.core.places.models.sites import SiteQuerySet
from hafen.core.places.models.territory import Territory
from hafen.core.places.queries.territory import (
    ancestors_of,
    district_of_point,
    districts_named,
    members,
)
from hafen.core.places.rules import VIEW_PLACES


def published_sites(municipality: Municipality, *, on: date) -> SiteQuerySet:
    """Return the sites that the public may see and that are in operation."""
    return (
        Site.objects.filter(municipality=municipality)
        .published()
        .filter(Q(opens_on__isnull=True) | Q(opens_on__lte=on))
        .filter(Q(closes_on__isnull=True) | Q(closes_on__gte=on))
        .select_related("district")
        .in_order()
    )


def site_by_path(municipality: Municipality, path: str, *, on: date) -> Site | None:
    """Return the published site at the end of a public address."""
    found = published_sites(municipality, on=on)
    return found.filter(public_id=short_id_in(path)).first()


def sites_visible_to(user: Any) -> SiteQuerySet:
    if VIEW_PLACES.held_by(user):
        return (
            Site.objects.filter(municipality=user.municipality_id)
            .select_related("district", "administered_by")
            .in_order()
        )
    return Site.objects.none()


def site_for_address(
    municipality: Municipality,
    *,
    street: str,
    number: str = "",
    postal_code: str = "",
    on: date,
) -> Site | None:
    """Return the published site in charge of an address, None if none is known.

    The narrowest range of the street decides; a range that names a district
    only leads to the site whose target region holds it.
    """
    ranges = StreetRange.objects.filter(
        municipality=municipality, street_key=street_key(street)
    ).select_related("district")
    if postal_code:
        ranges = ranges.filter(postal_code__in=["", postal_code])
    sites = published_sites(municipality, on=on)
    for found in _narrowest(ranges, house_number(number)):
        if found.site_id:
            return sites.filter(pk=found.site_id).first()
        if found.district is not None:
            return site_for_district(municipality, found.district, on=on)
    return None


def site_for_district(
    municipality: Municipality, district: District, *, on: date
) -> Site | None:
    """Return the published site whose target region holds the district.

    The region that names the district itself goes before one that names a
    district around it.
    """
    chain = ancestors_of(district)
    regions = (
        Territory.objects.filter(
            valid_on(on),
            municipality=municipality,
            kind=Territory.Kind.TARGET_REGION,
            members__district__in=chain,
        )
        .values_list("members__district_id", "site_id")
        .order_by("sort_key", "pk")
    )
    by_district: dict[UUID, UUID] = {}
    for district_id, site_id in regions:
        if site_id is not None:
            by_district.setdefault(district_id, site_id)
    sites = {site.pk: site for site in published_sites(municipality, on=on)}
    named = [sites.get(by_district[key]) for key in chain if key in by_district]
    # Where no region names the district, the site that stands in it helps.
    near = [
        site
        for key in chain
        for site in sites.values()
        if site.district_id == key and site.kind == Site.Kind.OFFICE
    ]
    return next((site for site in [*named, *near] if site is not None), None)


def site_for_point(
    municipality: Municipality, *, longitude: float, latitude: float, on: date
) -> Site | None:
    """Return the published site in charge of a point on the map."""
    district = district_of_point(municipality, longitude=longitude, latitude=latitude)
    return site_for_district(municipality, district, on=on) if district else None


def _narrowest(ranges: QuerySet[StreetRange], number: int | None) -> list[StreetRange]:
    """Return the ranges that hold the number, the narrowest first.

    Without a number a range counts when it is the only one of the street.
    """
    rows = list(ranges)
    if number is None:
        return rows if len(rows) == 1 else [row for row in rows if row.holds(None)]
    return sorted((row for row in rows if row.holds(number)), key=_width)


def _width(row: StreetRange) -> tuple[int, bool, str]:
    first, last = row.number_from or 0, row.number_to or 99_999
    return (last - first, row.parity == StreetRange.Parity.ALL, str(row.pk))


def site_in_charge(
    municipality: Municipality, *, place: str, number: str = "", on: date
) -> Site | None:
    """Return the published site in charge of what somebody typed.

    :param place: a street, or the name of a district
    """
    by_street = site_for_address(municipality, street=place, number=number, on=on)
    if by_street is not None:
        return by_street
    for district in districts_named(municipality, place):
        if found := site_for_district(municipality, district, on=on):
            return found
    return None


def sites_matching(rows: SiteQuerySet, *, kind: str, text: str) -> SiteQuerySet:
    """Narrow a list of sites by kind, name, street or district."""
    if kind:
        rows = rows.filter(kind=kind)
    if text:
        rows = rows.filter(
            Q(sort_key__contains=sort_key(text))
            | Q(street__icontains=text)
            | Q(district__name__icontains=text)
        )
    return rows


def rooms_of(site: Site) -> QuerySet[Room]:
    return Room.objects.filter(site=site).order_by("sort_key", "pk")


def shortcomings_of(site: Site) -> QuerySet[Shortcoming]:
    """Return what is not good enough at a site, the open ones first."""
    return (
        Shortcoming.objects.filter(site=site)
        .select_related("room")
        .order_by("decided_on", "-noticed_on", "pk")
    )


def rooms_visible_to(user: Any) -> QuerySet[Room]:
    return Room.objects.filter(site__in=sites_visible_to(user)).select_related("site")


def shortcomings_visible_to(user: Any) -> QuerySet[Shortcoming]:
    return Shortcoming.objects.filter(site__in=sites_visible_to(user)).select_related(
        "site"
    )


def target_regions_of(site: Site, *, on: date) -> QuerySet[Territory]:
    """Return the regions that a site is in charge of, with their districts."""
    return (
        Territory.objects.filter(
            valid_on(on), site=site, kind=Territory.Kind.TARGET_REGION
        )
        .prefetch_related(members())
        .order_by("sort_key", "pk")
    )
