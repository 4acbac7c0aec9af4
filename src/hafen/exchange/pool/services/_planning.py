"""The plan for the whole town: computed in a worker, decided by a person."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db import work
from hafen.core.db.errors import DomainError
from hafen.core.places.models import Municipality
from hafen.exchange.pool import engine
from hafen.exchange.pool.errors import NotReady
from hafen.exchange.pool.models import (
    CityPlan,
    Match,
    Need,
    Offer,
    PairWish,
    PlannedPair,
    PoolSettings,
)
from hafen.exchange.pool.queries import plannable
from hafen.exchange.pool.services._asking import ask, propose
from hafen.exchange.pool.services._locks import lock_sides

State = CityPlan.State
Solve = Callable[..., Any]


@transaction.atomic
def request_plan(*, municipality: Municipality, kind: str, by: User | None) -> CityPlan:
    """Have a plan computed for all open offers and requests of a kind."""
    plan = CityPlan.objects.create(
        municipality=municipality, kind=kind, requested_by=by
    )
    work.defer(
        "pool.plan",
        municipality=municipality.pk,
        actor=by.pk if by else None,
        key=f"pool.plan:{plan.pk}",
        plan=plan.pk,
    )
    audit.record(action="pool.plan.requested", subject=plan, by=by)
    return plan


@transaction.atomic
def request_nightly(*, municipality_id: UUID) -> int:
    """Have a plan computed for each kind that is looked for, where that is on."""
    is_on = PoolSettings.objects.filter(
        municipality=municipality_id, is_nightly=True
    ).exists()
    if not is_on:
        return 0
    town = Municipality.objects.get(pk=municipality_id)
    rows = Need.objects.open().filter(municipality=town).order_by()
    kinds = sorted(set(rows.values_list("kind", flat=True)))
    for kind in kinds:
        request_plan(municipality=town, kind=kind, by=None)
    return len(kinds)


@transaction.atomic
def compute_plan(*, plan_id: UUID, solve: Solve, now: datetime) -> CityPlan:
    """
    Compute a plan; without a proof nothing of it is published.

    :param solve: of the engine, which only workers load
    """
    plan = _alone(plan_id)
    if not plan.is_requested:
        return plan
    if _is_superseded(plan):
        plan.state = State.OLD
        plan.save()
        return plan
    tables = plannable(plan, today=timezone.localdate(now))
    locked, forbidden = _wishes(tables)
    found = solve(
        tables.needs,
        tables.index,
        locked=locked,
        forbidden=[*tables.forbidden, *forbidden],
    )
    _keep_figures(plan, found, now=now)
    plan.state = State.READY if found.is_proven else State.UNPROVEN
    plan.save()
    if found.is_proven:
        _keep_pairs(plan, found, tables)
        _replace_older(plan)
    action = f"pool.plan.{plan.state.lower()}"
    audit.record(action=action, subject=plan, details={"gap": plan.gap})
    return plan


def _alone(plan_id: UUID) -> CityPlan:
    """Return a plan; others of its kind wait until this one is computed."""
    kind = CityPlan.objects.filter(pk=plan_id).values("municipality", "kind")
    [key] = kind.order_by()
    rows = CityPlan.objects.filter(**key).exclude(state=State.OLD)
    list(rows.select_for_update().order_by("pk").values_list("pk"))
    return CityPlan.objects.get(pk=plan_id)


def _is_superseded(plan: CityPlan) -> bool:
    """Return whether a plan that was asked for later stands already."""
    newer = CityPlan.objects.filter(
        municipality=plan.municipality_id,
        kind=plan.kind,
        created_at__gt=plan.created_at,
    )
    return newer.filter(state=State.READY).exists()


def _wishes(
    tables: engine.Tables,
) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Return the pairs that stay and those that must not be, as ids of the engine."""
    rows = PairWish.objects.filter(
        is_active=True, need__in=tables.need_keys, offer__in=tables.offer_keys
    )
    needs = {key: number for number, key in enumerate(tables.need_keys)}
    offers = {key: number for number, key in enumerate(tables.offer_keys)}
    found: dict[str, list[tuple[int, int]]] = {"LOCK": [], "FORBID": []}
    for row in rows.order_by("pk"):
        found[row.wish].append((needs[row.need_id], offers[row.offer_id]))
    fits = engine.permitted(tables)
    return [pair for pair in found["LOCK"] if fits(*pair)], found["FORBID"]


def _keep_figures(plan: CityPlan, found: Any, *, now: datetime) -> None:
    [greedy] = found.baselines
    waits = found.needs.waiting_days[found.match < 0]
    plan.computed_at = now
    plan.policy_hash = found.policy_hash
    plan.needs, plan.offers = len(found.needs), len(found.index.offers)
    plan.total, plan.bound, plan.served = found.total, found.bound, found.served
    plan.longest_wait = int(waits.max(initial=0))
    plan.greedy_total, plan.greedy_served = greedy.total, greedy.served
    plan.greedy_longest_wait = greedy.longest_wait
    plan.version += 1


def _keep_pairs(plan: CityPlan, found: Any, tables: engine.Tables) -> None:
    rows = [
        PlannedPair(
            municipality_id=plan.municipality_id,
            plan=plan,
            need_id=tables.need_keys[need],
            offer_id=tables.offer_keys[offer],
            points=points,
        )
        for need, offer, points in found.pairs
    ]
    rows += [
        PlannedPair(
            municipality_id=plan.municipality_id,
            plan=plan,
            need_id=tables.need_keys[lack.need],
            missing_rule=engine.our_name(lack.rule),
            fitting=lack.permitted,
        )
        for lack in found.missing or ()
    ]
    PlannedPair.objects.bulk_create(rows)


def _replace_older(plan: CityPlan) -> None:
    older = CityPlan.objects.filter(
        municipality=plan.municipality_id, kind=plan.kind
    ).exclude(pk=plan.pk)
    PlannedPair.objects.filter(plan__in=older).delete()
    older.filter(state__in=[State.READY, State.UNPROVEN]).update(state=State.OLD)


@transaction.atomic
def wish_for_pair(
    *, need: Need, offer: Offer, wish: str, reason: str, by: User
) -> PairWish:
    """Keep a pair together or apart in the next plan; the reason is written down."""
    PairWish.objects.filter(need=need, offer=offer, is_active=True).update(
        is_active=False
    )
    row = PairWish.objects.create(
        municipality=need.municipality,
        need=need,
        offer=offer,
        wish=wish,
        reason=reason,
        by=by,
    )
    audit.record(
        action="pool.plan.overridden", subject=row, by=by, details={"wish": wish}
    )
    return row


@dataclass
class Taken:
    """What became of the pairs of a plan that were taken over."""

    asked: int = 0
    proposed: int = 0
    refused: list[tuple[PlannedPair, DomainError]] = field(default_factory=list)


@transaction.atomic
def use_pairs(
    *, plan: CityPlan, pairs: Iterable[PlannedPair], by: User, now: datetime
) -> Taken:
    """
    Take pairs of a plan over: dated ones are asked at once, all others proposed.

    Who will be together for long is asked and confirmed one by one, after a talk.
    A pair that does not fit any more is refused and the others are taken.

    :raises NotReady: if the plan is not published, or replaced by a newer one
    """
    fresh = CityPlan.objects.select_for_update().get(pk=plan.pk)
    if not fresh.is_ready:
        raise NotReady
    taken, chosen = Taken(), list(pairs)
    lock_sides(
        offers=[pair.offer for pair in chosen if pair.offer],
        needs=[pair.need for pair in chosen],
    )
    for pair in chosen:
        try:
            with transaction.atomic():
                _use(pair, taken, by=by, now=now)
        except DomainError as refused:
            taken.refused.append((pair, refused))
    details = {
        "asked": taken.asked,
        "proposed": taken.proposed,
        "refused": len(taken.refused),
    }
    audit.record(action="pool.plan.used", subject=fresh, by=by, details=details)
    return taken


def _use(pair: PlannedPair, taken: Taken, *, by: User, now: datetime) -> None:
    need, offer = pair.need, pair.offer
    if offer is None or Match.objects.active().filter(need=need).exists():
        return
    if need.is_dated:
        ask(need=need, offers=[offer], by=by, now=now)
        taken.asked += 1
    else:
        propose(need=need, offer=offer, by=by, now=now)
        taken.proposed += 1
