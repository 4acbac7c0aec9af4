"""How many sponsorships there are: by programme, and by association."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from hafen.core.places.models import Municipality
from hafen.exchange.mentoring.models import CheckInAnswer, HandOver, Sponsorship
from hafen.exchange.pool.models import TAKEN

_DAYS_OF_MONTH = 30


@dataclass
class Figure:
    """One line of the figures: a programme, or an association.

    :param handed: wishes that were given to it in the year
    :param found: of these, how many ended with a sponsor
    """

    name: str
    running: int = 0
    begun: int = 0
    ended: int = 0
    months: float | None = None
    handed: int = 0
    found: int = 0
    lasted: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Figures:
    lines: list[Figure]
    total: Figure
    outcomes: list[tuple[str, int]]
    moods: list[tuple[str, int]]


def figures_of(town: Municipality, year: int) -> Figures:
    """Return the figures of a year; four queries."""
    lines: dict[str, Figure] = {}
    total = Figure(str(_("All")))
    outcomes: dict[str, int] = {}
    rows = Sponsorship.objects.filter(municipality=town).select_related(
        "match", "programme__organisation"
    )
    for row in rows.filter(Q(began_on__isnull=False) | Q(match__state__in=TAKEN)):
        name = _name(row)
        line = lines.setdefault(name, Figure(name))
        for figure in (line, total):
            _count(figure, row, year)
        if row.match.outcome and _is_of(row.ended_on, year):
            label = str(row.match.get_outcome_display())
            outcomes[label] = outcomes.get(label, 0) + 1
    wishes = HandOver.objects.filter(municipality=town, handed_at__year=year)
    for name, handed, found in (
        wishes.values("organisation__name")
        .annotate(n=Count("pk"), found=Count("pk", filter=Q(state="FOUND")))
        .order_by("organisation__sort_key")
        .values_list("organisation__name", "n", "found")
    ):
        line = lines.setdefault(name, Figure(name))
        for figure in (line, total):
            figure.handed += handed
            figure.found += found
    for figure in (*lines.values(), total):
        figure.months = _mean(figure.lasted)
    return Figures(
        list(lines.values()), total, sorted(outcomes.items()), _moods(town, year)
    )


def _name(row: Sponsorship) -> str:
    if row.programme is None:
        return str(_("Without a programme"))
    of = row.programme.organisation
    return f"{row.programme.name} · {of.name}" if of else row.programme.name


def _count(figure: Figure, row: Sponsorship, year: int) -> None:
    figure.running += row.match.is_taken
    figure.begun += _is_of(row.began_on, year)
    figure.ended += _is_of(row.ended_on, year) and row.began_on is not None
    if row.began_on and row.ended_on and _is_of(row.ended_on, year):
        figure.lasted.append((row.ended_on - row.began_on).days)


def _is_of(day: date | None, year: int) -> bool:
    return day is not None and day.year == year


def _mean(days: list[int]) -> float | None:
    return round(sum(days) / len(days) / _DAYS_OF_MONTH, 1) if days else None


def _moods(town: Municipality, year: int) -> list[tuple[str, int]]:
    rows: Any = CheckInAnswer.objects.filter(municipality=town, at__year=year)
    counted = dict(rows.values_list("mood").annotate(n=Count("pk")).order_by("mood"))
    return [(str(m.label), counted.get(m.value, 0)) for m in CheckInAnswer.Mood]
