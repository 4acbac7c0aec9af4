"""Tiny towns by number, and the slow, obvious ways to match in them."""

from dataclasses import dataclass

import numpy as np

from hafen.matching.explaining import explain
from hafen.matching.indexing import Index, build_index
from hafen.matching.plans import costs_up_to
from hafen.matching.policy import Policy
from hafen.matching.schema import BitGroup, Schema
from hafen.matching.tables import Geo, NeedTable, OfferTable

SCHEMA = Schema(
    "sponsorship",
    (
        BitGroup("skills", "flags", ("letters", "school", "bicycle", "sewing")),
        BitGroup("clearance", "ladder", ("seen", "certificate")),
        BitGroup("gender", "choice", ("female", "male", "unknown")),
    ),
)
POLICY = Policy(name="test", version=1)
DEAR = Policy(name="dear", version=1, place_costs=(0, 60, 400, 900))


@dataclass(frozen=True)
class Town:
    needs: NeedTable
    offers: OfferTable
    geo: Geo
    policy: Policy = POLICY

    @property
    def index(self) -> Index:
        return build_index(self.offers, self.geo, self.policy, SCHEMA)


def town(seed, needs=6, offers=5, policy=POLICY):
    """A town where about a third of all pairs is permitted."""
    rng = np.random.default_rng(seed)
    return Town(
        some_needs(rng, rng.permutation(3 * needs)[:needs] + 1),
        some_offers(rng, rng.permutation(3 * offers)[:offers] + 1),
        Geo.of([[0, 21, 60, 130], [21, 0, 44, 99], [60, 44, 0, 75], [130, 99, 75, 0]]),
        policy,
    )


def some_needs(rng, ids):
    n = len(ids)
    must, refuse = np.zeros(n, np.int64), np.zeros(n, np.int64)
    for i in range(n):
        facts = {}
        if rng.random() < 0.2:
            facts["skills"] = [str(rng.choice(SCHEMA.groups[0].values))]
        if rng.random() < 0.3:
            facts["clearance"] = str(rng.choice(SCHEMA.groups[1].values))
        if rng.random() < 0.2:
            facts["gender"] = ["female"]
        must[i], refuse[i] = SCHEMA.demands(facts)
    return NeedTable.of(
        {
            "id": ids,
            "slots": rng.integers(0, 64, n),
            "must": must,
            "refuse": refuse,
            "wish": rng.integers(0, 16, n),
            "languages": rng.integers(0, 8, n),
            "district": rng.integers(0, 4, n),
            "radius": rng.choice([70, 200], n),
            "min_overlap": rng.integers(0, 3, n),
            "waiting_days": rng.integers(0, 40, n),
            "priority": rng.integers(0, 3, n),
        }
    )


def some_offers(rng, ids):
    n = len(ids)
    traits = [
        SCHEMA.traits(
            {
                "skills": [s for s in SCHEMA.groups[0].values if rng.random() < 0.6],
                "clearance": [None, "seen", "certificate"][rng.integers(0, 3)],
                "gender": [None, "female", "male"][rng.integers(0, 3)],
            }
        )
        for _ in range(n)
    ]
    return OfferTable.of(
        {
            "id": ids,
            "slots": rng.integers(0, 64, n),
            "traits": traits,
            "languages": rng.integers(1, 8, n),
            "district": rng.integers(0, 4, n),
            "radius": rng.choice([50, 100, 150], n),
            "capacity": rng.integers(0, 4, n),
            "load": rng.integers(0, 4, n),
        }
    )


def worths(town, forbidden=()):
    """(need id, offer id) → points, for all permitted pairs, by `explain` alone."""
    index, found = town.index, {}
    for need in town.needs.id.tolist():
        for offer in town.offers.id.tolist():
            pair = explain(town.needs, need, index, offer, forbidden=forbidden)
            if pair.is_permitted:
                found[need, offer] = pair.total
    return found


def best_total(town, forbidden=(), locked=()):
    """The most points of any plan, by trying all of them."""
    worth = worths(town, forbidden)
    needs, offers = town.needs.id.tolist(), town.offers.id.tolist()
    capacity = town.offers.capacity.tolist()
    costs, fixed = town.policy.place_costs, dict(locked)

    def try_from(at, used, points):
        if at == len(needs):
            return points - int(costs_up_to(costs, np.array(used)).sum())
        choices = [] if needs[at] in fixed else [try_from(at + 1, used, points)]
        for j, offer in enumerate(offers):
            pair = (needs[at], offer)
            if pair not in worth or used[j] == capacity[j]:
                continue
            if fixed.get(needs[at], offer) == offer:
                more = [*used[:j], used[j] + 1, *used[j + 1 :]]
                choices.append(try_from(at + 1, more, points + worth[pair]))
        return max(choices, default=-(10**12))

    return try_from(0, [0] * len(offers), 0)
