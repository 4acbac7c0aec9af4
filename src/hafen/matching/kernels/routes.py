"""Routes of interpreters through a week: the best one at given prices."""

import numpy as np

from hafen.matching.kernels.data import FAR, I32, I64
from hafen.matching.kernels.jit import kernel


@kernel
def best_route(
    calls: I32, weight: I64, begin: I64, end: I64, place: I32, travel: I32,
    out: I32,
) -> tuple[int, int]:  # fmt: skip
    """Write the appointments of the best route, the last one first.

    :param calls: appointments that one interpreter may take, by their begin
    :param weight: of each of them, points; those below 1 are left out
    :param travel: minutes between places, never longer than by a third place
    :return: the sum of weights, and how many appointments
    """
    n = len(calls)
    total, before = np.full(n, -FAR), np.full(n, -1, np.int32)
    best, last = np.int64(0), -1
    for x in range(n):
        if weight[x] <= 0:
            continue
        a, total[x] = calls[x], weight[x]
        for y in range(x):
            if total[y] + weight[x] > total[x]:
                b = calls[y]
                if end[b] + travel[place[b], place[a]] <= begin[a]:
                    total[x], before[x] = total[y] + weight[x], y
        if total[x] > best:
            best, last = total[x], x
    size = 0
    while last >= 0:
        out[size] = calls[last]
        size += 1
        last = before[last]
    return best, size


@kernel
def relax(
    start: I64, calls: I32, points: I64, price: I64,
    begin: I64, end: I64, place: I32, travel: I32, used: I32,
) -> int:  # fmt: skip
    """Let each interpreter take the best route at prices; count who takes what.

    :return: the sum over all routes, prices taken off
    """
    total = np.int64(0)
    out = np.empty(len(begin), np.int32)
    used[:] = 0
    for i in range(len(start) - 1):
        mine = calls[start[i] : start[i + 1]]
        weight = points[start[i] : start[i + 1]] - price[mine]
        worth, size = best_route(mine, weight, begin, end, place, travel, out)
        total += worth
        for x in range(size):
            used[out[x]] += 1
    return total


@kernel
def improve(
    start: I64, calls: I32, points: I64, begin: I64, end: I64, place: I32, travel: I32,
    owner: I32, worth: I64,
) -> int:  # fmt: skip
    """Let one interpreter after the other choose anew, until nobody gains.

    Who takes an appointment of another one has to make up for its points there; the
    other route stays possible, since a stop that falls out delays nobody.

    :param owner, worth: per appointment who has it (-1: nobody) and its points
    :return: how many rounds it took
    """
    out, rounds, is_better = np.empty(len(begin), np.int32), 0, True
    while is_better:
        is_better, rounds = False, rounds + 1
        for i in range(len(start) - 1):
            mine = calls[start[i] : start[i + 1]]
            own = points[start[i] : start[i + 1]]
            weight, now = own.copy(), np.int64(0)
            for x in range(len(mine)):
                if owner[mine[x]] == i:
                    now += own[x]
                elif owner[mine[x]] >= 0:
                    weight[x] -= worth[mine[x]]
            new, size = best_route(mine, weight, begin, end, place, travel, out)
            if new <= now:
                continue
            is_better = True
            for a in mine:
                if owner[a] == i:
                    owner[a], worth[a] = -1, 0
            for x in range(size):
                owner[out[x]] = i
            for x in range(len(mine)):
                if owner[mine[x]] == i:
                    worth[mine[x]] = own[x]
    return rounds
