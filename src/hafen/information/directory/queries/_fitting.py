"""Which public offers are open to a reader, and what comes next where."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, Min, OuterRef, Q, Value
from django.utils import timezone

from hafen.core.places.models import Municipality
from hafen.information.directory.eligibility import Answer, Reader, Terms, check
from hafen.information.directory.models import (
    Condition,
    Service,
    ServiceAtLocation,
    ServiceLanguage,
    ServiceQuerySet,
)
from hafen.information.directory.queries._joining import Joining, joinable
from hafen.information.directory.queries._public import cards, published_services
from hafen.information.directory.queries._shown import Card, PublicFilter

MOST = 60


# What speaks for an offer, and how much: a language in common opens every door.
# A condition that the reader meets weighs more than nearness, as it was made for
# people like them.
_WEIGHTS = {
    "language": 4, "residence": 3, "age": 2, "level": 2, "district": 2, "near": 1,
    "places": 1, "full": -9,
}  # fmt: skip


@dataclass(frozen=True)
class Fitting:
    """An offer that is open to the reader, with what could not be checked.

    :param reasons: what speaks for it, and "full" against it, by weight
    """

    card: Card
    open_questions: tuple[str, ...]
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fits:
    """What fits, and how many do not."""

    found: list[Fitting]
    left_out: int


def fitting(
    municipality: Municipality,
    reader: Reader,
    chosen: PublicFilter,
    *,
    language: str,
    now: datetime,
) -> Fits:
    """Return the offers of a filter that are open to a reader, the best first.

    Nothing is kept, and nothing promised: who may come is said by the offer.
    """
    services = published_services(municipality, chosen, now=now)
    rows = list(services.values_list("pk", "age_from", "age_to"))
    terms = _terms(rows)
    answers = {key: check(terms[key], reader) for key, _from, _to in rows}
    open_to = [key for key, answer in answers.items() if answer.fits]
    told = _told(open_to, reader)
    reasons = {key: (*told[key], *answers[key].met) for key in open_to}
    weight = {key: sum(map(_WEIGHTS.__getitem__, reasons[key])) for key in open_to}
    # Sorting keeps the order of those that weigh the same.
    best = sorted(open_to, key=lambda key: -weight[key])[:MOST]
    shown = cards(best, municipality, language=language, now=now)
    return Fits(
        [
            Fitting(card, answers[card.id].open_questions, _by_weight(reasons[card.id]))
            for card in shown
        ],
        left_out=len(rows) - len(open_to),
    )


def _by_weight(reasons: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(reasons, key=lambda reason: -_WEIGHTS[reason]))


def _told(keys: list[UUID], reader: Reader) -> defaultdict[UUID, list[str]]:
    """Return what the entries say of language, nearness and places."""
    spoken = ServiceLanguage.objects.filter(
        service=OuterRef("pk"), language__tag__in=reader.languages
    )
    near = ServiceAtLocation.objects.filter(
        service=OuterRef("pk"), location__district__in=map(UUID, reader.districts)
    )
    rows = Service.objects.filter(pk__in=keys).values_list(
        "pk",
        Exists(spoken) if reader.languages else Value(value=False),
        Exists(near) if reader.districts else Value(value=False),
        "places_free",
    )
    found: defaultdict[UUID, list[str]] = defaultdict(list)
    for key, is_spoken, is_near, places in rows:
        said = {
            "language": is_spoken,
            "near": is_near,
            "places": bool(places),
            "full": places == 0,
        }
        found[key] = [name for name, is_so in said.items() if is_so]
    return found


def answer_for(service: Service, reader: Reader) -> Answer:
    """Return whether one offer is open to a reader."""
    row = (service.pk, service.age_from, service.age_to)
    return check(_terms([row])[service.pk], reader)


def _terms(rows: list[tuple[UUID, int | None, int | None]]) -> dict[UUID, Terms]:
    values: defaultdict[UUID, dict[str, list[str]]] = defaultdict(dict)
    keys = [key for key, _from, _to in rows]
    for found in Condition.objects.filter(service__in=keys):
        values[found.service_id][found.kind] = found.values
    kinds = Condition.Kind
    return {
        key: Terms(
            age_from=age_from,
            age_to=age_to,
            residence=frozenset(values[key].get(kinds.RESIDENCE, ())),
            level=next(iter(values[key].get(kinds.LEVEL, ())), ""),
            districts=frozenset(values[key].get(kinds.DISTRICT, ())),
        )
        for key, age_from, age_to in rows
    }


def by_short_ids(
    municipality: Municipality, wanted: list[str], *, now: datetime
) -> list[UUID]:
    """Return the keys of public offers in the order that is wanted."""
    rows = published_services(municipality, now=now).filter(short_id__in=wanted)
    found = dict(rows.values_list("short_id", "pk"))
    return [found[short] for short in wanted if short in found]


@dataclass(frozen=True)
class NextDate:
    """When something is open next; it may be now."""

    card: Card
    starts_at: datetime
    ends_at: datetime


def next_cafes(
    municipality: Municipality,
    districts: frozenset[UUID],
    *,
    language: str,
    now: datetime,
) -> list[NextDate]:
    """Return the cafés of the town by when they are open next."""
    rows = published_services(municipality, PublicFilter(districts=districts), now=now)
    coming = _with_next(rows.filter(kind__in=Service.CAFES), now)
    dates = {row.pk: row for row in coming.order_by("next_start", "sort_key", "id")}
    found: list[Any] = cards(list(dates), municipality, language=language, now=now)
    return [
        NextDate(card, dates[card.id].next_start, dates[card.id].next_end)
        for card in found
    ]


def _with_next(rows: ServiceQuerySet, now: datetime) -> Any:
    ahead = Q(openings__ends_at__gt=now)
    return rows.annotate(
        next_start=Min("openings__starts_at", filter=ahead),
        next_end=Min("openings__ends_at", filter=ahead),
    ).filter(next_start__isnull=False)


@dataclass(frozen=True)
class CourseLine:
    """A course of the list, and whether one can register for it now."""

    service: Any
    joining: Joining | None = None

    @property
    def course(self) -> Any:
        return self.service.course

    @property
    def is_full(self) -> bool:
        return bool(self.service.places_free == 0)


def courses(
    municipality: Municipality,
    *,
    level: str = "",
    with_places: bool = False,
    near: frozenset[UUID] = frozenset(),
    now: datetime,
) -> list[CourseLine]:
    """Return the running and coming courses, those in the districts first.

    :param level: what somebody can do already; the course begins there or below
        and leads beyond
    """
    today = timezone.localdate(now)
    rows = (
        Service.objects.filter(municipality=municipality, kind=Service.Kind.COURSE)
        .public(today)
        .filter(course__isnull=False)
        .exclude(course__ends_on__lt=today)
        .select_related("course", "organisation")
        .prefetch_related("places__location__district")
    )
    if level:
        rows = rows.filter(course__level_from__lte=level, course__level_to__gt=level)
    if with_places:
        rows = rows.exclude(places_free=0)
    found = list(rows.order_by(F("course__starts_on").asc(nulls_last=True), "sort_key"))
    found.sort(key=lambda service: not _is_near(service, near))
    open_now = joinable(municipality, found, now=now)
    return [CourseLine(service, open_now.get(service.pk)) for service in found]


def _is_near(service: Service, near: frozenset[UUID]) -> bool:
    return any(at.location.district_id in near for at in service.places.all())
