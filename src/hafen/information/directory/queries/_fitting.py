"""Which public offers are open to a reader, and what comes next where."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, Min, OuterRef, Q, Value
from django.db.models.functions import JSONObject
from django.utils import timezone

from hafen.core.places.models import Municipality
from hafen.core.taxonomy.reference import fallback_chain
from hafen.core.translation.texts import LOADED, Text, text_in
from hafen.information.directory.eligibility import Answer, Reader, Terms, check
from hafen.information.directory.models import (
    Condition,
    Service,
    ServiceLanguage,
    ServiceQuerySet,
    ServiceTranslation,
)
from hafen.information.directory.queries._joining import Joining, joinable
from hafen.information.directory.queries._public import (
    cards,
    in_districts,
    published_services,
)
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
class Named:
    """An offer as a choice: what it is called, and whose it is."""

    id: UUID
    name: Text
    organisation: str


Shown = TypeVar("Shown", Card, Named)


@dataclass(frozen=True)
class Fitting(Generic[Shown]):
    """An offer that is open to the reader, with what could not be checked.

    :param reasons: what speaks for it, and "full" against it, by weight
    """

    card: Shown
    open_questions: tuple[str, ...]
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fits(Generic[Shown]):
    """What fits, and how many do not."""

    found: list[Fitting[Shown]]
    left_out: int


@dataclass(frozen=True)
class _Weighed:
    """The offers that are open to a reader, the best first, and how many are not."""

    rows: list[Any]
    answers: dict[UUID, Answer]
    reasons: dict[UUID, tuple[str, ...]]
    left_out: int

    def fits(self, shown: Iterable[Shown]) -> Fits[Shown]:
        found = [
            Fitting(
                each,
                self.answers[each.id].open_questions,
                _by_weight(self.reasons[each.id]),
            )
            for each in shown
        ]
        return Fits(found, self.left_out)


def fitting(
    municipality: Municipality,
    reader: Reader,
    chosen: PublicFilter,
    *,
    language: str,
    now: datetime,
) -> Fits[Card]:
    """Return the offers of a filter that are open to a reader, the best first.

    Nothing is kept, and nothing promised: who may come is said by the offer.
    """
    weighed = _weighed(published_services(municipality, chosen, now=now), reader)
    best = [row.pk for row in weighed.rows]
    return weighed.fits(cards(best, municipality, language=language, now=now))


def fitting_names(
    municipality: Municipality,
    reader: Reader,
    chosen: PublicFilter,
    *,
    language: str,
    now: datetime,
) -> Fits[Named]:
    """Return what `fitting` does, by name alone; one query."""
    texts = ServiceTranslation.objects.filter(
        service=OuterRef("pk"), language__in=fallback_chain(language)
    )
    told = {name: name for name in ("language", "name", "state", "checked_at")}
    rows = published_services(municipality, chosen, now=now).annotate(
        texts=ArraySubquery(texts.values(said=JSONObject(**told)))
    )
    weighed = _weighed(rows.select_related("organisation"), reader)
    for row in weighed.rows:
        setattr(row, LOADED, [ServiceTranslation(**said) for said in row.texts])
    return weighed.fits(
        Named(row.pk, text_in(row, language), row.organisation.name)
        for row in weighed.rows
    )


def _weighed(services: ServiceQuerySet, reader: Reader) -> _Weighed:
    rows: list[Any] = list(_with_terms(_told_to(services, reader)))
    answers = {row.pk: check(_terms(row, row.terms), reader) for row in rows}
    open_to = [row for row in rows if answers[row.pk].fits]
    reasons = {row.pk: (*_said(row), *answers[row.pk].met) for row in open_to}
    weight = {key: sum(map(_WEIGHTS.__getitem__, reasons[key])) for key in reasons}
    # Sorting keeps the order of those that weigh the same.
    best = sorted(open_to, key=lambda row: -weight[row.pk])[:MOST]
    return _Weighed(best, answers, reasons, len(rows) - len(open_to))


def _by_weight(reasons: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(reasons, key=lambda reason: -_WEIGHTS[reason]))


def _told_to(services: ServiceQuerySet, reader: Reader) -> ServiceQuerySet:
    """Add whether a language is in common, and whether it is near."""
    spoken = ServiceLanguage.objects.filter(
        service=OuterRef("pk"), language__tag__in=reader.languages
    )
    near = in_districts([UUID(key) for key in reader.districts])
    return services.annotate(
        is_spoken=Exists(spoken) if reader.languages else Value(value=False),
        is_near=near if reader.districts else Value(value=False),
    )


def _said(row: Any) -> list[str]:
    """Return what an entry says of language, nearness and places."""
    said = {
        "language": row.is_spoken,
        "near": row.is_near,
        "places": bool(row.places_free),
        "full": row.places_free == 0,
    }
    return [name for name, is_so in said.items() if is_so]


def _with_terms(services: ServiceQuerySet) -> ServiceQuerySet:
    """Add the conditions of each offer."""
    terms = Condition.objects.filter(service=OuterRef("pk"))
    told = terms.values(said=JSONObject(kind="kind", values="values"))
    return services.annotate(terms=ArraySubquery(told))


def answer_for(service: Service, reader: Reader) -> Answer:
    """Return whether one offer is open to a reader."""
    known = Condition.objects.filter(service=service).values("kind", "values")
    return check(_terms(service, known), reader)


def _terms(row: Service, conditions: Iterable[Any]) -> Terms:
    values = {each["kind"]: each["values"] for each in conditions}
    kinds = Condition.Kind
    return Terms(
        age_from=row.age_from,
        age_to=row.age_to,
        residence=frozenset(values.get(kinds.RESIDENCE, ())),
        level=next(iter(values.get(kinds.LEVEL, ())), ""),
        districts=frozenset(values.get(kinds.DISTRICT, ())),
    )


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
