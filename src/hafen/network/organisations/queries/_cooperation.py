"""Reads of cooperation: how close, by which agreement, where on the map."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery

from hafen.core.accounts.models import User
from hafen.core.places.models import Municipality
from hafen.network.organisations.models import (
    Agreement,
    AgreementParty,
    AgreementQuerySet,
    CaseCooperation,
    CooperationLevel,
    Deliverable,
    Organisation,
    OrganisationDistrict,
    OrganisationQuerySet,
    Presence,
)
from hafen.network.organisations.registries import Fact, fact_sources, map_sources
from hafen.network.organisations.rules import EDIT_COOPERATION, VIEW_COOPERATION


def agreements_visible_to(user: User) -> AgreementQuerySet:
    if not VIEW_COOPERATION.held_by(user):
        return Agreement.objects.none()
    return Agreement.objects.filter(municipality=user.municipality_id)


def agreements_editable_by(user: User) -> AgreementQuerySet:
    if not EDIT_COOPERATION.held_by(user):
        return Agreement.objects.none()
    return Agreement.objects.filter(municipality=user.municipality_id)


def deliverables_editable_by(user: User) -> QuerySet[Deliverable]:
    return Deliverable.objects.filter(agreement__in=agreements_editable_by(user))


def presences_editable_by(user: User) -> QuerySet[Presence]:
    if not EDIT_COOPERATION.held_by(user):
        return Presence.objects.none()
    return Presence.objects.filter(municipality=user.municipality_id)


def with_parties(rows: AgreementQuerySet) -> AgreementQuerySet:
    """Read the parties along, the agreement that ends next first."""
    parties = AgreementParty.objects.select_related("organisation")
    return (
        rows.select_related("owner")
        .prefetch_related(
            Prefetch("parties", parties.order_by("organisation__sort_key"))
        )
        .order_by("ends_on", "-signed_on", "id")
    )


def with_deliverables(rows: AgreementQuerySet) -> AgreementQuerySet:
    """Read along what is owed, what is due first first."""
    owed = Deliverable.objects.order_by("due_on", "id")
    return with_parties(rows).prefetch_related(Prefetch("deliverables", owed))


def level_on(day: date) -> Subquery:
    """Return the level of the organisation of the outer query on a day."""
    rows = CooperationLevel.objects.filter(organisation=OuterRef("pk"), since__lte=day)
    return Subquery(rows.order_by("-since").values("level")[:1])


def levels_of(organisation: Organisation) -> QuerySet[CooperationLevel]:
    """Return how close the cooperation was, the latest level first."""
    return organisation.levels.order_by("-since")


def facts_of(organisation: Organisation, user: User, today: date) -> list[Fact]:
    """Return what upper rooms know of the cooperation with an organisation."""
    return [
        fact
        for source in fact_sources
        for fact in source.find(organisation, user, today)
    ]


def with_cases(
    rows: OrganisationQuerySet, *, first: date, last: date
) -> OrganisationQuerySet:
    """Count as `cases` in how many cases of a period people worked with each."""
    held = Q(case_cooperations__cooperation__month__gte=first.replace(day=1)) & Q(
        case_cooperations__cooperation__month__lte=last
    )
    return rows.annotate(cases=Count("case_cooperations", filter=held))


def case_figures(municipality: UUID, *, first: date, last: date) -> dict[str, int]:
    """Return the cases of a period by level, each counted once."""
    rows = CaseCooperation.objects.filter(
        municipality=municipality, month__gte=first.replace(day=1), month__lte=last
    )
    counted = rows.values_list("level").annotate(number=Count("pk"))
    return dict(counted.order_by())


@dataclass(frozen=True)
class Cell:
    """Field of work and district: who is active there, and what is offered.

    :param names: a few of the organisations
    """

    organisations: int
    offers: int
    names: tuple[str, ...]

    @property
    def is_gap(self) -> bool:
        return not self.organisations and not self.offers

    @property
    def depth(self) -> int:
        """How dark the map draws it, 0 to 4."""
        return min(self.organisations + self.offers, 4)


_NAMED = 5


def network_map(
    municipality: Municipality, *, topics: Iterable[str], districts: Iterable[UUID]
) -> dict[str, list[Cell]]:
    """Return a row of cells for each field of work: the whole town, then districts.

    A gap is a cell without any organisation and any offer; what is done in the
    whole town stands in the first column alone, so that it hides no gap.
    """
    names = _active(municipality)
    offers: Counter[tuple[str, UUID | None]] = Counter()
    for source in map_sources:
        offers.update(source.count(municipality))
    columns: list[UUID | None] = [None, *districts]
    return {
        topic: [
            Cell(
                len(names[topic, column]),
                offers[topic, column],
                tuple(names[topic, column][:_NAMED]),
            )
            for column in columns
        ]
        for topic in topics
    }


def _active(
    municipality: Municipality,
) -> defaultdict[tuple[str, UUID | None], list[str]]:
    """Return the names by domain and district; None is the whole town."""
    where: defaultdict[UUID, list[UUID | None]] = defaultdict(list)
    places = OrganisationDistrict.objects.filter(municipality=municipality)
    for organisation, district in places.values_list("organisation", "district"):
        where[organisation].append(district)
    rows = Organisation.objects.filter(municipality=municipality).present().sorted()
    found: defaultdict[tuple[str, UUID | None], list[str]] = defaultdict(list)
    for row in rows.only("name", "topics", "is_city_wide"):
        columns = [*where[row.pk], *([None] if row.is_city_wide else [])]
        for topic in dict.fromkeys(code.partition(".")[0] for code in row.topics):
            for column in columns:
                found[topic, column].append(row.name)
    return found


def who_serves_where(municipality: Municipality) -> dict[Any, dict[str, list[str]]]:
    """Return for each site who works there, by task; one query."""
    rows = Presence.objects.filter(municipality=municipality).select_related(
        "site", "organisation"
    )
    found: dict[Any, dict[str, list[str]]] = {}
    for row in rows.order_by("site__sort_key", "organisation__sort_key"):
        tasks = found.setdefault(row.site, {task: [] for task in Presence.Task.values})
        tasks[row.task].append(row.organisation.name)
    return found
