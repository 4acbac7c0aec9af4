"""Who agreed that help is looked for, what was looked for, and who looks for it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from hafen.casework.cases.models import (
    Case,
    Client,
    Consent,
    Household,
    Membership,
    NeedTopic,
    SoughtHelp,
)
from hafen.core.accounts.models import RoleAssignment, User
from hafen.core.places.queries import middle_of
from hafen.exchange.pool.models import Level, Need, Seeker
from hafen.exchange.pool.queries import ranked_offers
from hafen.exchange.pool.rules import PLACE

_ADULT = 18
# Of so many the reasons are shown; the desk of the exchange sees the list.
_SHOWN = 3


def consents_to_matching(case: Case, *, today: date) -> QuerySet[Consent]:
    """Return by which consents help may be looked for in a case, without a name."""
    people = Client.objects.filter(household=case.household_id)
    if case.client_id:
        people = people.filter(pk=case.client_id)
    rows = Consent.objects.valid(today).filter(
        kind=Consent.Kind.MATCHING, client__in=people.values("pk")
    )
    return rows.select_related("client__household").order_by("client__sort_key", "id")


def sought_in(case: Case) -> QuerySet[SoughtHelp]:
    rows = SoughtHelp.objects.filter(client__household=case.household_id)
    if case.client_id:
        rows = rows.filter(client=case.client_id)
    return rows.select_related("client", "need__owner").order_by("-created_at", "-id")


def desks_of_help(user: User, *, today: date) -> QuerySet[User]:
    """Return who can look for help in the exchange."""
    roles = RoleAssignment.objects.in_force(today).filter(role__in=PLACE.roles)
    people = User.objects.filter(
        municipality=user.municipality_id, is_active=True, pk__in=roles.values("user")
    )
    return people.order_by("name", "id")


def derived(client: Client, today: date) -> dict[str, Any]:
    """Return what the exchange may know of a person: facts that name nobody."""
    age = client.age_on(today)
    return {
        "languages": dict.fromkeys(client.languages[:1], Level.GOOD),
        "district": client.household.district,
        "is_for_minor": age is not None and age < _ADULT,
        "language": client.municipality.default_language,
    }


def in_household(case: Case, *, today: date) -> list[Client]:
    """Return for whom a case is: its person, or who lives in the household, who
    leads it first; one query.
    """
    here = Membership.objects.valid(today).filter(household=case.household_id)
    if case.client_id:
        here = here.filter(client=case.client_id)
    rows = here.select_related("client__household__district", "client__municipality")
    found = sorted(
        rows.order_by("client__sort_key", "client"),
        key=lambda row: row.kind != Membership.Kind.HEAD,
    )
    return [row.client for row in found]


@dataclass(frozen=True)
class Helpers:
    """How many of the exchange fit, and what speaks for the best of them; no names.

    :param sought: what is looked for already; None where it could be
    """

    kind: str
    fitting: int
    reasons: list[list[str]]
    sought: SoughtHelp | None = None


def helpers_for(
    topic: NeedTopic, client: Client, kind: str, *, today: date
) -> list[Helpers]:
    """
    Return who of the exchange fits a need: for what is looked for already, else for
    what could be, by the facts that the exchange would learn. Nothing is kept.

    :param kind: which help is looked for in this area of life; empty for none
    """
    rows = SoughtHelp.objects.filter(topic=topic).select_related(
        "need__seeker", "need__district"
    )
    found = [_ranked(row.need, today, row) for row in rows if row.need.is_living]
    if found or not kind or topic.is_special:
        return found
    facts = derived(client, today)
    need = Need(
        municipality=client.municipality,
        seeker=Seeker(municipality=client.municipality),
        kind=kind,
        waiting_since=today,
        min_slots=0,
        **facts,
    )
    need.latitude, need.longitude = middle_of(facts["district"])
    return [_ranked(need, today, None)]


def _ranked(need: Need, today: date, sought: SoughtHelp | None) -> Helpers:
    ranking = ranked_offers(need, today=today, names={})
    best = ranking.candidates[:_SHOWN]
    reasons = [[line.name for line in each.best_lines] for each in best]
    label = need.get_kind_display()
    return Helpers(label, len(ranking.candidates), reasons, sought)


@dataclass(frozen=True)
class Staying:
    """Whether something is looked for in the exchange, and whether help runs."""

    is_looked_for: bool
    runs: bool

    def __bool__(self) -> bool:
        return self.is_looked_for or self.runs


def staying_with(*, case: Case | None = None, household: Household) -> Staying:
    """Return what of a case, or of a household, does not end by itself."""
    rows = SoughtHelp.objects.filter(client__household=household)
    if case is not None:
        rows = SoughtHelp.objects.filter(case=case)
    return Staying(
        is_looked_for=rows.looked_for().exists(), runs=rows.running().exists()
    )
