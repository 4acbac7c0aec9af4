"""What was read in a month, and in the month before.

A cell by language below `FEWEST` is not told, nor is the one from which it
could be reckoned: in a small town few people read Tigrinya.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hafen.core.accounts.models import User
from hafen.core.db.cells import suppressed
from hafen.core.places.models import Municipality
from hafen.mechanisms.search.models import SearchDocument
from hafen.web.readings import months
from hafen.web.readings.models import PageReading
from hafen.web.readings.rules import VIEW_READINGS

FEWEST = 5
MOST_PAGES = 1_000
MOST_MISSING = 20
FEW = _("fewer than 5")
HIDDEN = _("not shown")

Rows = QuerySet[PageReading]
Subject = tuple[str, UUID]
Told = int | Promise


@dataclass(frozen=True)
class Wanted:
    """Which pages, in which month.

    :param month: its first day
    :param topic: code of a topic
    """

    month: date
    kind: str = ""
    topic: str = ""
    language: str = ""


@dataclass(frozen=True)
class Pair:
    """A number of the month and of the one before, as it may be told."""

    now: Told
    before: Told

    @property
    def change(self) -> str | Promise:
        """The change in whole percents; empty where a number is not told."""
        if not isinstance(self.now, int) or not isinstance(self.before, int):
            return ""
        if not self.before:
            return _("new") if self.now else ""
        percents = round(100 * (self.now - self.before) / self.before)
        return f"{percents:+d}\N{NO-BREAK SPACE}%"


@dataclass(frozen=True)
class OfLanguage:
    """How much was read in a language.

    :param untranslated: readings of pages that are not there in this language,
        so that another one was shown
    """

    language: str
    pair: Pair
    untranslated: Told


def readings_visible_to(user: User) -> Rows:
    if not VIEW_READINGS.held_by(user):
        return PageReading.objects.none()
    return PageReading.objects.filter(municipality=user.municipality_id)


def chosen(rows: Rows, wanted: Wanted, town: Municipality) -> Rows:
    """Return the counts of both months for kind and topic."""
    found = rows.filter(
        day__gte=months.before(wanted.month), day__lt=months.after(wanted.month)
    )
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.topic:
        about = SearchDocument.objects.filter(
            municipality=town,
            language=town.default_language,
            topics__contains=[wanted.topic],
        )
        found = found.filter(object_id__in=about.values("object_id"))
    return found


def most_read(rows: Rows, wanted: Wanted) -> QuerySet[Any, Any]:
    """Return `kind`, `object_id`, `now` and `before` of pages, most read first."""
    if wanted.language:
        rows = rows.filter(language=wanted.language)
    found: QuerySet[Any, Any] = _summed(rows, wanted, "kind", "object_id")
    return found.filter(now__gt=0).order_by("-now", "kind", "object_id")[:MOST_PAGES]


def untranslated(rows: Rows, wanted: Wanted) -> list[tuple[Subject, str]]:
    """Return page and language, most wanted first, where a translation is missing."""
    if wanted.language:
        rows = rows.filter(language=wanted.language)
    found = _summed(rows.filter(_shown_in_another()), wanted, *_CELL)
    lines = found.filter(now__gt=0).order_by("-now", *_CELL)[:MOST_MISSING]
    return [((row["kind"], row["object_id"]), row["language"]) for row in lines]


def by_language(rows: Rows, wanted: Wanted) -> list[OfLanguage]:
    """Return each language, the most read first; without a total to reckon from."""
    marked = rows.annotate(is_other=_shown_in_another())
    now: dict[str, int] = {}
    before: dict[str, int] = {}
    other: dict[str, int] = {}
    for row in _summed(marked, wanted, "language", "is_other"):
        language = row["language"]
        now[language] = now.get(language, 0) + row["now"]
        before[language] = before.get(language, 0) + row["before"]
        if row["is_other"]:
            other[language] = row["now"]
    return [
        OfLanguage(
            language,
            Pair(_unless_small(now[language]), _unless_small(before[language])),
            _unless_small(other.get(language, 0)),
        )
        for language in sorted(now, key=lambda each: (-now[each], each))
    ]


def cells(
    rows: Rows, wanted: Wanted, subjects: Collection[Subject]
) -> dict[Subject, dict[str, Pair]]:
    """Return what is told of each page by language, the most read first."""
    keys = {key for _kind, key in subjects}
    found = _summed(rows.filter(object_id__in=keys), wanted, *_CELL)
    now: dict[Subject, dict[str, int]] = {}
    before: dict[Subject, dict[str, int]] = {}
    for row in found.order_by("-now", "language"):
        subject = row["kind"], row["object_id"]
        now.setdefault(subject, {})[row["language"]] = row["now"]
        before.setdefault(subject, {})[row["language"]] = row["before"]
    return {subject: _pairs(now[subject], before[subject]) for subject in now}


def documents(
    town: Municipality, subjects: Iterable[Subject], *, language: str
) -> dict[Subject, Any]:
    """Return `title`, its language and `address` of those pages that are public now."""
    found = SearchDocument.objects.filter(
        municipality=town,
        language=language,
        object_id__in={key for _kind, key in subjects},
    )
    return {
        (row["kind"], row["object_id"]): row
        for row in found.values(
            "kind", "object_id", "title", "address", "text_language"
        )
    }


_CELL = ("kind", "object_id", "language")


def _summed(rows: Rows, wanted: Wanted, *by: str) -> QuerySet[Any, Any]:
    is_now = Q(day__gte=wanted.month)
    found: QuerySet[Any, Any] = rows.order_by().values(*by)
    summed: QuerySet[Any, Any] = found.annotate(
        now=Coalesce(Sum("times", filter=is_now), 0),
        before=Coalesce(Sum("times", filter=~is_now), 0),
    )
    return summed


def _shown_in_another() -> Exists:
    """Whether readers of the language get the page in another one today."""
    same = {name: OuterRef(name) for name in ("municipality", *_CELL)}
    return Exists(
        SearchDocument.objects.filter(**same).exclude(text_language=F("language"))
    )


def _unless_small(number: int) -> Told:
    return FEW if 0 < number < FEWEST else number


def _told(counts: dict[str, int]) -> dict[str, Told]:
    return {
        cell.key: _told_cell(cell.number, counts[cell.key])
        for cell in suppressed(counts, smallest=FEWEST)
    }


def _told_cell(number: int | None, real: int) -> Told:
    if number is None:
        return FEW if real < FEWEST else HIDDEN
    return number


def _pairs(now: dict[str, int], before: dict[str, int]) -> dict[str, Pair]:
    told, earlier = _told(now), _told(before)
    return {language: Pair(told[language], earlier[language]) for language in now}


def of_subject(rows: Rows, subject: Subject, month: date) -> Pair:
    """Return how often one page was read in a month and in the one before."""
    kind, key = subject
    wanted = Wanted(month=month)
    mine = rows.filter(
        kind=kind,
        object_id=key,
        day__gte=months.before(month),
        day__lt=months.after(month),
    )
    row = next(iter(_summed(mine, wanted, "object_id")), None)
    return total(row) if row else Pair(0, 0)


def total(row: dict[str, Any]) -> Pair:
    """Return the numbers of a page in all languages together."""
    return Pair(row["now"], row["before"])
