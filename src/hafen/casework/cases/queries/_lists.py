"""Lists of the desk, and what a page of one household or case shows."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from hafen.casework.cases.models import (
    BenefitMember,
    Case,
    CaseQuerySet,
    Circumstance,
    Client,
    Household,
    Membership,
    StandIn,
)
from hafen.casework.cases.queries._names import named
from hafen.core.db.names import spellings

# This long before the end of the longest period a case is to be looked at: of three
# years after two and a half, while there is time to hand it over well.
ALARM = timedelta(days=183)


@dataclass(frozen=True)
class HouseholdFilter:
    """Which households are meant; what is empty does not narrow."""

    part: str = "living"
    words: str = ""
    team: UUID | None = None
    district: UUID | None = None
    on: date | None = None

    @property
    def count(self) -> int:
        named = (self.words, self.team, self.district, self.on)
        return sum(bool(each) for each in named)


def filtered_households(
    rows: QuerySet[Household], chosen: HouseholdFilter, *, today: date
) -> QuerySet[Household]:
    """Keep what the filter names, with the number of people and who is responsible."""
    open_cases = Case.objects.filter(household=OuterRef("pk"), closed_on__isnull=True)
    living = Q(ended_on__isnull=True)
    if chosen.on:
        lived = Membership.objects.valid(chosen.on).filter(
            household=OuterRef("pk"), client__same_as__isnull=True
        )
        living = (living | Q(ended_on__gt=chosen.on)) & Q(Exists(lived))
    parts = {
        "living": living,
        "without": Q(ended_on__isnull=True) & ~Exists(open_cases),
        "ended": Q(ended_on__isnull=False),
    }
    exact = {"team": chosen.team, "district": chosen.district}
    found = rows.filter(
        parts.get(chosen.part, Q()),
        **{name: value for name, value in exact.items() if value},
    )
    if chosen.words:
        found = found.filter(_named(chosen.words, rows.values("pk")))
    here = Membership.objects.valid(today).filter(
        household=OuterRef("pk"), client__same_as__isnull=True
    )
    people = here.order_by().values("household").annotate(count=Count("pk"))
    return (
        found.select_related("team", "district", "owner")
        .annotate(people=Subquery(people.values("count")))
        .order_by("sort_key", "id")
    )


def _named(words: str, homes: QuerySet[Any, Any]) -> Q:
    """Return that one of these households, or one of its people, is called so."""
    people = Client.objects.filter(named(words), household__in=homes)
    # Asked by itself, since an answer to both together reads no index.
    said = Q(pk__in=list(people.values_list("household", flat=True).distinct()))
    for spelling in spellings(words):
        said |= Q(sort_key__contains=spelling)
    return said


@dataclass(frozen=True)
class CaseFilter:
    """Which cases are meant; what is empty does not narrow.

    :param part: "open" on the last day, or today; "opened" or "closed" in the period;
        "all" that were open on a day of it; "ending" or "follow_up"
    """

    part: str = "open"
    words: str = ""
    owner: UUID | None = None
    programme: UUID | None = None
    first: date | None = None
    last: date | None = None

    @property
    def count(self) -> int:
        named = {key: value for key, value in vars(self).items() if key != "part"}
        return sum(bool(value) for value in named.values())


def filtered_cases(
    rows: CaseQuerySet, chosen: CaseFilter, *, today: date
) -> CaseQuerySet:
    goes_on, came = Q(closed_on__isnull=True), Q()
    if chosen.last:
        goes_on |= Q(closed_on__gt=chosen.last)
        came = Q(opened_on__lte=chosen.last)
    parts = {
        "open": came & goes_on,
        "opened": came & _since("opened_on", chosen.first),
        "ending": ends_soon(today),
        "follow_up": follow_up_due(today),
        "closed": ~goes_on & _since("closed_on", chosen.first),
        "all": came & (goes_on | _since("closed_on", chosen.first)),
    }
    exact = {"owner": chosen.owner, "programme": chosen.programme}
    found = rows.filter(
        parts.get(chosen.part, Q()),
        **{name: value for name, value in exact.items() if value},
    )
    if chosen.words:
        homes = rows.values("household")
        named = Household.objects.filter(_named(chosen.words, homes), pk__in=homes)
        found = found.filter(household__in=named.values("pk"))
    return found.order_by(F("until").asc(nulls_last=True), "household__sort_key", "id")


def _since(name: str, first: date | None) -> Q:
    return Q(**{f"{name}__gte": first}) if first else Q(**{f"{name}__isnull": False})


def ends_soon(today: date) -> Q:
    """Return that an open case is close to the longest period, or beyond it."""
    return Q(closed_on__isnull=True, until__lte=today + ALARM)


def follow_up_due(today: date) -> Q:
    return Q(closed_on__isnull=False, follow_up_on__lte=today)


@dataclass(frozen=True)
class Fact:
    """How it stands with somebody in one respect on a day."""

    kind: str
    code: str
    expires_on: date | None

    @property
    def label(self) -> Any:
        return Circumstance.Kind(self.kind).label


@dataclass(frozen=True)
class Member:
    """Somebody in a household on a day.

    :param community: the benefit community of that day; None where there is none
    :param community_is_open: whether no last day in it is known
    """

    membership: Membership
    facts: list[Fact]
    community: "Community | None"
    community_is_open: bool = False

    @property
    def client(self) -> Client:
        return self.membership.client


@dataclass(frozen=True)
class Community:
    """A benefit community as it was on a day."""

    key: str
    number: str
    since: date


@dataclass(frozen=True)
class Members:
    """Who lives in a household on a day, and who has left it until then.

    :param doubles: further entries of a person, here or in another household
    """

    now: list[Member]
    former: list[Membership]
    doubles: list[Membership]

    @property
    def communities(self) -> list[tuple[Community, list[Client], bool]]:
        """Return each with its people, and whether they live under several laws."""
        found: dict[Community, list[Member]] = {}
        for member in self.now:
            if member.community:
                found.setdefault(member.community, []).append(member)
        ranked = sorted(found.items(), key=lambda each: (each[0].since, each[0].key))
        return [
            (community, [each.client for each in people], _is_mixed(people))
            for community, people in ranked
        ]


def _is_mixed(people: list[Member]) -> bool:
    areas = {
        fact.code.partition(".")[0]
        for member in people
        for fact in member.facts
        if fact.kind == Circumstance.Kind.LEGAL_AREA
    }
    return len(areas) > 1


def position_of(client: Client) -> str:
    """Return which position somebody has in the household now, or nothing."""
    rows = Membership.objects.filter(client=client, valid_until=None)
    return rows.values_list("kind", flat=True).first() or ""


def housemates_of(client: Client) -> QuerySet[Client]:
    """Return who else lives in somebody's household now."""
    living = Membership.objects.filter(
        household=client.household_id, valid_until=None
    ).exclude(client=client.pk)
    rows = Client.objects.filter(pk__in=living.values("client"))
    return rows.order_by("sort_key", "id")


def members_on(household: Household, *, day: date) -> Members:
    """Return the members, those of the day each with how it stands on it; one query."""
    here = {"client": OuterRef("client")}
    facts = Circumstance.objects.valid(day).filter(**here).order_by("kind")
    fact = JSONObject(kind="kind", code="code", expires_on="expires_on")
    benefits = BenefitMember.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=day),
        valid_from__lte=day,
        **here,
    )
    benefit = JSONObject(
        key="community_id",
        number="community__number",
        since="community__valid_from",
        until="valid_until",
    )
    rows = (
        Membership.objects.filter(household=household, valid_from__lte=day)
        .select_related("client", "client__same_as")
        .annotate(
            facts=ArraySubquery(facts.values(fact=fact)),
            communities=ArraySubquery(benefits.values(benefit=benefit)),
        )
        .order_by("valid_from", "client__born_on", "client__sort_key", "id")
    )
    here_on_day, former, doubles = [], [], []
    for row in rows:
        if row.client.is_double:
            doubles.append(row)
        elif row.valid_until is None or row.valid_until >= day:
            here_on_day.append(_member(row))
        else:
            former.append(row)
    return Members(here_on_day, former, doubles)


def _member(row: Any) -> Member:
    facts = [
        Fact(fact["kind"], fact["code"], _day(fact["expires_on"])) for fact in row.facts
    ]
    communities = [
        Community(each["key"], each["number"], date.fromisoformat(each["since"]))
        for each in row.communities
    ]
    is_open = bool(communities) and row.communities[0]["until"] is None
    return Member(row, facts, communities[0] if communities else None, is_open)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def history_of(client: Client) -> QuerySet[Circumstance]:
    """Return what is written down of a person, in all entries of theirs."""
    rows = Circumstance.objects.filter(Q(client=client) | Q(client__same_as=client))
    return rows.order_by("kind", "-valid_from")


def deputies_of(case: Case, *, today: date) -> QuerySet[StandIn]:
    """Return who stands in now or later."""
    rows = StandIn.objects.filter(case=case, valid_until__gte=today)
    return rows.select_related("user").order_by("valid_from", "id")
