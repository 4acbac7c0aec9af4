"""The best offers of many needs at once, in compiled loops; for workers only."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import ArrayLike

from hafen.matching.indexing import Index, need_rows
from hafen.matching.kernels.data import Bans, Charges, Needs
from hafen.matching.kernels.rank import rank_rows
from hafen.matching.ranking import Pairs, TopK, bans_of, floors
from hafen.matching.tables import I32, I64, NeedTable

_ROWS_PER_PART = 2_000


def topk(
    needs: NeedTable,
    index: Index,
    k: int,
    *,
    prices: I64 | None = None,
    floor: ArrayLike | None = None,
    forbidden: Pairs = (),
    threads: int = 1,
) -> TopK:
    """Return what `ranking.topk` returns, bit for bit, with any number of threads."""
    rows = need_rows(needs, index)
    gains = floors(floor, len(needs)) - rows.fixed
    row, gain, counts = rank(
        rows, index, index.charges(prices), k, gains,
        bans_of(needs, index, forbidden), threads,
    )  # fmt: skip
    held = np.arange(k) < counts[:, None]
    found = row[held]
    score = gain[held].astype(np.int64) + np.repeat(rows.fixed, counts)
    start = np.concatenate([[0], np.cumsum(counts, dtype=np.int64)])
    return TopK(start, found, index.offers.id[found], score)


def rank(
    needs: Needs, index: Index, charges: Charges, k: int, gains: I64, bans: Bans,
    threads: int,
) -> tuple[I32, I32, I32]:  # fmt: skip
    """Return rows and gains as (needs × k) and how many of each row hold.

    :param charges: load and prices, which are not negative
    :param gains: what a pair has to gain at least, the fixed points left aside
    """
    n = len(gains)
    row, gain = np.zeros((n, k), np.int32), np.zeros((n, k), np.int32)
    counts = np.zeros(n, np.int32)
    # Prices are not negative, so no charge lies below the lowest load.
    lowest = index.lowest

    def part(first: int) -> None:
        rank_rows(
            needs, first, min(first + _ROWS_PER_PART, n), gains, lowest, index.rows,
            index.blocks, index.places, charges, bans, index.policy.weights,
            row, gain, counts, index.room,
        )  # fmt: skip

    if k and n <= _ROWS_PER_PART:
        part(0)
    elif k:
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(part, range(0, n, _ROWS_PER_PART)))
    return row, gain, counts
