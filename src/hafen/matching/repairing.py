"""A plan that stays the best one while needs and offers come and go.

Each change is mended exactly by shortest augmenting paths (`kernels.augment`), in
far less than the time of a new plan, and moves as few people as the best plan
asks. Locked pairs do not move at all. For workers only.
"""

from collections.abc import Callable
from dataclasses import fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hafen.matching import mending
from hafen.matching.changes import (
    Change,
    Forbid,
    Lock,
    NeedLeaves,
    NeedsCome,
    OfferLeaves,
    OffersCome,
    Unlock,
)
from hafen.matching.errors import BrokenRule, MatchingError
from hafen.matching.indexing import GONE, Index, build_index
from hafen.matching.kernels.auction import unseat
from hafen.matching.kernels.data import Bans
from hafen.matching.kernels.data import Plan as Prices
from hafen.matching.market import (
    bound_of,
    empty_seats,
    market_of,
    search_of,
    shut_full,
    worth_of,
)
from hafen.matching.plans import Plan, costs_up_to
from hafen.matching.tables import I32, I64, NeedTable


def repair(plan: Plan, *changes: Change) -> Plan:
    """Return the best plan after the changes, in their order.

    Its total is that of `solve` for the changed rows; `missing` and `baselines` are
    not asked anew.

    :raises MatchingError: when the plan is not proven
    :raises UnknownRow: for an id that the plan does not know
    :raises BrokenRule: when a locked pair is not permitted or has no place, or when a
        locked pair would be forbidden, changed or lose its offer
    """
    live = Live(plan)
    for change in changes:
        live.apply(change)
    return live.plan()


class Live:
    """A plan in the memory of a worker, to be changed many times.

    `repair` copies the plan for each call; this copies it once. `here` are the needs
    that take part, those with a locked pair included.
    """

    def __init__(self, plan: Plan) -> None:
        """Begin with a plan.

        :raises MatchingError: when it is not proven
        """
        if not plan.is_proven:
            raise MatchingError("a plan that is not proven cannot be repaired")
        self.rounds = plan.rounds
        self.locked, self.here = plan.locked.copy(), plan.present.copy()
        prices = Prices(plan.match, plan.worth, plan.profit, plan.price)
        self._lay_out(plan.needs, plan.index, plan.bans, prices.copy())

    def apply(self, change: Change) -> None:
        """Make the plan the best one after the change; see `repair`."""
        steps: dict[type, Callable[..., None]] = {
            NeedLeaves: self._need_leaves,
            OfferLeaves: self._offer_leaves,
            NeedsCome: self._needs_come,
            OffersCome: self._offers_come,
            Lock: self._lock,
            Unlock: self._unlock,
            Forbid: self._forbid,
        }
        steps[type(change)](change)

    def plan(self) -> Plan:
        """Return the plan as it is now, with its proof."""
        prices = self.prices.copy()
        bound = bound_of(prices, self.seats, self.market.present)
        costs = costs_up_to(
            self.index.policy.place_costs, self.seats.taken.astype(np.int64)
        )
        bound += int(prices.worth[self.locked].sum() - costs.sum())
        return Plan(
            self.needs, self.index, prices.match, prices.worth, prices.profit,
            prices.price, self.locked.copy(), self.here.copy(), self.market.bans,
            bound, self.rounds,
        )  # fmt: skip

    def _lay_out(
        self, needs: NeedTable, index: Index, bans: Bans, prices: Prices
    ) -> None:
        """Build all that follows from tables, pairs and prices."""
        self.needs, self.index, self.prices = needs, index, prices
        self.market = market_of(needs, index, bans, prices.price)
        self.market.present[:] = self.here & ~self.locked
        m = len(index.offers)
        taken = np.bincount(prices.match[self.locked], minlength=m).astype(np.int64)
        self.seats = empty_seats(index, taken)
        placed = np.flatnonzero((prices.match >= 0) & ~self.locked)
        placed = placed[np.argsort(prices.match[placed], kind="stable")]
        offer = prices.match[placed]
        self.seats.used[:] = np.bincount(offer, minlength=m)
        place = np.arange(len(offer)) - np.searchsorted(offer, offer)
        self.seats.need[self.seats.start[offer] + place] = placed
        shut_full(self.market, self.seats)
        self.search = search_of(self.market)

    def _need_leaves(self, change: NeedLeaves) -> None:
        i = self._present(change.need)
        if self.locked[i]:
            self._unlock(Unlock(change.need))
        self._withdraw(i)

    def _offer_leaves(self, change: OfferLeaves) -> None:
        j = self._unlocked_offer(change.offer)
        out = self._close(j)
        self.index = self.index.without(j)
        self.market = self.market._replace(offers=self.index.rows)
        self._enter(out)

    def _needs_come(self, change: NeedsCome) -> None:
        known = change.needs.id[np.isin(change.needs.id, self.needs.id)]
        for i in [self.needs.row(need) for need in known.tolist()]:
            if self.locked[i]:
                raise BrokenRule(f"need {self.needs.id[i]} has a locked pair")
            if self.here[i]:
                self._withdraw(i)
        if not _holds(self.needs, change.needs):
            self._renew(self.needs.with_rows(change.needs), self.index)
        self._enter(np.searchsorted(self.needs.id, change.needs.id))

    def _offers_come(self, change: OffersCome) -> None:
        known = change.offers.id[np.isin(change.offers.id, self.index.offers.id)]
        rows = [self._unlocked_offer(offer) for offer in known.tolist()]
        out = [self.needs.id[self._close(j)] for j in rows]
        old = self.index
        offers = old.offers.with_rows(change.offers)
        self._renew(self.needs, build_index(offers, old.geo, old.policy, old.schema))
        for j in np.searchsorted(offers.id, change.offers.id).tolist():
            self._open(j, 0)
        self._enter(np.searchsorted(self.needs.id, np.concatenate([[], *out])))

    def _lock(self, change: Lock) -> None:
        i, j = self._present(change.need), self.index.offers.row(change.offer)
        if self.locked[i]:
            if self.prices.match[i] == j:
                return
            raise BrokenRule(f"need {change.need} has a locked pair")
        market = self.market
        worth = worth_of(self.needs, market.needs, self.index, i, j, market.bans)
        if self.seats.taken[j] >= self.index.offers.capacity[j]:
            raise BrokenRule(f"offer {change.offer} has too few places")
        if self.prices.match[i] == j:
            unseat(self.seats, j, i)
            self.seats.size[j] -= 1
            self.seats.taken[j] += 1
            self._hold(i, j, worth)
            if self.seats.size[j] == 0:
                self._close(j)
            return
        self._withdraw(i)
        out = self._close(j)
        self._hold(i, j, worth)
        self._open(j, int(self.seats.taken[j]) + 1)
        self._enter(out)

    def _unlock(self, change: Unlock) -> None:
        i = self.needs.row(change.need)
        if not self.locked[i]:
            return
        j = int(self.prices.match[i])
        out = self._close(j)
        self.locked[i] = self.here[i] = False
        self.prices.match[i], self.prices.worth[i] = -1, 0
        self._open(j, int(self.seats.taken[j]) - 1)
        self._enter(np.concatenate([out, [i]]))

    def _forbid(self, change: Forbid) -> None:
        i, j = self.needs.row(change.need), self.index.offers.row(change.offer)
        is_pair = self.prices.match[i] == j
        if is_pair and self.locked[i]:
            raise BrokenRule(f"need {change.need} has a locked pair")
        if is_pair:
            self._withdraw(i)
        self.market = self.market._replace(bans=_with_ban(self.market.bans, i, j))
        if is_pair:
            self._enter(np.array([i]))

    def _hold(self, i: int, j: int, worth: int) -> None:
        self.locked[i] = self.here[i] = True
        self.market.present[i] = 0
        self.prices.match[i], self.prices.worth[i] = j, worth
        self.prices.profit[i] = 0

    def _withdraw(self, i: int) -> None:
        mending.withdraw(self.market, self.prices, self.seats, self.search, i)
        self.here[i] = False

    def _enter(self, rows: I32 | I64) -> None:
        for i in np.sort(rows.astype(np.int64)).tolist():
            self.here[i] = True
            mending.enter(self.market, self.prices, self.seats, self.search, i)

    def _close(self, j: int) -> I32:
        out = np.empty(int(self.seats.used[j]), np.int32)
        mending.close_offer(self.market, self.prices, self.seats, j, GONE, out)
        self.here[out] = False
        return out

    def _open(self, j: int, taken: int) -> None:
        self.seats.taken[j] = taken
        size = int(self.index.offers.capacity[j]) - taken
        load = int(self.index.load[j]) if size else GONE
        mending.open_offer(
            self.market, self.prices, self.seats, self.search, j, load, size
        )

    def _present(self, need: int) -> int:
        i = self.needs.row(need)
        if not self.here[i]:
            raise MatchingError(f"need {need} has left already")
        return i

    def _unlocked_offer(self, offer: int) -> int:
        j = self.index.offers.row(offer)
        if self.seats.taken[j]:
            raise BrokenRule(f"offer {offer} has a locked pair")
        return j

    def _renew(self, needs: NeedTable, index: Index) -> None:
        """Carry the plan over to tables that hold all rows of the present ones."""
        need = np.searchsorted(needs.id, self.needs.id)
        offer = np.searchsorted(index.offers.id, self.index.offers.id)
        n, m, old, bans = len(needs), len(index.offers), self.prices, self.market.bans
        match = np.where(old.match >= 0, offer[old.match], -1).astype(np.int32)
        prices = Prices(
            _spread(match, need, np.full(n, -1, np.int32)),
            _spread(old.worth, need, np.zeros(n, np.int64)),
            _spread(old.profit, need, np.zeros(n, np.int64)),
            _spread(old.price, offer, np.zeros(m, np.int64)),
        )
        self.locked = _spread(self.locked, need, np.zeros(n, np.bool_))
        self.here = _spread(self.here, need, np.zeros(n, np.bool_))
        counts = _spread(np.diff(bans.start), need, np.zeros(n, np.int64))
        start = np.concatenate([[0], np.cumsum(counts)])
        moved = Bans(start, offer[bans.offer].astype(np.int32))
        self._lay_out(needs, index, moved, prices)


def _holds(table: NeedTable, rows: NeedTable) -> bool:
    """Return whether the table has all these rows as they are."""
    at = np.minimum(np.searchsorted(table.id, rows.id), len(table) - 1)
    return len(table) > 0 and all(
        (getattr(table, field.name)[at] == getattr(rows, field.name)).all()
        for field in fields(table)
    )


def _spread(values: NDArray[Any], rows: I64, into: NDArray[Any]) -> NDArray[Any]:
    into[rows] = values
    return into


def _with_ban(bans: Bans, need: int, offer: int) -> Bans:
    first, last = bans.start[need], bans.start[need + 1]
    at = int(first + np.searchsorted(bans.offer[first:last], offer))
    if at < last and bans.offer[at] == offer:
        return bans
    start = bans.start.copy()
    start[need + 1 :] += 1
    return Bans(start, np.insert(bans.offer, at, np.int32(offer)))
