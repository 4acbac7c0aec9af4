"""The best offers of a few needs, with NumPy alone: for a desk, in a web process.

`batch.topk` gives the same lists from compiled loops, for many needs at once.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hafen.matching.indexing import Index, need_rows
from hafen.matching.kernels.data import Bans, Needs
from hafen.matching.tables import I32, I64, U64, Flags, NeedTable

Pairs = Iterable[tuple[int, int]]
"""(id of a need, id of an offer), …"""

NOTHING = -(2**40)
"""Less than any pair can be worth."""

_ONE = np.uint64(1)
_FIRST_RING = 4


@dataclass(frozen=True)
class TopK:
    """Ranked lists, one after the other: list i is `start[i]:start[i + 1]`.

    :param start: (needs + 1)
    :param row: of the offer, in the table of the index
    :param offer: its id
    :param score: points of the pair minus the price of the offer
    """

    start: I64
    row: I32
    offer: I64
    score: I64

    def of(self, need: int) -> list[tuple[int, int]]:
        """Return (id of the offer, score) for a row of the needs, best first."""
        part = slice(self.start[need], self.start[need + 1])
        return list(
            zip(self.offer[part].tolist(), self.score[part].tolist(), strict=False)
        )


def topk(
    needs: NeedTable,
    index: Index,
    k: int,
    *,
    prices: I64 | None = None,
    floor: ArrayLike | None = None,
    forbidden: Pairs = (),
) -> TopK:
    """Return the exact k best offers of each need; ties go to the lower id.

    :param prices: per row of the offers, points that are taken off
    :param floor: the least score, one for all or one per need
    :param forbidden: pairs that must not appear; unknown ids are passed over
    """
    rows, bans = need_rows(needs, index), bans_of(needs, index, forbidden)
    least = floors(floor, len(needs))
    charge = index.load if prices is None else index.charge_of(prices)
    lists = [
        _ranked(index, rows, i, int(least[i]), charge, bans, k)
        for i in range(len(needs))
    ]
    counts = np.array([len(row) for row, _ in lists], dtype=np.int64)
    row = np.concatenate([np.empty(0, np.int32), *(row for row, _ in lists)])
    score = np.concatenate([np.empty(0, np.int64), *(score for _, score in lists)])
    start = np.concatenate([[0], np.cumsum(counts)])
    return TopK(start, row, index.offers.id[row], score)


def floors(floor: ArrayLike | None, needs: int) -> I64:
    """Return the least score of each need."""
    least = NOTHING if floor is None else floor
    return np.broadcast_to(np.asarray(least, np.int64), needs)


def bans_of(needs: NeedTable, index: Index, forbidden: Pairs) -> Bans:
    """Return the forbidden pairs by rows; pairs of rows that are gone are left out."""
    pairs = np.array(sorted(set(forbidden)), dtype=np.int64).reshape(-1, 2)
    need, is_need = _rows(needs.id, pairs[:, 0])
    offer, is_offer = _rows(index.offers.id, pairs[:, 1])
    known = is_need & is_offer
    start = np.searchsorted(need[known], np.arange(len(needs) + 1))
    return Bans(start.astype(np.int64), offer[known].astype(np.int32))


def _rows(ids: I64, wanted: I64) -> tuple[I64, Flags]:
    """Return where the wanted ids stand, and which of them do."""
    row = np.searchsorted(ids, wanted)
    there = row < len(ids)
    there[there] = ids[row[there]] == wanted[there]
    return row.astype(np.int64), there


def _ranked(
    index: Index, needs: Needs, i: int, least: int, charge: I64, bans: Bans, k: int
) -> tuple[I32, I64]:
    """Return rows and scores; look ring by ring, each twice as many districts."""
    home, fixed = needs.district[i], int(needs.fixed[i])
    reach = fixed + _reach(index, needs, i) - index.lowest
    row, score = np.empty(0, np.int32), np.empty(0, np.int64)
    near = index.places.near[home]
    near = near[index.places.distance[home, near] <= needs.radius[i]]
    first, last = 0, _FIRST_RING
    while first < len(near):
        ring = near[first:last]
        if int(index.places.proximity[home, ring[0]]) + reach < least:
            break
        more, points = _ring(index, needs, i, ring, charge, bans)
        row, score = (
            np.concatenate([row, more]),
            np.concatenate([score, points + fixed]),
        )
        best = np.lexsort((row, -score))[:k]
        best = best[score[best] >= least]
        row, score = row[best], score[best]
        if len(row) == k and k:
            least = max(least, int(score[-1]))
        first, last = last, 2 * last
    return row, score


def _reach(index: Index, needs: Needs, i: int) -> int:
    """Return what a pair of the need can gain apart from proximity and waiting."""
    w = index.policy.weights
    return (
        w.slot * min(int(needs.slots[i]).bit_count(), w.slot_cap)
        + w.wish * min(int(needs.wish[i]).bit_count(), w.wish_cap)
        + w.language * min(int(needs.languages[i]).bit_count(), w.language_cap)
    )


def _ring(
    index: Index, needs: Needs, i: int, ring: I32, charge: I64, bans: Bans
) -> tuple[I32, I64]:
    """Return the permitted offers of some districts, and what they gain."""
    blocks, offers, w = index.blocks, index.rows, index.policy.weights
    posting = _postings(index, needs.languages[i], ring)
    slots = np.bitwise_count(blocks.slots[posting] & needs.slots[i]).astype(np.int64)
    distance = index.places.distance[needs.district[i]]
    rows = blocks.row[posting]
    permitted = (
        (slots >= needs.min_overlap[i])
        & (blocks.traits[posting] & (needs.must[i] | needs.refuse[i]) == needs.must[i])
        & (distance[offers.district[rows]] <= blocks.radius[posting])
    )
    rows, slots = rows[permitted], slots[permitted]
    # An offer stands in the block of each of its languages.
    rows, first = np.unique(rows, return_index=True)
    slots = slots[first]
    banned = bans.offer[bans.start[i] : bans.start[i + 1]]
    if len(banned):
        stays = ~np.isin(rows, banned)
        rows, slots = rows[stays], slots[stays]
    wishes = np.bitwise_count(offers.traits[rows] & needs.wish[i]).astype(np.int64)
    common = np.bitwise_count(offers.languages[rows] & needs.languages[i])
    further = np.maximum(common.astype(np.int64) - 1, 0)
    gain = (
        index.places.proximity[needs.district[i], offers.district[rows]]
        + w.slot * np.minimum(slots, w.slot_cap)
        + w.wish * np.minimum(wishes, w.wish_cap)
        + w.language * np.minimum(further, w.language_cap)
        - charge[rows]
    )
    return rows, gain


def _postings(index: Index, languages: np.uint64, ring: I32) -> NDArray[np.int64]:
    """Return the postings of the districts that a need reads."""
    width, start = index.blocks.width, index.blocks.start
    spoken = _tongues(languages, width)
    block = (ring.astype(np.int64)[:, None] * width + spoken).ravel()
    sizes = start[block + 1] - start[block]
    ends = np.cumsum(sizes)
    total = int(ends[-1]) if len(ends) else 0
    postings: I64 = np.arange(total) + np.repeat(start[block] - ends + sizes, sizes)
    return postings


def _tongues(languages: np.uint64, width: int) -> I64:
    if not languages:
        return np.array([width - 1])
    each = np.arange(width - 1)
    word: U64 = np.uint64(languages) >> each.astype(np.uint64) & _ONE
    spoken: I64 = each[word != 0]
    return spoken
