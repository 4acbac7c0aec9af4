from typing import Any
from uuid import UUID

from django.utils import timezone

from hafen.core.db import work
from hafen.core.db.context import current
from hafen.exchange.interpreting import services


@work.every("*/10 * * * *")
@work.task("interpreting.expire")
def expire() -> None:
    if municipality := current().municipality:
        now = timezone.now()
        services.expire_calls(municipality_id=municipality, now=now)
        services.close_unmet(municipality_id=municipality, now=now)


@work.every("20 5 * * *")
@work.task("interpreting.keep_fresh")
def keep_fresh() -> None:
    if municipality := current().municipality:
        now = timezone.now()
        services.keep_fresh(municipality_id=municipality, now=now)
        services.look_for_missing(municipality_id=municipality, now=now)


@work.task("interpreting.plan_week", attempts=3)
def plan_week(*, plan: UUID) -> None:
    services.compute_week_plan(plan_id=plan, solve=solve_week, now=timezone.now())


def solve_week(
    *,
    begins: list[int],
    ends: list[int],
    places: list[int],
    days: list[int],
    heavy: list[bool],
    pairs: list[tuple[int, int, int]],
    ways: list[list[int]],
    locked: frozenset[tuple[int, int]],
    limits: dict[int, tuple[int, int]],
) -> Any:
    """Return the best schedule for jobs, which are named by their places.

    :param limits: of each interpreter: jobs a day, and heavy ones in the week
    """
    # The compiled loops are loaded by workers alone.
    from hafen.matching import booking  # noqa: PLC0415 - see above

    jobs = booking.Appointments.of(
        range(len(begins)), begins, ends, places, days, heavy
    )
    most = {who: booking.Limit(*each) for who, each in limits.items()}
    return booking.book(jobs, pairs, ways, locked=locked, limits=most)
