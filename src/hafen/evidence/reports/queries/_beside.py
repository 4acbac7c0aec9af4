"""What a new release may print, beside the reports that were released before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Max

from hafen.evidence.reports.beside import REST, Printed, from_json, printed, together
from hafen.evidence.reports.measuring import (
    Frame,
    Template,
    figures,
    of_programme,
    programme_of,
    templates,
)
from hafen.evidence.reports.models import Release
from hafen.evidence.reports.queries._measured import (
    found_in,
    least_of,
    settings_of,
    tables_of,
)
from hafen.evidence.reports.suppression import hidden, tells


@dataclass(frozen=True)
class Beside:
    """A new release among the others.

    :param number: its number; of two at the same moment only one can have it
    :param counts: what the new report prints, and what it hides
    :param gone: names of the counts that it hides
    :param tells: whether it hides nothing, and so tells what earlier ones hid
    """

    number: int
    counts: Printed
    gone: frozenset[str]
    tells: bool


def beside(template: Template, frame: Frame) -> Beside:
    """Return what a new release prints and hides, the earlier ones being known."""
    new = printed(found_in(template, frame), frame)
    rows = Release.objects.filter(municipality=frame.municipality)
    number = 1 + (rows.aggregate(most=Max("number"))["most"] or 0)
    near = _that_overlap(frame)
    earlier = [from_json(row.cells) for row in near]
    live = _Live(frame, {template.key, *(row.template for row in near)})
    found = together(new, earlier, live)
    least = least_of(template, settings_of(frame.municipality, template))
    if least <= 1:
        # What this report calls small is nothing; others have promised more.
        asked = max((row.result["smallest_count_shown"] for row in near), default=0)
        told = bool(found.kept & new.counts.keys()) or tells(found, asked)
        return Beside(number, new, frozenset(), told)
    gone = hidden(found, least)
    names = frozenset(name for name, key in new.keys.items() if key in gone)
    return Beside(number, new.without(gone), names, tells=False)


def _that_overlap(frame: Frame) -> list[Release]:
    """Return the releases that share a day with this one, or with one that does."""
    rows = Release.objects.filter(municipality=frame.municipality)
    left = list(rows.order_by("created_at").only("first", "last"))
    spans, near = [(frame.first, frame.last)], []
    while spans:
        first, last = spans.pop()
        touched = [row for row in left if row.first <= last and row.last >= first]
        left = [row for row in left if row not in touched]
        near += [row.pk for row in touched]
        spans += [(row.first, row.last) for row in touched]
    return list(rows.filter(pk__in=near).order_by("created_at", "pk"))


class _Live:
    """What the figures of these reports count now, each period read once."""

    def __init__(self, frame: Frame, kinds: set[str]) -> None:
        self._frame = frame
        known = [templates[kind] for kind in kinds if kind in templates]
        self._figures = sorted({key for each in known for key in each.figures})
        self._read: dict[tuple[date, date, str | None], Mapping[str, int]] = {}

    def __call__(self, name: str, first: date, last: date) -> int:
        town, programme = self._counts(first, last, None), programme_of(name)
        if name in town or not programme:
            return town.get(name, 0)
        if not programme.startswith(REST):
            return self._counts(first, last, programme).get(name, 0)
        theirs = sum(
            self(of_programme(name, each), first, last)
            for each in programme.removeprefix(REST).split(",")
        )
        return max(self(of_programme(name, None), first, last) - theirs, 0)

    def _counts(
        self, first: date, last: date, programme: str | None
    ) -> Mapping[str, int]:
        place = first, last, programme
        if place not in self._read:
            there = replace(
                self._frame, first=first, last=last, programme=programme, memory={}
            )
            chosen = [figures[key] for key in self._figures]
            tables = {
                figure.key: tables_of(figure, there)
                for figure in chosen
                if programme is None or figure.by_programme
            }
            found = printed(tables, there)
            self._read[place] = {
                name: found.counts[key] or 0 for name, key in found.keys.items()
            }
        return self._read[place]


@dataclass(frozen=True)
class Disagreement:
    """Another release that prints the same count with another number."""

    release: Release
    number: int


def disagreements(row: Release) -> Sequence[Disagreement]:
    """Return the releases of the same days whose numbers are others."""
    rows = Release.objects.filter(
        municipality=row.municipality_id, first=row.first, last=row.last
    )
    mine = from_json(row.cells).counts
    found = []
    for other in rows.exclude(pk=row.pk).order_by("created_at", "pk"):
        theirs = from_json(other.cells).counts
        number = sum(
            None not in (mine[key], theirs[key]) and mine[key] != theirs[key]
            for key in mine.keys() & theirs.keys()
        )
        if number:
            found.append(Disagreement(other, number))
    return found
