"""The other direction: all needs that an offer could serve."""

import numpy as np

from hafen.matching.kernels.data import I32, I64, Market, Plan
from hafen.matching.kernels.jit import kernel, ones
from hafen.matching.kernels.rank import NONE, ONE, is_banned, pair_gain


@kernel
def _scan(
    m: Market, j: int, first: int, last: int, distance: int, earlier: int, out: I32,
    n: int,
) -> int:  # fmt: skip
    """Append the needs of a block that the rules permit."""
    slots, traits, radius = m.offers.slots[j], m.offers.traits[j], m.asking.radius
    spoken, rows = m.offers.languages[j], m.asking.row
    need_slots, must, refuse = m.asking.slots, m.asking.traits, m.needs.refuse
    overlap, languages, present = m.needs.min_overlap, m.needs.languages, m.present
    for x in range(first, last):
        if must[x] & ~traits or distance > radius[x]:
            continue
        i = rows[x]
        if (
            present[i]
            and ones(need_slots[x] & slots) >= overlap[i]
            and traits & refuse[i] == NONE
            and languages[i] & spoken & earlier == NONE
            and not is_banned(m.bans, i, j)
        ):
            out[n] = i
            n += 1
    return n


@kernel
def suitors(
    m: Market, plan: Plan, j: int, least: int, out: I32, out_points: I64
) -> int:
    """Write the needs that would bid at least `least` for an offer; return how many.

    A bid is what the pair is worth minus the profit the need has now.
    """
    near, distances = m.places.near, m.places.distance
    home, width, n = m.offers.district[j], m.asking.width, 0
    spoken, load = m.offers.languages[j], m.charges.offer[j] - plan.price[j]
    for at in range(near.shape[1]):
        district = near[home, at]
        distance = distances[home, district]
        if distance > m.offers.radius[j]:
            break
        for language in range(width):
            if language == width - 1:
                earlier = NONE
            elif (spoken >> np.uint64(language)) & ONE:
                earlier = (ONE << np.uint64(language)) - ONE
            else:
                continue
            block = district * width + language
            n = _scan(
                m, j, m.asking.start[block], m.asking.start[block + 1], distance,
                earlier, out, n,
            )  # fmt: skip
    kept = 0
    for x in range(n):
        i = out[x]
        points = pair_gain(m.needs, i, m.offers, j, m.places, m.weights)
        points += m.needs.fixed[i] - load
        if points - plan.profit[i] >= least:
            out[kept], out_points[kept] = i, points
            kept += 1
    return kept
