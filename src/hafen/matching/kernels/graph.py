"""The pairs a plan is looked for in: made from ranked lists, grown by pricing."""

import numpy as np

from hafen.matching.kernels.data import I32, I64, Graph
from hafen.matching.kernels.jit import kernel


@kernel
def _holds(offer: I32, first: int, last: int, wanted: int) -> bool:
    for e in range(first, last):
        if offer[e] == wanted:
            return True
    return False


@kernel
def join(
    start: I64, offer: I32, points: I32,
    more_offer: I32, more_points: I32, counts: I32,
    new_start: I64, new_offer: I32, new_points: I32,
) -> int:  # fmt: skip
    """Write the pairs with more of them behind each need; return how many.

    :param more_offer, more_points: (needs × k), filled up to `counts`
    """
    n = 0
    for i in range(len(counts)):
        new_start[i] = n
        for e in range(start[i], start[i + 1]):
            new_offer[n], new_points[n] = offer[e], points[e]
            n += 1
        for x in range(counts[i]):
            if not _holds(offer, start[i], start[i + 1], more_offer[i, x]):
                new_offer[n], new_points[n] = more_offer[i, x], more_points[i, x]
                n += 1
    new_start[len(counts)] = n
    return n


@kernel
def turn(
    start: I64, offer: I32, points: I32,
    back_start: I64, back_need: I32, back_points: I32,
) -> None:  # fmt: skip
    """Write the pairs by offer; within an offer by need."""
    for e in range(start[len(start) - 1]):
        back_start[offer[e] + 1] += 1
    for j in range(len(back_start) - 1):
        back_start[j + 1] += back_start[j]
    at = back_start[:-1].copy()
    for i in range(len(start) - 1):
        for e in range(start[i], start[i + 1]):
            j = offer[e]
            back_need[at[j]], back_points[at[j]] = i, points[e]
            at[j] += 1


def turned(start: I64, offer: I32, points: I32, offers: int) -> Graph:
    """Return the graph of pairs that are given by need."""
    back_start = np.zeros(offers + 1, np.int64)
    back_need, back_points = np.empty_like(offer), np.empty_like(points)
    turn(start, offer, points, back_start, back_need, back_points)
    return Graph(start, offer, points, back_start, back_need, back_points)


def grown(graph: Graph, offer: I32, points: I32, counts: I32) -> Graph:
    """Return the graph with more pairs; those it has already are left out."""
    room = len(graph.offer) + int(counts.sum())
    start = np.empty_like(graph.start)
    new_offer, new_points = np.empty(room, np.int32), np.empty(room, np.int32)
    n = join(
        graph.start, graph.offer, graph.points, offer, points, counts,
        start, new_offer, new_points,
    )  # fmt: skip
    return turned(start, new_offer[:n], new_points[:n], len(graph.back_start) - 1)


def empty(needs: int, offers: int) -> Graph:
    none = np.empty(0, np.int32)
    return turned(np.zeros(needs + 1, np.int64), none, none, offers)
