"""What a plan says: who gets what, at which prices, and how that is proven.

A plan is optimal when no permitted pair is worth more than the profit of its
need and the price of its offer together, and when the sum of all profits and
prices equals the sum of the plan (linear programming duality). Both are whole
points here, so the proof is exact: `bound - total` is 0, or the plan is not
proven.
"""

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from hafen.matching.indexing import Index
from hafen.matching.kernels.data import Bans
from hafen.matching.tables import I32, I64, Flags, NeedTable


@dataclass(frozen=True)
class Baseline:
    """What a simple rule would have done: its points, and how many are served."""

    rule: str
    total: int
    served: int
    longest_wait: int
    """Days of the longest waiting need that it leaves without an offer."""


@dataclass(frozen=True)
class Missing:
    """Why a need goes without.

    :param permitted: how many offers the rules permit
    :param short_by: points that its best offer lacks at the prices of the plan
    :param rule: without a permitted offer: the rule that stands most in the way
    :param opens: how many offers that rule alone keeps away
    """

    need: int
    permitted: int
    short_by: int = 0
    rule: str = ""
    opens: int = 0


@dataclass(frozen=True)
class Displacement:
    """What it costs the town, at least, to give a need another offer.

    :param points: of the whole plan; the exact figure is that of `repair`
    :param own: points that the need itself gains (+) or loses (-)
    :param displaced: ids of the needs that have the offer now, if it is full;
        one of them would have to give way
    """

    points: int
    own: int
    displaced: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Plan:
    """A plan over the rows of two tables.

    :param match: per need the row of its offer, -1 for none
    :param worth: per need the points of its pair, 0 for none
    :param profit: per need, points
    :param price: per offer what one more place of it would be worth, points
    :param locked: per need whether its pair was given
    :param present: per need whether it takes part; False once it has left
    :param bans: pairs that were forbidden
    :param bound: no plan can be worth more
    :param rounds: how often all pairs were priced
    :param baselines: what simple rules would have done with the same rows
    :param missing: of each need without an offer; None where it was not asked
    """

    needs: NeedTable
    index: Index
    match: I32
    worth: I64
    profit: I64
    price: I64
    locked: Flags
    present: Flags
    bans: Bans
    bound: int
    rounds: int
    baselines: tuple[Baseline, ...] = ()
    missing: tuple[Missing, ...] | None = None

    @cached_property
    def total(self) -> int:
        """Points of all pairs, minus what further places of one offer cost."""
        return int(self.worth.sum()) - self.place_costs

    @cached_property
    def place_costs(self) -> int:
        taken = np.bincount(self.match[self.match >= 0], minlength=len(self.price))
        return int(costs_up_to(self.index.policy.place_costs, taken).sum())

    @property
    def gap(self) -> int:
        """By how many points a better plan could exist; 0 is a proof."""
        return self.bound - self.total

    @property
    def is_proven(self) -> bool:
        return self.gap == 0

    @property
    def policy_hash(self) -> str:
        return self.index.policy.hash

    @property
    def served(self) -> int:
        return int((self.match >= 0).sum())

    @property
    def pairs(self) -> list[tuple[int, int, int]]:
        """(id of the need, id of the offer, points), in the order of needs."""
        rows = np.flatnonzero(self.match >= 0)
        offers = self.index.offers.id[self.match[rows]]
        return list(
            zip(
                self.needs.id[rows].tolist(),
                offers.tolist(),
                self.worth[rows].tolist(),
                strict=False,
            )
        )

    @property
    def unserved(self) -> I64:
        """Ids of the needs without an offer."""
        return self.needs.id[(self.match < 0) & self.present]

    def offer_of(self, need: int) -> int | None:
        """Return the id of the offer of a need, None for none."""
        row = int(self.match[self.needs.row(need)])
        return None if row < 0 else int(self.index.offers.id[row])

    def price_of(self, offer: int) -> int:
        return int(self.price[self.index.offers.row(offer)])

    def to_bytes(self) -> bytes:
        """The plan as bytes: equal rows and policy, equal bytes, on every machine."""
        rows = np.flatnonzero(self.match >= 0)
        head = {
            "policy": self.policy_hash,
            "total": self.total,
            "bound": self.bound,
            "pairs": len(rows),
        }
        parts = (
            self.needs.id[rows],
            self.index.offers.id[self.match[rows]],
            self.worth[rows],
            self.price,
        )
        return json.dumps(head, sort_keys=True).encode() + b"".join(
            part.astype("<i8").tobytes() for part in parts
        )

    @cached_property
    def hash(self) -> str:
        """SHA-256 of the bytes."""
        return hashlib.sha256(self.to_bytes()).hexdigest()


def costs_up_to(costs: tuple[int, ...], places: I64) -> I64:
    """Return what the first places of each offer cost together."""
    most = int(places.max(initial=0))
    each = [costs[min(place, len(costs) - 1)] for place in range(most)]
    result: I64 = np.concatenate([[0], np.cumsum(each, dtype=np.int64)])[places]
    return result


def displacement(plan: Plan, need: int, offer: int, worth: int) -> Displacement:
    """Return what it costs to give the need this offer instead of what it has.

    :param worth: points of the pair, as `explain` sums them
    :raises UnknownRow: when an id is in neither table
    """
    i, j = plan.needs.row(need), plan.index.offers.row(offer)
    here = np.flatnonzero(plan.match == j)
    is_full = len(here) >= plan.index.offers.capacity[j] and i not in here
    return Displacement(
        max(0, int(plan.profit[i] + plan.price[j]) - worth),
        worth - int(plan.worth[i]),
        tuple(plan.needs.id[here].tolist()) if is_full else (),
    )
