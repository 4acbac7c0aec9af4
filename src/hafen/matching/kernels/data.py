"""What the loops read: tuples of arrays, in the order of rows of the tables.

Points are int64, rows int32, distances int32 in 100 m. A block is the offers of
one district that speak one language; block `district * width + language`, and
language `width - 1` holds all offers of the district, for needs that ask none.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hafen.matching.policy import Weights

I8 = NDArray[np.int8]
I32 = NDArray[np.int32]
I64 = NDArray[np.int64]
U64 = NDArray[np.uint64]

FAR = 2**60
"""More points than any sum of a plan; a distance that was not reached."""


class Places(NamedTuple):
    """`Geo` with the points for proximity of a policy."""

    distance: I32
    near: I32
    proximity: I32


class Blocks(NamedTuple):
    """Offers or needs by district and language, with what a block has at all.

    :param start: of each block among the postings, one more than blocks
    :param row: of each posting; in a block the widest radius first, then by row
    :param slots, traits, radius: of each posting, copied so that they lie in line
    :param any_slots, any_traits: united over each block
    :param width: languages in use and one more
    """

    start: I64
    row: I32
    slots: U64
    traits: U64
    radius: I32
    any_slots: U64
    any_traits: U64
    width: int


class Offers(NamedTuple):
    slots: U64
    traits: U64
    languages: U64
    district: I32
    radius: I32
    capacity: I32


class Needs(NamedTuple):
    """`fixed` are the points that do not depend on the offer."""

    slots: U64
    must: U64
    refuse: U64
    wish: U64
    languages: U64
    district: I32
    radius: I32
    min_overlap: I32
    fixed: I64


class Ask(NamedTuple):
    """One need, as the loop over a block wants it; `care` is must or refuse."""

    slots: int
    must: int
    care: int
    wish: int
    languages: int
    district: int
    radius: int
    min_overlap: int


class Bans(NamedTuple):
    """Per need the offers it must not get: `offer[start[i]:start[i+1]]`, sorted."""

    start: I64
    offer: I32


class Charges(NamedTuple):
    """What an offer takes off: points for load, plus its price.

    :param offer: per offer
    :param block: per block not more than the lowest of its offers
    """

    offer: I64
    block: I64


class Graph(NamedTuple):
    """Some permitted pairs, by need and by offer.

    :param start: of each need among the pairs, one more than needs
    :param offer, points: of each pair
    :param back_start, back_need, back_points: the same pairs by offer
    """

    start: I64
    offer: I32
    points: I32
    back_start: I64
    back_need: I32
    back_points: I32


class Seats(NamedTuple):
    """The places of all offers in one line, those of offer j from `start[j]` on.

    :param need: who has the place; the first `used[j]` of an offer are taken
    :param size: places of each offer
    :param taken: places that locked pairs hold already; they raise the cost
    :param costs: of the first, second … place, ascending, the last one repeats
    """

    start: I64
    need: I32
    size: I32
    used: I32
    taken: I32
    costs: I64


class Plan(NamedTuple):
    """Who gets what, and at which prices nobody would rather have another.

    :param match: offer of each need, -1 for none
    :param worth: points of the pair of each need, 0 for none
    :param profit: worth minus price, per need, at least 0
    :param price: per offer, what one more place is worth to the town
    """

    match: I32
    worth: I64
    profit: I64
    price: I64

    def copy(self) -> "Plan":
        return Plan(
            self.match.copy(), self.worth.copy(), self.profit.copy(), self.price.copy()
        )


class Market(NamedTuple):
    """All that a search for the best change reads.

    :param asking: the needs by district and language, as `blocks` are the offers;
        the last language holds those that ask none
    :param present: 1 for needs that take part
    :param charges: load and price of each offer, kept in step with `Plan.price`
    :param lowest: not more than the lowest charge there can be
    """

    needs: Needs
    offers: Offers
    blocks: Blocks
    asking: Blocks
    places: Places
    charges: Charges
    bans: Bans
    weights: Weights
    present: I8
    lowest: int


class Search(NamedTuple):
    """The workplace of one search; between searches all distances are `FAR`.

    :param need_distance, offer_distance: from where the search began, in points
    :param via: per offer the need that would move; per need the offer it would get
    :param worth: points of that pair, per offer and per need
    :param reached_needs, reached_offers: which distances are not `FAR`
    :param heap, place: offers by distance, and where each stands in the heap
    :param found, points: what a look at one row brought
    """

    need_distance: I64
    offer_distance: I64
    offer_via: I32
    need_via: I32
    offer_worth: I64
    need_worth: I64
    reached_needs: I32
    reached_offers: I32
    heap: I32
    place: I32
    found: I32
    points: I64
