"""Figures of volunteering: how many, how much, on how few shoulders, who leaves."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone

from hafen.core.accounts.models import User
from hafen.core.places.models import Municipality
from hafen.exchange.pool.models import Gender, Kind
from hafen.exchange.volunteers.models import (
    Award,
    Exit,
    Hours,
    Idea,
    Referral,
    Volunteer,
)
from hafen.exchange.volunteers.rules import VIEW_VOLUNTEERS

# Smaller groups could be recognised; the figures say "fewer" instead.
FEWEST = 5
_WEEKS = 4
_AGES = ((0, 17), (18, 26), (27, 45), (46, 65), (66, 120))


@dataclass(frozen=True)
class Month:
    """What a month brought."""

    first: date
    active: int
    hours: float


@dataclass(frozen=True)
class Figures:
    """The year until today.

    :param concentration: share of the hours that the busiest tenth gave, percent
    :param carrying_half: so few people gave half of the hours
    :param to_placement: days from the first word to the first acceptance, mean
    :param refugees: None: fewer than can be named
    """

    months: list[Month]
    people: int
    concentration: int
    carrying_half: int
    givers: int
    exits: list[tuple[str, int]]
    kinds: list[tuple[str, int]]
    genders: list[tuple[str, str]]
    ages: list[tuple[str, str]]
    placements: int
    to_placement: int | None
    refugees: int | None
    overloaded: list[tuple[Any, float]]


def figures(user: User, *, today: date, most_hours: int) -> Figures | None:
    """Return the figures of a municipality; None for who may not read them."""
    if not VIEW_VOLUNTEERS.held_by(user):
        return None
    town = user.municipality_id
    since = (today.replace(day=1) - timedelta(days=335)).replace(day=1)
    people = list(Volunteer.objects.filter(municipality=town).select_related("helper"))
    here = [row for row in people if not row.has_left]
    given = Hours.objects.filter(
        municipality=town, state=Hours.State.APPROVED, on__gte=since
    )
    per_person = _per_person(given)
    waits = _waits(town)
    refugees = sum(row.is_refugee is True for row in here)
    return Figures(
        months=_months(given),
        people=len(here),
        concentration=share_of_tenth(per_person),
        carrying_half=carrying_half(per_person),
        givers=len(per_person),
        exits=_exits(people, since),
        kinds=_kinds(here),
        genders=_shy(Counter(_gender(row) for row in here)),
        ages=_shy(Counter(_age(row, today) for row in here)),
        placements=len(waits),
        to_placement=round(sum(waits) / len(waits)) if waits else None,
        refugees=refugees if refugees >= FEWEST else None,
        overloaded=_overloaded(town, today, most_hours),
    )


def _per_person(given: QuerySet[Hours]) -> list[int]:
    rows = given.values("volunteer").annotate(sum=Sum("minutes"))
    return sorted((row["sum"] for row in rows), reverse=True)


def share_of_tenth(per_person: list[int]) -> int:
    """Return which share of all hours the busiest tenth gave, in percent."""
    total = sum(per_person)
    tenth = -(-len(per_person) // 10)
    return round(100 * sum(per_person[:tenth]) / total) if total else 0


def carrying_half(per_person: list[int]) -> int:
    """Return how few people gave half of all hours."""
    half, seen = sum(per_person) / 2, 0
    for place, minutes in enumerate(per_person, start=1):
        seen += minutes
        if seen >= half:
            return place
    return 0


def _months(given: QuerySet[Hours]) -> list[Month]:
    rows = (
        given.annotate(month=TruncMonth("on"))
        .values("month")
        .annotate(active=Count("volunteer", distinct=True), sum=Sum("minutes"))
        .order_by("month")
    )
    return [Month(r["month"], r["active"], round(r["sum"] / 60, 1)) for r in rows]


def _exits(people: list[Volunteer], since: date) -> list[tuple[str, int]]:
    gone = Counter(
        row.exit_reason for row in people if row.left_on and row.left_on >= since
    )
    return [(str(Exit(code).label), number) for code, number in gone.most_common()]


def _kinds(here: list[Volunteer]) -> list[tuple[str, int]]:
    found = Counter(kind for row in here for kind in row.kinds)
    return [(str(Kind(code).label), number) for code, number in found.most_common()]


def _gender(row: Volunteer) -> str:
    code = row.helper.gender
    return str(Gender(code).label) if code else "–"


def _age(row: Volunteer, today: date) -> str:
    if row.birth_year is None:
        return "–"
    age = today.year - row.birth_year
    low, high = next((a for a in _AGES if a[0] <= age <= a[1]), _AGES[-1])
    return f"{low}–{high}"


def _shy(found: Counter[str]) -> list[tuple[str, str]]:
    """Return counts; small groups are not told apart from each other."""
    return [
        (name, str(number) if number >= FEWEST else f"< {FEWEST}")
        for name, number in sorted(found.items())
    ]


def _waits(town: UUID) -> list[int]:
    """Return the days from the first word to the first acceptance."""
    first = (
        Referral.objects.filter(municipality=town, answered_at__isnull=False)
        .exclude(state=Referral.State.DECLINED)
        .values("volunteer__created_at", "volunteer")
        .annotate(at=Min("answered_at"))
    )
    return [(row["at"] - row["volunteer__created_at"]).days for row in first]


def _overloaded(town: UUID, today: date, most_hours: int) -> list[tuple[Any, float]]:
    """Return who gave more hours a week lately than was agreed on."""
    since = today - timedelta(weeks=_WEEKS)
    rows = (
        Hours.objects.filter(municipality=town, on__gte=since)
        .exclude(state=Hours.State.REFUSED)
        .values("volunteer")
        .annotate(sum=Sum("minutes"))
    )
    found = {
        row["volunteer"]: row["sum"] / 60 / _WEEKS
        for row in rows
        if row["sum"] / 60 / _WEEKS > most_hours
    }
    people = Volunteer.objects.filter(pk__in=found).select_related("helper")
    return [(row, round(found[row.pk], 1)) for row in people.order_by("pk")]


def awards_visible_to(user: User, *, year: int) -> QuerySet[Award]:
    if not VIEW_VOLUNTEERS.held_by(user):
        return Award.objects.none()
    rows = Award.objects.filter(municipality=user.municipality_id, year=year)
    return rows.select_related("volunteer__helper").order_by(
        "volunteer__helper__sort_key", "kind", "pk"
    )


@dataclass(frozen=True)
class Earned:
    """Somebody who has given enough hours in a year to be thanked."""

    volunteer: Any
    minutes: int
    kinds: list[str]


def to_be_thanked(
    user: User, *, year: int, award_hours: int, card_hours: int
) -> list[Earned]:
    """Return who reached a threshold of a year and was not thanked for it yet."""
    if not VIEW_VOLUNTEERS.held_by(user):
        return []
    in_year = Q(hours__state=Hours.State.APPROVED, hours__on__year=year)
    rows = (
        Volunteer.objects.filter(municipality=user.municipality_id)
        .annotate(sum=Sum("hours__minutes", filter=in_year))
        .filter(sum__gte=min(award_hours, card_hours) * 60)
        .select_related("helper")
        .order_by("-sum", "pk")
    )
    done: dict[UUID, set[str]] = defaultdict(set)
    awards = Award.objects.filter(municipality=user.municipality_id, year=year)
    for volunteer, kind in awards.values_list("volunteer", "kind"):
        done[volunteer].add(kind)
    thresholds = {Award.Kind.CERTIFICATE: award_hours, Award.Kind.CARD: card_hours}
    found = []
    for row in rows:
        kinds = [
            kind.value
            for kind, hours in thresholds.items()
            if row.sum >= hours * 60 and kind not in done[row.pk]  # type: ignore[attr-defined]  # annotated
        ]
        if kinds:
            found.append(Earned(row, row.sum, kinds))  # type: ignore[attr-defined]  # annotated
    return found


def tasks_done(volunteer: Volunteer, *, year: int) -> list[tuple[str, int]]:
    """Return what somebody did in a year and how long, the longest first."""
    rows = (
        volunteer.hours.filter(state=Hours.State.APPROVED, on__year=year)
        .values("what")
        .annotate(sum=Sum("minutes"))
        .order_by("-sum", "what")
    )
    return [(row["what"], row["sum"]) for row in rows]


def ideas_visible_to(user: User) -> QuerySet[Idea]:
    if not VIEW_VOLUNTEERS.held_by(user):
        return Idea.objects.none()
    return _supported(Idea.objects.filter(municipality=user.municipality_id))


def public_ideas(town: Municipality) -> QuerySet[Idea]:
    shown = [Idea.State.PUBLISHED, Idea.State.PROJECT]
    return _supported(Idea.objects.filter(municipality=town, state__in=shown))


def _supported(rows: QuerySet[Idea]) -> QuerySet[Idea]:
    return (
        rows.select_related("task", "municipality")
        .annotate(number=Count("supporters"))
        .order_by("-created_at", "-pk")
    )


def inactive_since(user: User, *, today: date) -> QuerySet[Volunteer]:
    """Return who is ready or placed and gave no hour for half a year."""
    if not VIEW_VOLUNTEERS.held_by(user):
        return Volunteer.objects.none()
    lately = Hours.objects.filter(
        volunteer=OuterRef("pk"), on__gte=today - timedelta(days=183)
    )
    rows = Volunteer.objects.active().filter(municipality=user.municipality_id)
    old = timezone.now() - timedelta(days=183)
    found = rows.filter(created_at__lt=old).exclude(Exists(lately))
    return found.select_related("helper").order_by("helper__sort_key", "pk")
