"""Why a pair is permitted and what it is worth; why a need finds nobody.

Rules and terms are named by keys, with numbers; the words are made where the
reader's language is known. The total is the number that plans are made with.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from hafen.matching.indexing import Index
from hafen.matching.ranking import Pairs
from hafen.matching.tables import NeedTable

Term = Literal[
    "base", "proximity", "slots", "wishes", "languages", "load", "waiting", "priority"
]
RULES = ("places", "exclusion", "language", "distance", "time")
"""The rules of every kind; the groups of the schema follow."""


@dataclass(frozen=True)
class Rule:
    """One hard rule of a pair.

    :param key: one of `RULES`, or a group of the schema
    :param have: what the offer brings: free places, 1 or 0 for an exclusion, bits of
        languages or traits, distance in 100 m, number of common slots
    :param want: what the need asks of it, in the same unit; for a distance the
        smaller one of both radii, for a group the bits that must be there
    :param refuse: bits of a group that must not be there
    """

    key: str
    is_kept: bool
    have: int
    want: int
    refuse: int = 0


@dataclass(frozen=True)
class Points:
    """One term: `points` of at most `most`; `detail` is the number counted.

    For proximity the distance in 100 m, for slots and wishes the bits in common,
    for languages those in common, else people, days or levels.
    """

    key: Term
    points: int
    most: int
    detail: int


@dataclass(frozen=True)
class Explanation:
    """A pair, line by line; `total` is the sum of the lines."""

    need: int
    offer: int
    rules: tuple[Rule, ...]
    terms: tuple[Points, ...]

    @property
    def total(self) -> int:
        return sum(term.points for term in self.terms)

    @property
    def is_permitted(self) -> bool:
        return all(rule.is_kept for rule in self.rules)

    def broken(self) -> tuple[Rule, ...]:
        return tuple(rule for rule in self.rules if not rule.is_kept)

    def reasons(self) -> tuple[Points, ...]:
        """The terms that speak for or against this offer, the weightiest first.

        Base, waiting and priority are the same for every offer and left out.
        """
        same = {"base", "waiting", "priority"}
        chosen = [t for t in self.terms if t.points and t.key not in same]
        return tuple(sorted(chosen, key=lambda t: -abs(t.points)))


@dataclass(frozen=True)
class Loss:
    """What one rule does to the list of a need.

    :param removes: offers that break this rule
    :param opens: offers that break this rule alone
    """

    rule: str
    removes: int
    opens: int


def explain(
    needs: NeedTable,
    need: int,
    index: Index,
    offer: int,
    *,
    forbidden: Pairs = (),
) -> Explanation:
    """Return the rules and points of a pair of ids.

    :raises UnknownRow: when an id is in neither table
    """
    i, j = needs.row(need), index.offers.row(offer)
    excluded = (need, offer) in set(forbidden)
    return Explanation(
        need,
        offer,
        tuple(_rules(needs, i, index, j, excluded=excluded)),
        tuple(_terms(needs, i, index, j)),
    )


def why_not(
    needs: NeedTable,
    need: int,
    index: Index,
    *,
    forbidden: Pairs = (),
) -> list[Loss]:
    """Return for each rule how many offers it takes from a need, in order of rules."""
    i = needs.row(need)
    banned = [offer for wanted, offer in forbidden if wanted == need]
    failed = {
        "places": index.offers.capacity <= 0,
        "exclusion": np.isin(index.offers.id, banned),
        **_failures(needs, i, index),
    }
    how_many = np.sum([*failed.values()], axis=0)
    return [
        Loss(key, int(fails.sum()), int((fails & (how_many == 1)).sum()))
        for key, fails in failed.items()
    ]


def _failures(needs: NeedTable, i: int, index: Index) -> dict[str, NDArray[np.bool_]]:
    offers = index.offers
    distance = index.geo.distance[needs.district[i]][offers.district]
    common = np.bitwise_count(offers.slots & needs.slots[i])
    failed = {
        "language": (needs.languages[i] != 0)
        & (offers.languages & needs.languages[i] == 0),
        "distance": distance > np.minimum(offers.radius, needs.radius[i]),
        "time": common < needs.min_overlap[i],
    }
    for name, mask in index.schema.masks.items():
        must = needs.must[i] & np.uint64(mask)
        care = (needs.must[i] | needs.refuse[i]) & np.uint64(mask)
        failed[name] = offers.traits & care != must
    return failed


def _rules(
    needs: NeedTable, i: int, index: Index, j: int, *, excluded: bool
) -> Iterator[Rule]:
    offers = index.offers
    free = int(offers.capacity[j])
    yield Rule("places", free > 0, free, 1)
    yield Rule("exclusion", not excluded, int(excluded), 0)
    spoken, wanted = int(offers.languages[j]), int(needs.languages[i])
    yield Rule("language", not wanted or bool(spoken & wanted), spoken, wanted)
    distance = int(index.geo.distance[needs.district[i], offers.district[j]])
    radius = min(int(offers.radius[j]), int(needs.radius[i]))
    yield Rule("distance", distance <= radius, distance, radius)
    common = (int(offers.slots[j]) & int(needs.slots[i])).bit_count()
    overlap = int(needs.min_overlap[i])
    yield Rule("time", common >= overlap, common, overlap)
    for name, mask in index.schema.masks.items():
        have = int(offers.traits[j]) & mask
        must, refuse = int(needs.must[i]) & mask, int(needs.refuse[i]) & mask
        is_kept = have & (must | refuse) == must
        yield Rule(name, is_kept, have, must, refuse)


def _terms(needs: NeedTable, i: int, index: Index, j: int) -> Iterator[Points]:
    offers, p = index.offers, index.policy
    distance = int(index.geo.distance[needs.district[i], offers.district[j]])
    slots = int(offers.slots[j]) & int(needs.slots[i])
    wishes = int(offers.traits[j]) & int(needs.wish[i])
    spoken = int(offers.languages[j]) & int(needs.languages[i])
    load, days = int(offers.load[j]), int(needs.waiting_days[i])
    level = int(needs.priority[i])
    near = int(index.places.proximity[needs.district[i], offers.district[j]])
    yield Points("base", p.base, p.base, 1)
    yield Points("proximity", near, p.proximity_max, distance)
    yield _capped("slots", p.slot, slots.bit_count(), p.slot_cap, slots)
    yield _capped("wishes", p.wish, wishes.bit_count(), p.wish_cap, wishes)
    further = max(0, spoken.bit_count() - 1)
    yield _capped("languages", p.language, further, p.language_cap, spoken)
    yield Points("load", -p.load * min(load, p.load_cap), 0, load)
    yield _capped("waiting", p.waiting_per_day, days, p.waiting_cap_days, days)
    yield Points("priority", p.priority * level, p.priority * level, level)


def _capped(key: Term, weight: int, count: int, cap: int, detail: int) -> Points:
    return Points(key, weight * min(count, cap), weight * cap, detail)
