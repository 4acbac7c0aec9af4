"""In which networks the unit was present, how often, and which it lost sight of."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Func, OuterRef, Q, Subquery

from hafen.core.accounts.models import User
from hafen.network.organisations.models import Network, NetworkQuerySet
from hafen.network.organisations.queries._networks import (
    appearances_visible_to,
    networks_visible_to,
)


@dataclass(frozen=True)
class Attendance:
    """A network, how often somebody of the unit was there, and when last.

    :param is_quiet: nobody was there for longer than the network allows
    """

    network: Network
    times: int
    last_on: date | None
    is_quiet: bool


def attendance(user: User, *, first: date, last: date, today: date) -> list[Attendance]:
    """Return the running networks, those without contact first; one query.

    What was attended in a working group counts for its network as well.
    """
    met = appearances_visible_to(user).filter(
        Q(network=OuterRef("pk")) | Q(network__parent=OuterRef("pk"))
    )
    within = met.filter(held_on__gte=first, held_on__lte=last).order_by()
    rows: NetworkQuerySet = (
        networks_visible_to(user)
        .filter(ended_on__isnull=True)
        .select_related("parent")
        .by_network()
        .annotate(
            times=Subquery(
                within.annotate(counted=Func("pk", function="COUNT")).values("counted")
            ),
            last_on=Subquery(
                met.filter(held_on__lte=today)
                .order_by("-held_on")
                .values("held_on")[:1]
            ),
        )
    )
    found = [_line(row, today) for row in rows]
    return sorted(found, key=lambda line: line.last_on or date.min)


def quiet(lines: Iterable[Attendance]) -> list[Attendance]:
    return [line for line in lines if line.is_quiet]


def _line(row: "Network", today: date) -> Attendance:
    times: int = row.times  # type: ignore[attr-defined]  # annotated
    last_on: date | None = row.last_on  # type: ignore[attr-defined]  # annotated
    months = row.quiet_months
    is_quiet = months is not None and (
        last_on is None or last_on < months_before(today, months)
    )
    return Attendance(row, times, last_on, is_quiet)


def months_before(day: date, months: int) -> date:
    """Return the same day so many months earlier, or the last one of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    longest = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, longest))
