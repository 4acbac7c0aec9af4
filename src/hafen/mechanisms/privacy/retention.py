"""What has been kept long enough goes, in every room, by what its models declare.

After DIN 66398: each kind of data has a period and the event that starts it. Files of
persons wait for the release of two people (`releasing.py`); all else goes by itself.
"""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from operator import attrgetter
from typing import Any

from django.db import connection, models, transaction
from django.db.models import Count, DateField, Min, ProtectedError, Q, Value
from django.db.models.functions import Cast
from django.utils import timezone

from hafen.core.audit import services as audit
from hafen.core.db.context import current, opened_for
from hafen.core.db.guards import our_models
from hafen.core.db.personal_data import CASES, AtEnd, DataClass, PersonalData, declared
from hafen.mechanisms.privacy.clocks import clocks
from hafen.mechanisms.privacy.deleting import delete, municipality_of
from hafen.mechanisms.privacy.holding import untouchable
from hafen.mechanisms.privacy.models import KeepingPeriod
from hafen.mechanisms.privacy.rights import Model, is_needed_by_kept
from hafen.mechanisms.privacy.words import table_name

# How long before they are due files stand in the list.
AHEAD = timedelta(weeks=6)
# What nobody has released that long after its day is overdue.
PATIENCE = timedelta(weeks=4)
_FILES = frozenset({DataClass.C2, DataClass.C3, DataClass.C4})
# Fifty-six random bits, below zero.
_RANDOM = """
-1 - ('x' || substr(replace(gen_random_uuid()::text, '-', ''), 1, 15))::bit(60)::bigint
"""


@dataclass(frozen=True)
class Kind:
    """One kind of rows that goes by its period, here and today.

    :param days: the declared period, or that of the municipality
    """

    model: Model
    found: PersonalData
    days: int

    @property
    def label(self) -> str:
        return self.model._meta.label

    @property
    def name(self) -> Any:
        return table_name(self.model)

    @property
    def needs_release(self) -> bool:
        return needs_release(self.model)

    @property
    def start(self) -> str:
        """Return the column from which the period runs."""
        return "ended" if self.label in clocks else self.found.keep_from

    def rows(self) -> models.QuerySet[Any]:
        rows = self.model._default_manager.order_by()
        return clocks[self.label].begin(rows) if self.label in clocks else rows

    def first_kept(self, now: datetime) -> date | datetime:
        """Return the beginning of what must still be kept."""
        first = now - timedelta(days=self.days)
        is_instant = self.label not in clocks and isinstance(
            self.model._meta.get_field(self.start), models.DateTimeField
        )
        return first if is_instant else timezone.localdate(first)

    def over(self, now: datetime) -> models.QuerySet[Any]:
        """Return the rows whose period has ended."""
        return self.rows().filter(**{f"{self.start}__lt": self.first_kept(now)})

    def waiting(self, now: datetime) -> models.QuerySet[Any]:
        """Return the rows of which something has to go."""
        rows = self.over(now)
        is_kept = self.found.at_end is AtEnd.ANONYMISE
        return rows.filter(_holds(self.model, self.found)) if is_kept else rows


def swept_models() -> Iterator[tuple[Model, PersonalData]]:
    """Return the models that go by their period, with what they declare."""
    for model in our_models():
        found = declared(model)
        if found is None or not found.is_personal:
            continue
        if model._meta.label in clocks or (
            found.keep_for is not None and found.keep_from
        ):
            yield model, found


def kinds(today: date) -> list[Kind]:
    """Return what goes by its period in the municipality of the context."""
    own = periods_on(today)
    return [
        Kind(model, found, own.get(model._meta.label, declared_days(model, found)))
        for model, found in swept_models()
    ]


def declared_days(model: Model, found: PersonalData) -> int:
    if found.keep_for is None and model._meta.label in clocks:
        return clocks[model._meta.label].keep_for or 0
    return found.keep_for or 0


def periods_on(day: date) -> dict[str, int]:
    """Return the periods of the municipality of the context that hold on a day."""
    rows = KeepingPeriod.objects.filter(valid_from__lte=day).order_by("valid_from")
    return dict(rows.values_list("kind", "days"))


@cache
def needs_release(model: Model) -> bool:
    """Return whether rows are files of persons, or take parts of files along."""
    found = declared(model)
    if found is None or found.goes_by_itself or found.data_class not in CASES:
        return False
    return any(each in _FILES for each in _classes_below(model))


def _classes_below(model: Model) -> set[DataClass]:
    known, waiting = {model}, [model]
    while waiting:
        for relation in waiting.pop()._meta.related_objects:
            below = relation.related_model
            if relation.on_delete is models.CASCADE and below not in known:
                known.add(below)
                waiting.append(below)
    return {found.data_class for each in known if (found := declared(each))}


@dataclass(frozen=True)
class Due:
    """How many rows of one kind are due soon.

    :param count: until the end of the time that is looked ahead
    :param over: of them those whose period has ended
    :param oldest: since when the oldest of them is not needed any more
    """

    kind: Kind
    count: int
    over: int
    oldest: date

    @property
    def first_day(self) -> date:
        """Return the day on which the oldest could have gone."""
        return self.oldest + timedelta(days=self.kind.days + 1)

    def is_late(self, today: date) -> bool:
        return self.first_day < today - PATIENCE


def due(*, now: datetime) -> list[Due]:
    """Return what is due until `AHEAD`, by kind; in one question for all."""
    by_label = {kind.label: kind for kind in kinds(timezone.localdate(now))}
    parts = [
        kind.waiting(now + AHEAD)
        .annotate(_kind=Value(kind.label), _since=Cast(kind.start, DateField()))
        .values("_kind")
        .annotate(
            _rows=Count("pk"),
            _over=Count("pk", filter=Q(**{f"{kind.start}__lt": kind.first_kept(now)})),
            _oldest=Min("_since"),
        )
        .values_list("_kind", "_rows", "_over", "_oldest")
        for kind in by_label.values()
    ]
    found = parts[0].union(*parts[1:], all=True)
    lines = [Due(by_label[label], *each) for label, *each in found if each[0]]
    return sorted(lines, key=attrgetter("oldest"))


@transaction.atomic
def sweep(*, now: datetime) -> Counter[str]:
    """
    Erase what is overdue in the municipality of the context and needs no release.

    What other rows still need stays until they go; it is tried again each night. So
    does what is on hold or restricted: keeping it is all that may be done with it.

    :return: how many rows went or lost their person, by model
    """
    gone: Counter[str] = Counter()
    here = current().municipality
    # Opened, or what hangs on a row and is restricted would not be seen.
    with opened_for(*[here] if here else []):
        kept = untouchable(here) if here else frozenset()
        # The upper floors own the links, so they go first.
        for kind in reversed(kinds(timezone.localdate(now))):
            if not kind.needs_release:
                gone[kind.label] += _sweep(kind, now, kept)
    gone = +gone
    if gone:
        audit.record(action="privacy.swept", details=dict(gone))
    return gone


def _sweep(kind: Kind, now: datetime, kept: Collection[Any]) -> int:
    if kind.found.at_end is AtEnd.ANONYMISE:
        return _anonymise(kind, now, kept)
    return sum(erase(row, kept) for row in kind.over(now))


def erase(row: models.Model, kept: Collection[Any]) -> int:
    """Erase a row with all below it; nothing while something of it must be kept."""
    if row.pk in kept or is_needed_by_kept(row):
        return 0
    try:
        with transaction.atomic():
            delete(
                type(row)._default_manager.filter(pk=row.pk),
                municipality=municipality_of(row),
                kept=kept,
            )
    except ProtectedError:
        return 0
    return 1


def emptied(model: Model, found: PersonalData) -> dict[str, str | None]:
    """Return what stands in the personal columns when a row stays without them."""
    names = [name for name in found.fields if name not in found.counted_by]
    return {name: None if model._meta.get_field(name).null else "" for name in names}


def _holds(model: Model, found: PersonalData) -> Q:
    """Return which rows still hold something of a person."""
    holds = Q()
    for name, value in emptied(model, found).items():
        holds |= ~Q(**{f"{name}__isnull": True} if value is None else {name: ""})
    return holds


def _anonymise(kind: Kind, now: datetime, kept: Collection[Any]) -> int:
    values = emptied(kind.model, kind.found)
    number = kind.waiting(now).exclude(pk__in=kept).update(**values)
    for name in kind.found.counted_by:
        _cut(kind, name, kind.first_kept(now), kept)
    return number


def _cut(kind: Kind, name: str, begin: date | datetime, kept: Collection[Any]) -> None:
    """Put a random number in place of each that no kept row has.

    Equal ones stay equal, so what is counted by them stays the same.
    """
    table = kind.model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            # Materialized: each gets one random number, however the join is made.
            f'WITH cut AS MATERIALIZED (SELECT "{name}" AS number,'  # noqa: S608
            f' {_RANDOM} AS random FROM "{table}" WHERE "{name}" >= 0'
            f' GROUP BY 1 HAVING max("{kind.start}") < %s'
            " AND bool_and(id <> ALL (%s::uuid[])))"
            f' UPDATE "{table}" SET "{name}" = cut.random FROM cut'
            f' WHERE "{name}" = cut.number',
            [begin, list(kept)],
        )
