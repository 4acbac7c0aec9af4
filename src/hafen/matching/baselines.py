"""What simpler ways would have done: two greedy rules, and OR-tools.

A plan is shown beside them, so that its use can be judged. For workers only;
OR-tools is an optional package (`hafen[solver]`), the oracle of tests and bench.
"""

import importlib
from collections.abc import Callable
from typing import Any, Literal

import numpy as np

from hafen.matching.indexing import Index
from hafen.matching.kernels import simple
from hafen.matching.kernels.data import Bans, Plan
from hafen.matching.market import Locks, empty_plan, empty_seats, locks_of, market_of
from hafen.matching.plans import Baseline, costs_up_to
from hafen.matching.ranking import Pairs, bans_of
from hafen.matching.tables import I32, I64, NeedTable

GreedyRule = Literal["longest wait", "best pair"]


def greedy(
    needs: NeedTable,
    index: Index,
    rule: GreedyRule,
    *,
    locked: Pairs = (),
    forbidden: Pairs = (),
) -> Baseline:
    """Return what a greedy rule reaches over all permitted pairs.

    "longest wait": who waits longest chooses first, ties by id. "best pair": the pair
    with the most points is made first, ties by need and then by offer.
    """
    bans = bans_of(needs, index, forbidden)
    locks = locks_of(needs, index, locked, bans)
    run = simple.in_order if rule == "longest wait" else simple.by_points
    return _run(needs, index, bans, locks, rule, run)


def longest_wait_first(
    needs: NeedTable, index: Index, bans: Bans, locks: Locks
) -> Baseline:
    """Return what "longest wait" reaches, beside pairs that are locked already."""
    return _run(needs, index, bans, locks, "longest wait", simple.in_order)


def _run(
    needs: NeedTable,
    index: Index,
    bans: Bans,
    locks: Locks,
    rule: str,
    give: Callable[..., None],
) -> Baseline:
    taken = locks.taken(len(index.offers))
    seats, plan = empty_seats(index, taken), empty_plan(len(needs), len(index.offers))
    costs = seats.costs[np.minimum(seats.taken, len(seats.costs) - 1)]
    market = market_of(needs, index, bans, np.where(seats.size > 0, costs, 2**60))
    order = np.lexsort((needs.id, -needs.waiting_days.astype(np.int64)))
    order = order[~np.isin(order, locks.need)]
    give(market, plan, seats, order, index.room)
    plan.match[locks.need], plan.worth[locks.need] = locks.offer, locks.worth
    return _judged(needs, index, plan, rule)


def _judged(needs: NeedTable, index: Index, plan: Plan, rule: str) -> Baseline:
    served = plan.match >= 0
    taken = np.bincount(plan.match[served], minlength=len(index.offers))
    costs = costs_up_to(index.policy.place_costs, taken)
    return Baseline(
        rule,
        int(plan.worth[served].sum() - costs.sum()),
        int(served.sum()),
        int(needs.waiting_days[~served].max(initial=0)),
    )


def reference_solve(
    start: I64, offer: I32, points: I64, capacity: I32, costs: tuple[int, ...] = (0,)
) -> tuple[int, I64]:
    """Return total and match of the optimum over given pairs, by OR-tools.

    :param start, offer, points: the pairs of need i are `start[i]:start[i + 1]`
    :param capacity: per offer
    :param costs: of the first, second … place of an offer
    :raises ModuleNotFoundError: where OR-tools is not installed
    """
    flow = importlib.import_module("ortools.graph.python.min_cost_flow")
    solver = flow.SimpleMinCostFlow()
    n, m = len(start) - 1, len(capacity)
    need = np.repeat(np.arange(n), np.diff(start))
    arcs = _add(solver, need, n + offer.astype(np.int64), -points)
    source, sink = n + m, n + m + 1
    _add(solver, np.full(n, source), np.arange(n), np.zeros(n))
    for place in range(int(capacity.max(initial=0))):
        rows = np.flatnonzero(capacity > place)
        cost = np.full(len(rows), costs[min(place, len(costs) - 1)])
        _add(solver, n + rows, np.full(len(rows), sink), cost)
    solver.add_arc_with_capacity_and_unit_cost(source, sink, n, 0)
    solver.set_nodes_supplies(np.array([source, sink]), np.array([n, -n]))
    if solver.solve() != solver.OPTIMAL:
        raise RuntimeError("OR-tools found no optimum")
    used = np.flatnonzero(solver.flows(arcs) > 0)
    match = np.full(n, -1)
    match[need[used]] = offer[used]
    return -int(solver.optimal_cost()), match


def _add(solver: Any, tail: I64, head: I64, cost: Any) -> Any:
    return solver.add_arcs_with_capacity_and_unit_cost(
        tail.astype(np.int64), head.astype(np.int64),
        np.ones(len(tail), np.int64), np.asarray(cost, np.int64),
    )  # fmt: skip
