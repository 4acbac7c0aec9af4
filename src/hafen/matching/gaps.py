"""For each need that a plan leaves out: what is missing. For workers only."""

import numpy as np

from hafen.matching.explaining import RULES
from hafen.matching.kernels import simple
from hafen.matching.kernels.data import Market
from hafen.matching.market import market_of
from hafen.matching.plans import Missing, Plan
from hafen.matching.ranking import NOTHING


def missing_of(plan: Plan) -> tuple[Missing, ...]:
    """Return for each need without an offer why it has none, in the order of ids.

    Where offers are permitted, others are helped more by them; `short_by` says how
    many points are lacking. Where none is, one rule is named: the one that keeps
    most offers away alone, else the one that keeps most away at all.
    """
    market = market_of(plan.needs, plan.index, plan.bans, plan.price)
    rows = np.flatnonzero((plan.match < 0) & plan.present)
    room = len(plan.price) + plan.index.room
    count, best = np.zeros(len(rows), np.int64), np.zeros(len(rows), np.int64)
    simple.choices(
        market, rows, NOTHING, np.empty(room, np.int32), np.empty(room, np.int64),
        count, best,
    )  # fmt: skip
    ids = plan.needs.id[rows]
    return tuple(
        Missing(int(need), int(permitted), short_by=max(0, -int(profit)))
        if permitted
        else _nobody(market, plan, int(row), int(need))
        for row, need, permitted, profit in zip(rows, ids, count, best, strict=False)
    )


def _nobody(market: Market, plan: Plan, row: int, need: int) -> Missing:
    masks = plan.index.schema.masks
    keys = [*RULES, *masks]
    removes, opens = np.zeros(len(keys), np.int64), np.zeros(len(keys), np.int64)
    simple.losses(market, row, np.array([*masks.values()], np.int64), removes, opens)
    if not removes.any():
        return Missing(need, 0)
    most = int(np.lexsort((-removes, -opens))[0])
    return Missing(need, 0, rule=keys[most], opens=int(opens[most]))
