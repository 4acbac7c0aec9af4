"""How many on a day: persons, households and benefit communities, said apart."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from hafen.casework.cases.models import (
    BenefitMember,
    Circumstance,
    Client,
    Membership,
)


def persons_by(
    clients: QuerySet[Client], kind: str, *, day: date
) -> list[tuple[str, int]]:
    """Return how many persons stood in each way on a day; "" for unknown.

    Only those count who belonged to a household on that day.
    """
    # Who was entered twice counts once.
    clients = clients.filter(same_as__isnull=True)
    here = Membership.objects.valid(day).filter(client__in=clients.values("pk"))
    known = Circumstance.objects.valid(day).filter(
        kind=kind, client__in=here.values("client")
    )
    rows = known.order_by().values("code").annotate(count=Count("pk"))
    found = {row["code"]: row["count"] for row in rows}
    rest = here.count() - sum(found.values())
    return sorted(found.items()) + ([("", rest)] if rest else [])


@dataclass(frozen=True)
class LegalAreas:
    """Persons by legal area, and the benefit communities that are mixed."""

    persons: dict[str, int]
    communities: int
    mixed: int


def legal_areas(clients: QuerySet[Client], *, day: date) -> LegalAreas:
    """Count by legal area on a day; a mixed community counts once as mixed."""
    kind = Circumstance.Kind.LEGAL_AREA
    clients = clients.filter(same_as__isnull=True)
    persons = dict(persons_by(clients, kind, day=day))
    on_day = Q(valid_until__isnull=True) | Q(valid_until__gte=day)
    members = BenefitMember.objects.filter(
        on_day, valid_from__lte=day, client__in=clients.values("pk")
    )
    area = {
        row.client_id: row.code.partition(".")[0]
        for row in Circumstance.objects.valid(day).filter(
            kind=kind, client__in=members.values("client")
        )
    }
    areas: dict[Any, set[str]] = {}
    for community, client in members.values_list("community", "client"):
        areas.setdefault(community, set()).add(area.get(client, ""))
    mixed = sum(len(found - {""}) > 1 for found in areas.values())
    return LegalAreas(persons, len(areas), mixed)
