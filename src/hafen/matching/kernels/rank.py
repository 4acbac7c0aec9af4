"""The exact best offers of a need, block by block, nearest district first.

A block is left out when its best conceivable pair is worth less than what is
already held, and the search ends when the next district alone is too far for
any better pair. Neither changes the result.
"""

import numpy as np

from hafen.matching.kernels.data import (
    FAR,
    I32,
    I64,
    U64,
    Ask,
    Bans,
    Blocks,
    Charges,
    Needs,
    Offers,
    Places,
)
from hafen.matching.kernels.jit import kernel, ones
from hafen.matching.policy import Weights

ONE = np.uint64(1)
NONE = np.uint64(0)


@kernel
def is_banned(bans: Bans, need: int, offer: int) -> bool:
    low, high = bans.start[need], bans.start[need + 1]
    while low < high:
        middle = (low + high) // 2
        if bans.offer[middle] < offer:
            low = middle + 1
        else:
            high = middle
    return low < bans.start[need + 1] and bans.offer[low] == offer


@kernel
def pair_gain(
    needs: Needs, i: int, offers: Offers, j: int, places: Places, w: Weights
) -> int:
    """Return the points of a permitted pair that depend on both sides."""
    slots = ones(needs.slots[i] & offers.slots[j])
    wishes = ones(needs.wish[i] & offers.traits[j])
    further = max(0, ones(needs.languages[i] & offers.languages[j]) - 1)
    return (
        np.int64(places.proximity[needs.district[i], offers.district[j]])
        + w.slot * min(slots, w.slot_cap)
        + w.wish * min(wishes, w.wish_cap)
        + w.language * min(further, w.language_cap)
    )


@kernel
def is_permitted(
    needs: Needs, i: int, offers: Offers, j: int, places: Places, bans: Bans
) -> bool:
    """Return whether the rules permit a pair, free places left aside."""
    distance = places.distance[needs.district[i], offers.district[j]]
    spoken = needs.languages[i]
    return (
        (spoken == NONE or (spoken & offers.languages[j]) != NONE)
        and distance <= min(needs.radius[i], offers.radius[j])
        and ones(needs.slots[i] & offers.slots[j]) >= needs.min_overlap[i]
        and offers.traits[j] & (needs.must[i] | needs.refuse[i]) == needs.must[i]
        and not is_banned(bans, i, j)
    )


@kernel
def ask_of(needs: Needs, i: int) -> Ask:
    return Ask(
        needs.slots[i], needs.must[i], needs.must[i] | needs.refuse[i], needs.wish[i],
        needs.languages[i], needs.district[i], needs.radius[i], needs.min_overlap[i],
    )  # fmt: skip


@kernel
def tongues_of(languages: int, width: int, out: I64) -> int:
    """Write the blocks of a district that a need reads; return how many."""
    if languages == NONE:
        out[0] = width - 1
        return 1
    n = 0
    for language in range(width - 1):
        if (languages >> np.uint64(language)) & ONE:
            out[n] = language
            n += 1
    return n


@kernel
def _ceiling(
    ask: Ask, any_slots: int, any_traits: int, near: int, charge: int, w: Weights
) -> int:
    """Return what no pair of the block exceeds, or less than anything."""
    common = ones(ask.slots & any_slots)
    if common < ask.min_overlap or (ask.must & ~any_traits) != NONE:
        return -FAR
    further = max(0, ones(ask.languages) - 1)
    return (
        near
        + w.slot * min(common, w.slot_cap)
        + w.wish * min(ones(ask.wish & any_traits), w.wish_cap)
        + w.language * min(further, w.language_cap)
        - charge
    )


@kernel
def _sift(
    ask: Ask, first: int, last: int, slots: U64, traits: U64, out: I32, n: int
) -> int:
    """Write the postings that pass the rules behind `n`; no branch to guess."""
    for x in range(first, last):
        out[n] = x
        n += (ones(ask.slots & slots[x]) >= ask.min_overlap) & (
            (traits[x] & ask.care) == ask.must
        )
    return n


@kernel
def _within(radius: I32, first: int, last: int, distance: int) -> int:
    """Return where the postings of a block end that go as far as the distance."""
    while first < last:
        middle = (first + last) // 2
        if radius[middle] >= distance:
            first = middle + 1
        else:
            last = middle
    return first


@kernel
def _scan(
    ask: Ask, language: int, block: int, distance: int, near: int, least: int,
    languages: U64, blocks: Blocks, charges: Charges, w: Weights,
    out_offer: I32, out_gain: I64, n: int,
) -> int:  # fmt: skip
    """Append the offers of a block that gain at least `least`."""
    first, last = blocks.start[block], blocks.start[block + 1]
    if first == last or least > _ceiling(
        ask, blocks.any_slots[block], blocks.any_traits[block], near,
        charges.block[block], w,
    ):  # fmt: skip
        return n
    slots, traits, row, charge = blocks.slots, blocks.traits, blocks.row, charges.offer
    last = _within(blocks.radius, first, last, distance)
    end = _sift(ask, first, last, slots, traits, out_offer, n)
    several = ones(ask.languages) > 1
    earlier = (ONE << np.uint64(language)) - ONE
    for at in range(n, end):
        x = out_offer[at]
        j = row[x]
        gain = (
            near
            + w.slot * min(ones(ask.slots & slots[x]), w.slot_cap)
            + w.wish * min(ones(ask.wish & traits[x]), w.wish_cap)
            - charge[j]
        )
        if several:
            common = ask.languages & languages[j]
            # Counted once: in the block of its first common language.
            if common & earlier:
                continue
            gain += w.language * min(ones(common) - 1, w.language_cap)
        if gain >= least:
            out_offer[n], out_gain[n] = j, gain
            n += 1
    return n


@kernel
def _reach(ask: Ask, lowest: int, w: Weights) -> int:
    """Return what a pair of the need can gain apart from proximity."""
    return (
        w.slot * min(ones(ask.slots), w.slot_cap)
        + w.wish * min(ones(ask.wish), w.wish_cap)
        + w.language * min(max(0, ones(ask.languages) - 1), w.language_cap)
        - lowest
    )


@kernel
def collect(
    needs: Needs, i: int, least: int, lowest: int,
    offers: Offers, blocks: Blocks, places: Places, charges: Charges, bans: Bans,
    w: Weights, out_offer: I32, out_gain: I64,
) -> int:  # fmt: skip
    """Write all permitted offers that gain at least `least`; return how many.

    :param lowest: not more than the lowest charge of any offer
    """
    ask, n, width = ask_of(needs, i), 0, blocks.width
    reach, languages = _reach(ask, lowest, w), offers.languages
    near, distances = places.near[ask.district], places.distance[ask.district]
    proximity = places.proximity[ask.district]
    tongues = np.empty(width, np.int64)
    spoken = tongues_of(ask.languages, width, tongues)
    for at in range(len(near)):
        district = near[at]
        distance, points = distances[district], proximity[district]
        if distance > ask.radius or points + reach < least:
            break
        for tongue in range(spoken):
            n = _scan(
                ask, tongues[tongue], district * width + tongues[tongue], distance,
                points, least, languages, blocks, charges, w, out_offer, out_gain, n,
            )  # fmt: skip
    return _permitted(bans, i, out_offer, out_gain, n)


@kernel
def _permitted(bans: Bans, i: int, out_offer: I32, out_gain: I64, n: int) -> int:
    """Take out what is banned; return how many stay."""
    if bans.start[i] == bans.start[i + 1]:
        return n
    kept = 0
    for at in range(n):
        if not is_banned(bans, i, out_offer[at]):
            out_offer[kept], out_gain[kept] = out_offer[at], out_gain[at]
            kept += 1
    return kept


@kernel
def _insert(
    offer: int, gain: int, best_offer: I32, best_gain: I64, held: int, k: int
) -> int:
    """Put a pair in its place: more points first, then the lower row."""
    if held == k:
        last = best_gain[k - 1]
        if gain < last or (gain == last and offer > best_offer[k - 1]):
            return held
        held -= 1
    at = held
    while at > 0 and (
        best_gain[at - 1] < gain
        or (best_gain[at - 1] == gain and best_offer[at - 1] > offer)
    ):
        best_offer[at], best_gain[at] = best_offer[at - 1], best_gain[at - 1]
        at -= 1
    best_offer[at], best_gain[at] = offer, gain
    return held + 1


@kernel
def rank_one(
    needs: Needs, i: int, floor: int, lowest: int,
    offers: Offers, blocks: Blocks, places: Places, charges: Charges, bans: Bans,
    w: Weights, best_offer: I32, best_gain: I64, buffer: I32, gains: I64,
) -> int:  # fmt: skip
    """Write the best offers that gain at least `floor`, best first."""
    ask, k, held, width, least = (
        ask_of(needs, i), len(best_offer), 0, blocks.width, floor,
    )  # fmt: skip
    reach, languages = _reach(ask, lowest, w), offers.languages
    near, distances = places.near[ask.district], places.distance[ask.district]
    proximity = places.proximity[ask.district]
    tongues = np.empty(width, np.int64)
    spoken = tongues_of(ask.languages, width, tongues)
    for at in range(len(near)):
        district = near[at]
        distance, points = distances[district], proximity[district]
        if distance > ask.radius or points + reach < least:
            break
        for tongue in range(spoken):
            found = _scan(
                ask, tongues[tongue], district * width + tongues[tongue], distance,
                points, least, languages, blocks, charges, w, buffer, gains, 0,
            )  # fmt: skip
            found = _permitted(bans, i, buffer, gains, found)
            for x in range(found):
                held = _insert(buffer[x], gains[x], best_offer, best_gain, held, k)
            if held == k:
                least = max(floor, best_gain[k - 1])
    return held


@kernel
def rank_rows(
    needs: Needs, first: int, last: int, floors: I64, lowest: int,
    offers: Offers, blocks: Blocks, places: Places, charges: Charges, bans: Bans,
    w: Weights, out_offer: I32, out_gain: I32, counts: I32, room: int,
) -> None:  # fmt: skip
    """Rank the offers for the needs of some rows.

    :param floors: per need what a pair has to gain at least
    :param out_offer, out_gain: (needs × k), filled up to `counts`
    :param room: more than the postings of the largest block
    """
    k = out_offer.shape[1]
    buffer, gains = np.empty(room, np.int32), np.empty(room, np.int64)
    best_gain = np.empty(k, np.int64)
    for i in range(first, last):
        held = rank_one(
            needs, i, floors[i], lowest, offers, blocks, places, charges, bans, w,
            out_offer[i], best_gain, buffer, gains,
        )  # fmt: skip
        counts[i] = held
        for x in range(held):
            out_gain[i, x] = best_gain[x]
