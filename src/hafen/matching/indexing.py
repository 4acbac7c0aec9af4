"""Offers laid out by district and language, so that a need reads a few of them."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import NDArray

from hafen.matching.errors import BadTable
from hafen.matching.kernels.data import Blocks, Charges, Needs, Offers, Places
from hafen.matching.policy import Policy
from hafen.matching.schema import Schema
from hafen.matching.tables import ANYWHERE, I64, Flags, Geo, NeedTable, OfferTable

GONE = 2**50
"""A charge that no pair is worth: of an offer without a free place."""


@dataclass(frozen=True)
class Index:
    """What `build_index` makes; it stays as it is until offers change."""

    offers: OfferTable
    geo: Geo
    policy: Policy
    schema: Schema
    blocks: Blocks
    places: Places
    load: I64
    """Points that the load takes off, per offer; `GONE` without a free place."""

    @property
    def rows(self) -> Offers:
        """The offers as the loops read them."""
        o = self.offers
        return Offers(o.slots, o.traits, o.languages, o.district, o.radius, o.capacity)

    def charges(self, prices: I64 | None = None) -> Charges:
        """Return what each offer takes off.

        :param prices: per row of the offers, points
        """
        if prices is None:
            return self._unpriced
        charge = self.charge_of(prices)
        return Charges(charge, block_minima(self.blocks, charge))

    def charge_of(self, prices: I64) -> I64:
        """Return load and price of each offer.

        :raises BadTable: for a price below 0, which the search does not look for
        """
        if (prices < 0).any():
            raise BadTable("a price is negative")
        return self.load + prices

    @cached_property
    def _unpriced(self) -> Charges:
        return Charges(self.load, block_minima(self.blocks, self.load))

    @cached_property
    def lowest(self) -> int:
        """The least that load takes off."""
        return int(self.load.min(initial=0))

    def without(self, rows: int | Flags) -> Self:
        """Return the index with some offers, given by their rows, shut."""
        capacity, load = self.offers.capacity.copy(), self.load.copy()
        capacity[rows], load[rows] = 0, GONE
        offers = replace(self.offers, capacity=capacity)
        return replace(self, offers=offers, load=load)

    @cached_property
    def room(self) -> int:
        """One more than the postings of the largest block."""
        return int(np.diff(self.blocks.start).max(initial=0)) + 1


def build_index(offers: OfferTable, geo: Geo, policy: Policy, schema: Schema) -> Index:
    """Return the index of the offers that have a free place.

    :raises BadTable: when a district is not in `geo`
    """
    _check_districts(offers, geo)
    free = np.flatnonzero(offers.capacity > 0)
    blocks = lay_out(offers, free, offers.slots, offers.traits, offers.radius, len(geo))
    load = policy.load * np.minimum(offers.load, policy.load_cap).astype(np.int64)
    load[offers.capacity <= 0] = GONE
    return Index(offers, geo, policy, schema, blocks, places_of(geo, policy), load)


def places_of(geo: Geo, policy: Policy) -> Places:
    """Return the distances with their points."""
    points = policy.proximity_max - policy.proximity_per_km * geo.distance // 10
    return Places(geo.distance, geo.near, np.maximum(points, 0).astype(np.int32))


def need_rows(needs: NeedTable, index: Index) -> Needs:
    """Return the needs as the loops read them.

    :raises BadTable: when a district is not in the geography
    """
    _check_districts(needs, index.geo)
    policy = index.policy
    days = np.minimum(needs.waiting_days, policy.waiting_cap_days).astype(np.int64)
    fixed = (
        policy.base
        + policy.waiting_per_day * days
        + policy.priority * needs.priority.astype(np.int64)
    )
    return Needs(
        needs.slots, needs.must, needs.refuse, needs.wish, needs.languages,
        needs.district, needs.radius, needs.min_overlap, fixed,
    )  # fmt: skip


def lay_out(
    table: OfferTable | NeedTable,
    rows: NDArray[np.int64],
    slots: NDArray[np.uint64],
    traits: NDArray[np.uint64],
    radius: NDArray[np.int32],
    districts: int,
) -> Blocks:
    """Return the rows by district and language; inside of a block the widest radius
    first, then in their order.
    """
    united = int(np.bitwise_or.reduce(table.languages[rows], initial=np.uint64(0)))
    width = united.bit_length() + 1
    holders = [
        rows[(table.languages[rows] >> np.uint64(language)) & np.uint64(1) != 0]
        for language in range(width - 1)
    ]
    holders.append(rows)
    keys = np.concatenate(
        [
            table.district[held].astype(np.int64) * width + language
            for language, held in enumerate(holders)
        ]
    )
    row = np.concatenate(holders)
    order = np.argsort(keys * (ANYWHERE + 1) + ANYWHERE - radius[row], kind="stable")
    row = row[order].astype(np.int32)
    start = np.searchsorted(keys[order], np.arange(districts * width + 1))
    return Blocks(
        start.astype(np.int64), row, slots[row], traits[row], radius[row],
        _united(slots[row], start), _united(traits[row], start), width,
    )  # fmt: skip


def block_minima(blocks: Blocks, values: I64) -> I64:
    """Return per block the lowest value of its rows; a large one where it is empty."""
    lowest = np.full(len(blocks.start) - 1, GONE, np.int64)
    filled = np.flatnonzero(np.diff(blocks.start))
    if len(filled):
        lowest[filled] = np.minimum.reduceat(values[blocks.row], blocks.start[filled])
    return lowest


def _united(words: NDArray[np.uint64], start: NDArray[np.int64]) -> NDArray[np.uint64]:
    united = np.zeros(len(start) - 1, np.uint64)
    filled = np.flatnonzero(np.diff(start))
    if len(filled):
        united[filled] = np.bitwise_or.reduceat(words, start[filled])
    return united


def _check_districts(table: OfferTable | NeedTable, geo: Geo) -> None:
    if len(table) and int(table.district.max()) >= len(geo):
        raise BadTable("a district is not in the geography")
