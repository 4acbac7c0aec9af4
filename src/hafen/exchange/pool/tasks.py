from uuid import UUID

from django.utils import timezone

from hafen.core.db import work
from hafen.core.db.context import current
from hafen.exchange.pool import services


@work.every("*/15 * * * *")
@work.task("pool.expire")
def expire() -> None:
    if municipality := current().municipality:
        services.expire_unanswered(municipality_id=municipality, now=timezone.now())


@work.every("10 5 * * *")
@work.task("pool.keep_fresh")
def keep_fresh() -> None:
    if municipality := current().municipality:
        now = timezone.now()
        services.keep_fresh(municipality_id=municipality, now=now)
        services.forget_seekers(municipality_id=municipality)


@work.every("40 1 * * *")
@work.task("pool.nightly")
def nightly() -> None:
    if municipality := current().municipality:
        services.request_nightly(municipality_id=municipality)


@work.task("pool.plan", attempts=3)
def plan(*, plan: UUID) -> None:
    # The compiled loops are loaded by workers alone.
    from hafen.matching.planning import solve  # noqa: PLC0415 - see above

    services.compute_plan(plan_id=plan, solve=solve, now=timezone.now())
