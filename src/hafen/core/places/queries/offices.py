"""Who is responsible, and what a site may do on behalf of an authority."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from hafen.core.places.models import (
    Delegation,
    District,
    Municipality,
    Responsibility,
    Site,
    Unit,
    UnitContact,
)
from hafen.core.places.models.offices import valid_on
from hafen.core.places.queries.territory import ancestors_of
from hafen.core.places.rules import VIEW_PLACES


def units_of(municipality: Municipality, *, on: date) -> QuerySet[Unit]:
    """Return the units that the public may see."""
    return (
        Unit.objects.filter(valid_on(on), municipality=municipality, is_public=True)
        .select_related("site", "parent")
        .order_by("sort_key", "pk")
    )


def units_visible_to(user: Any) -> QuerySet[Unit]:
    return _visible(
        Unit.objects.select_related("site", "parent").order_by("sort_key", "pk"), user
    )


def contacts_visible_to(user: Any) -> QuerySet[UnitContact]:
    """Return the named colleagues with their direct lines: for staff only."""
    return _visible(
        UnitContact.objects.select_related("unit").order_by("name", "pk"), user
    )


def responsibilities_visible_to(user: Any) -> QuerySet[Responsibility]:
    return _visible(
        Responsibility.objects.select_related("unit", "unit__site", "district"), user
    )


def responsible_units(
    municipality: Municipality,
    *,
    topic: str,
    on: date,
    legal_area: str = "",
    district: District | None = None,
) -> list[Responsibility]:
    """Return who answers for a topic, the most specific responsibility first.

    One that names no legal area or no district holds in all of them.

    :param topic: a code of the taxonomy; a domain covers its sub-topics, whose
        codes begin with its own and a dot or a slash
    """
    found = _in_force(municipality, on=on).filter(topic__in=_with_domains(topic))
    found = _within(found, legal_area=legal_area, district=district)
    return sorted(found, key=lambda row: (-_specificity(row, topic), row.unit.sort_key))


def search_responsibilities(
    municipality: Municipality,
    *,
    words: str,
    on: date,
    legal_area: str = "",
    topics: list[str] | None = None,
) -> list[Responsibility]:
    """Return the responsibilities that a search word or one of the topics names.

    :param topics: codes whose names match what was typed; the edge knows them
    """
    text = words.strip()
    named = (
        Q(topic__in=topics or [])
        | Q(unit__name__icontains=text)
        | Q(keywords__icontains=text)
    )
    found = _in_force(municipality, on=on).filter(named)
    found = _within(found, legal_area=legal_area, district=None)
    return sorted(found, key=lambda row: (-_specificity(row, ""), row.unit.sort_key))


def delegations_visible_to(user: Any) -> QuerySet[Delegation]:
    return _visible(
        Delegation.objects.select_related("authority", "site").order_by(
            "authority__sort_key", "site__sort_key", Lower("act"), "valid_from"
        ),
        user,
    )


def is_delegated(*, site: Site, act: str, on: date) -> bool:
    """Return whether the team of a site may do an act on behalf of an authority."""
    return Delegation.objects.filter(
        valid_on(on),
        municipality=site.municipality_id,
        site=site,
        act__iexact=act,
        state=Delegation.State.IN_FORCE,
    ).exists()


def _visible(rows: QuerySet[Any], user: Any) -> QuerySet[Any]:
    if VIEW_PLACES.held_by(user):
        return rows.filter(municipality=user.municipality_id)
    return rows.none()


def _in_force(municipality: Municipality, *, on: date) -> QuerySet[Responsibility]:
    units = Unit.objects.filter(valid_on(on), municipality=municipality)
    return Responsibility.objects.filter(
        valid_on(on), municipality=municipality, unit__in=units
    ).select_related("unit", "unit__site", "district")


def _within(
    found: QuerySet[Responsibility], *, legal_area: str, district: District | None
) -> QuerySet[Responsibility]:
    if legal_area:
        found = found.filter(legal_area__in=["", legal_area])
    if district is not None:
        found = found.filter(
            Q(district__isnull=True) | Q(district__in=ancestors_of(district))
        )
    return found


def _with_domains(topic: str) -> list[str]:
    """Return the topic and the domains above it."""
    cuts = [number for number, char in enumerate(topic) if char in "./"]
    return [topic, *(topic[:cut] for cut in cuts)]


def _specificity(row: Responsibility, topic: str) -> int:
    return (
        4 * (row.topic == topic)
        + 2 * bool(row.legal_area)
        + (row.district_id is not None)
    )


@dataclass(frozen=True)
class Labelled:
    """A responsibility with the names of its codes in the language of the page."""

    row: Responsibility
    topic: str
    legal_area: str


def labelled(
    rows: Iterable[Responsibility],
    topics: Mapping[str, str],
    legal_areas: Mapping[str, str],
) -> list[Labelled]:
    """Name topics and legal areas; a code that nobody knows stands for itself."""
    return [
        Labelled(
            row,
            topics.get(row.topic, row.topic),
            legal_areas.get(row.legal_area, row.legal_area),
        )
        for row in rows
    ]


@dataclass
class UnitNode:
    """A unit with those that belong to it."""

    unit: Unit
    children: list["UnitNode"] = field(default_factory=list)


def unit_tree(units: Iterable[Unit]) -> list[UnitNode]:
    nodes = {unit.pk: UnitNode(unit) for unit in units}
    roots: list[UnitNode] = []
    for node in nodes.values():
        parent = nodes.get(node.unit.parent_id) if node.unit.parent_id else None
        (parent.children if parent else roots).append(node)
    return roots
