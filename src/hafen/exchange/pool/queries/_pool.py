"""Reads of the exchange: postings, pairs and their steps."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from hafen.core.accounts.models import User
from hafen.core.db.names import spellings
from hafen.core.places.models import Municipality
from hafen.core.places.queries import DistrictNode
from hafen.exchange.pool.models import (
    ACTIVE,
    PAIRINGS,
    TAKEN,
    CityPlan,
    Clearance,
    Exclusion,
    FactCorrection,
    Helper,
    Match,
    MatchQuerySet,
    Need,
    Offer,
    PairWish,
    PlannedPair,
    Posting,
    PostingQuerySet,
    Seeker,
)
from hafen.exchange.pool.persons import same_person
from hafen.exchange.pool.queries._nearness import around
from hafen.exchange.pool.queries._ranking import for_engine
from hafen.exchange.pool.rules import VIEW_POOL

_MOST_ALIKE = 8
_MOST_NAMED = 12


def needs_visible_to(user: User) -> Any:
    return _visible(Need, user)


def offers_visible_to(user: User) -> Any:
    return _visible(Offer, user)


def _visible(model: type[Posting], user: User) -> Any:
    if not VIEW_POOL.held_by(user):
        return model.objects.none()
    return model.objects.filter(municipality=user.municipality_id)


def matches_visible_to(user: User) -> MatchQuerySet:
    if not VIEW_POOL.held_by(user):
        return Match.objects.none()
    rows = Match.objects.filter(municipality=user.municipality_id)
    return rows.select_related(
        "municipality",
        "need__seeker",
        "need__district",
        "offer__helper",
        "offer__district",
    )


@dataclass(frozen=True)
class PostingFilter:
    """Which postings are meant; what is empty does not narrow.

    :param part: "open", "late", "unplaced", "paused", "closed" or "all"
    :param words: a part of the title, or of a name
    :param km: so many kilometres around the district too, the nearest first
    :param first: entered on this day or later
    :param is_placed: the days are those on which somebody was proposed for it
    """

    part: str = "open"
    words: str = ""
    kind: str = ""
    language: str = ""
    skill: str = ""
    district: DistrictNode | None = None
    km: int | None = None
    owner: UUID | None = None
    first: date | None = None
    last: date | None = None
    is_placed: bool = False

    @property
    def count(self) -> int:
        named = {key: value for key, value in vars(self).items() if key != "part"}
        return sum(bool(value) for value in named.values())


def filtered(
    rows: PostingQuerySet, chosen: PostingFilter, *, today: date
) -> PostingQuerySet:
    """Keep what the filter names."""
    exact = {
        "kind": chosen.kind,
        "owner": chosen.owner,
        "languages__has_key": chosen.language,
    }
    found = part_of(rows, chosen.part, today=today)
    found = found.filter(**{name: value for name, value in exact.items() if value})
    days = {
        "created_at__date__gte": chosen.first,
        "created_at__date__lte": chosen.last,
    }
    days = {name: day for name, day in days.items() if day}
    if chosen.is_placed:
        side = "need" if rows.model is Need else "offer"
        found = found.filter(
            Exists(Match.objects.filter(**days, **{side: OuterRef("pk")}))
        )
    else:
        found = found.filter(**days)
    if chosen.district:
        found = around(found, chosen.district, chosen.km)
    if chosen.skill:
        able = Q(skills__contains=[chosen.skill])
        if rows.model is Offer:
            able |= Q(helper__skills__contains=[chosen.skill])
        found = found.filter(able)
    if chosen.words:
        side = "seeker" if rows.model is Need else "helper"
        said = Q(title__icontains=chosen.words)
        for spelling in spellings(chosen.words):
            said |= Q(**{f"{side}__sort_key__contains": spelling})
        found = found.filter(said)
    return found


def part_of(rows: PostingQuerySet, part: str, *, today: date) -> PostingQuerySet:
    """Return one part of a list; all of it where the name is unknown."""
    side = "need" if rows.model is Need else "offer"
    living = Match.objects.filter(state__in=ACTIVE, **{side: OuterRef("pk")})
    parts = {
        "open": rows.open(),
        "late": rows.open().filter(due_on__lt=today),
        "unplaced": rows.open().exclude(Exists(living)),
        "paused": rows.filter(state=Posting.State.PAUSED),
        "closed": rows.exclude(state__in=[Posting.State.OPEN, Posting.State.PAUSED]),
    }
    return parts.get(part, rows)


def listed(rows: PostingQuerySet) -> PostingQuerySet:
    """Bring along what a list shows of each posting, in the same query."""
    joined = rows.select_related("district", "owner", "team")
    if rows.model is Need:
        return joined.select_related("seeker").with_free()
    found: PostingQuerySet = for_engine(joined)
    return found


def placements_of(posting: Posting) -> MatchQuerySet:
    """Return the pairs of a posting, those that live first."""
    side = "need" if posting.is_need else "offer"
    return (
        Match.objects.filter(**{side: posting})
        .select_related("need__seeker", "offer__helper")
        .order_by(F("closed_at").desc(nulls_first=True), "-created_at", "id")
    )


def steps_of(match: Match) -> Any:
    return match.steps.select_related("by").order_by("at", "id")


def corrections_of(posting: Posting) -> QuerySet[FactCorrection]:
    side = "need" if posting.is_need else "offer"
    rows = FactCorrection.objects.filter(**{side: posting})
    return rows.select_related("by").order_by("-agreed_on", "-id")


def broken_rules(need: Need, offer: Offer) -> list[str]:
    """Return the hard rules that a pair breaks, as the database sees it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pool_broken_rules(%s, %s)", [need.pk, offer.pk])
        [found] = cursor.fetchone()
    return list(found) if found is not None else ["KIND"]


def free_places(posting: Posting) -> int:
    side = "need" if posting.is_need else "offer"
    taken = Match.objects.filter(state__in=TAKEN, **{side: posting}).count()
    return max(posting.places - taken, 0)


def is_pairing(need: Need) -> bool:
    """Return whether both have to agree and talk first."""
    return need.kind in PAIRINGS


def helpers_visible_to(user: User) -> QuerySet[Helper]:
    if not VIEW_POOL.held_by(user):
        return Helper.objects.none()
    rows = Helper.objects.filter(municipality=user.municipality_id)
    return rows.order_by("sort_key", "id")


def is_cleared_for_minors(town: Municipality, email: str, day: date) -> bool:
    """Return whether a helper with this address may be alone with minors.

    For rooms above, about somebody who has proven the address: the desk has seen
    an extended certificate, and it holds on the day.
    """
    holds = Q(clearance_until__isnull=True) | Q(clearance_until__gte=day)
    rows = Helper.objects.filter(
        holds, municipality=town, clearance__gte=Clearance.EXTENDED
    )
    return bool(email) and rows.filter(email__iexact=email).exists()


def seekers_visible_to(user: User) -> QuerySet[Seeker]:
    if not VIEW_POOL.held_by(user):
        return Seeker.objects.none()
    rows = Seeker.objects.filter(municipality=user.municipality_id)
    return rows.order_by("sort_key", "id")


def exclusions_visible_to(user: User, person: UUID | None = None) -> Any:
    """Return who is kept apart from whom, the newest first.

    :param person: a helper or somebody looking for help, if only one is meant
    """
    if not VIEW_POOL.held_by(user):
        return Exclusion.objects.none()
    rows = Exclusion.objects.filter(municipality=user.municipality_id)
    if person is not None:
        rows = rows.filter(Q(helper=person) | Q(seeker=person))
    return rows.select_related("helper", "seeker").order_by("-created_at", "id")


def people_visible_to(user: User, side: str) -> Any:
    """Return who looks for help, or who helps."""
    return seekers_visible_to(user) if side == "need" else helpers_visible_to(user)


def known_people(rows: Any, *, name: str, email: str, phone: str) -> list[Any]:
    """Return who may be the same person, in whatever spelling.

    :param rows: helpers or seekers whom the asker may see
    """
    same = same_person(name=name, email=email, phone=phone)
    return list(rows.filter(same)[:_MOST_ALIKE])


def people_named(rows: Any, words: str) -> Any:
    """Return whoever has a name that holds the words, in whatever spelling; some.

    :param rows: helpers or seekers whom the asker may see
    """
    if not words.strip():
        return rows.none()
    said = Q()
    for spelling in spellings(words):
        said |= Q(sort_key__contains=spelling)
    return rows.filter(said)[:_MOST_NAMED]


def match_of_link(town: Municipality, pk: UUID) -> Match | None:
    """Return a placement for whoever holds its link; the caller checks the code."""
    rows = Match.objects.filter(pk=pk, municipality=town)
    return rows.select_related(
        "municipality", "need__seeker", "need__district", "offer__helper"
    ).first()


def posting_of_link(town: Municipality, part: str, pk: UUID) -> Posting | None:
    model: type[Posting] = Need if part == "need" else Offer
    rows = model.objects.filter(pk=pk, municipality=town)
    found: Posting | None = rows.select_related("municipality").first()
    return found


def plans_visible_to(user: User) -> QuerySet[CityPlan]:
    if not VIEW_POOL.held_by(user):
        return CityPlan.objects.none()
    rows = CityPlan.objects.filter(municipality=user.municipality_id)
    return rows.select_related("municipality", "requested_by").order_by("-created_at")


def pairs_of(plan: CityPlan) -> QuerySet[PlannedPair]:
    """Return the pairs of a plan that are not used yet, those with an offer first."""
    living = Match.objects.active().filter(need=OuterRef("need"))
    rows = plan.pairs.exclude(Exists(living))
    return rows.select_related("need__municipality", "offer__helper").order_by(
        F("offer").asc(nulls_last=True), "-points", "id"
    )


def overrides_visible_to(user: User) -> QuerySet[PairWish]:
    """Return who deviated from plans and why, the newest first."""
    if not VIEW_POOL.held_by(user):
        return PairWish.objects.none()
    rows = PairWish.objects.filter(municipality=user.municipality_id)
    return rows.select_related("need", "offer__helper", "by").order_by("-created_at")
