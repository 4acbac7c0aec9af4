from dataclasses import dataclass

from hafen.information.directory.models import Service, VisitCount

SHOWN = 40
HEIGHT = 100
STEP = 18


@dataclass(frozen=True)
class Bar:
    """One day of the curve, in the units of its picture."""

    x: int
    y: int
    height: int


@dataclass(frozen=True)
class Trend:
    """The numbers of visitors: latest first in the rows, oldest first as bars."""

    rows: tuple[VisitCount, ...]
    bars: tuple[Bar, ...]
    total: int

    @property
    def days(self) -> int:
        return len(self.rows)

    @property
    def average(self) -> int:
        return round(self.total / self.days) if self.rows else 0

    @property
    def width(self) -> int:
        return max(STEP * self.days, STEP)


def visits_of(service: Service) -> Trend:
    """Return how many came lately."""
    return trend_of(tuple(service.visits.order_by("-day")[:SHOWN]))


def trend_of(rows: tuple[VisitCount, ...]) -> Trend:
    """Return the curve of counts, which come latest first."""
    most = max((row.guests for row in rows), default=0) or 1
    bars = (
        Bar(STEP * place, 102 - height, height)
        for place, height in enumerate(
            row.guests * HEIGHT // most for row in reversed(rows)
        )
    )
    return Trend(rows, tuple(bars), sum(row.guests for row in rows))
