"""Which entries may be the same thing twice, and how two of them differ."""

from dataclasses import dataclass
from itertools import combinations
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from hafen.core.accounts.models import User
from hafen.core.db.names import sort_key
from hafen.mechanisms.imports.likeness import Entry, likely_duplicates
from hafen.network.organisations.models import (
    ContactPerson,
    Distinct,
    Merge,
    Organisation,
    OrganisationQuerySet,
)
from hafen.network.organisations.queries._organisations import (
    contact_persons_visible_to,
    organisations_editable_by,
)
from hafen.network.organisations.rules import EDIT_EVERY_ORGANISATION


@dataclass(frozen=True)
class Pair:
    """Two entries that may be one.

    :param score: 0 to 100
    :param reasons: of "name", "address", "contact"
    """

    first: Organisation
    second: Organisation
    score: int
    reasons: tuple[str, ...]


def mergeable(user: User) -> OrganisationQuerySet:
    """Return the organisations that somebody may join to others."""
    if not EDIT_EVERY_ORGANISATION.held_by(user):
        return Organisation.objects.none()
    return organisations_editable_by(user).filter(merged_into__isnull=True)


def likely_pairs(user: User) -> list[Pair]:
    """Return the organisations that look alike, the likeliest pair first.

    What somebody said is not the same is not proposed again.
    """
    rows = {str(row.pk): row for row in mergeable(user).present()}
    apart = Distinct.objects.filter(municipality=user.municipality_id)
    known = {frozenset(map(str, pair)) for pair in apart.values_list("first", "second")}
    entries = [likeness_of(row) for row in rows.values()]
    return [
        Pair(rows[pair.first], rows[pair.second], pair.score, pair.reasons)
        for pair in likely_duplicates(entries)
        if frozenset({pair.first, pair.second}) not in known
    ]


def likeness_of(row: Organisation) -> Entry:
    """Return what is compared of an organisation."""
    place = (sort_key(row.street), row.postal_code) if row.street else ()
    contacts = {row.phone, row.email.casefold(), _host(row.website)} - {""}
    # "Brücke" is "Bruecke" there; names in other letters have no such part.
    name = row.slug.replace("-", " ") or row.name
    return Entry(str(row.pk), name, place, frozenset(contacts))


def _host(website: str) -> str:
    return website.partition("//")[2].removeprefix("www.").rstrip("/").casefold()


def likely_persons(
    people: "QuerySet[ContactPerson] | list[ContactPerson]",
) -> list[tuple[ContactPerson, ContactPerson]]:
    """Return the persons of one organisation that may be listed twice."""
    return [
        (first, second)
        for first, second in combinations(people, 2)
        if _is_like(first, second)
    ]


def _is_like(first: ContactPerson, second: ContactPerson) -> bool:
    if sort_key(first.name) == sort_key(second.name):
        return True
    return bool(first.email) and first.email.casefold() == second.email.casefold()


def merges_visible_to(user: User) -> QuerySet[Merge]:
    """Return the merges of organisations that can be undone, the latest first."""
    if not EDIT_EVERY_ORGANISATION.held_by(user):
        return Merge.objects.none()
    rows = Merge.objects.filter(
        municipality=user.municipality_id,
        organisation__isnull=False,
        undone_at__isnull=True,
    )
    return rows.select_related(
        "organisation", "lost_organisation", "merged_by"
    ).order_by("-id")


def person_merges_of(organisation: UUID, user: User) -> QuerySet[Merge]:
    """Return the merges of an organisation's persons that can be undone."""
    editable = organisations_editable_by(user).filter(pk=organisation)
    rows = Merge.objects.filter(
        person__organisation__in=editable, undone_at__isnull=True
    )
    return rows.select_related("person", "lost_person").order_by("-id")


def persons_mergeable(organisation: UUID, user: User) -> QuerySet[ContactPerson]:
    editable = organisations_editable_by(user).filter(pk=organisation)
    return contact_persons_visible_to(user).filter(organisation__in=editable)


def pointing_to(key: UUID, relations: list[tuple[Any, str]]) -> list[tuple[str, int]]:
    """Return what points to an entry and how much of it, the most first."""
    counted: dict[str, int] = {}
    for model, field in relations:
        if number := model._base_manager.filter(**{field: key}).count():
            name = str(model._meta.verbose_name_plural)
            counted[name] = counted.get(name, 0) + number
    return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
