"""Routes of interpreters through a week: the best at given prices, and exchanges."""

from typing import NamedTuple

import numpy as np

from hafen.matching.kernels.data import FAR, I32, I64
from hafen.matching.kernels.jit import kernel

ANY = -1
"""A limit that no route can reach."""


class Jobs(NamedTuple):
    """Appointments, and the minutes between places, never longer than by a third.

    :param heavy: 1 for a subject of which one interpreter takes so many and no more
    """

    begin: I64
    end: I64
    place: I32
    travel: I32
    day: I32
    heavy: I32


class Calls(NamedTuple):
    """Which appointments each interpreter may take, in the order of their begin.

    :param start: of each interpreter among the calls, one more than interpreters
    :param most_day, most_heavy: per interpreter, `ANY` where nothing limits
    """

    start: I64
    call: I32
    most_day: I32
    most_heavy: I32


@kernel
def collide(jobs: Jobs, a: int, b: int) -> bool:
    """Return whether nobody can be at both."""
    if jobs.begin[a] > jobs.begin[b]:
        a, b = b, a
    way = jobs.travel[jobs.place[a], jobs.place[b]]
    return jobs.end[a] + way > jobs.begin[b]


@kernel
def join(calls: Calls, points: I64, jobs: Jobs, root: I32) -> None:
    """Write one appointment for all that depend on each other: on who else has what.

    They do where somebody could take either of two but not both.
    """
    root[:] = np.arange(len(root))
    for i in range(len(calls.start) - 1):
        for x in range(calls.start[i], calls.start[i + 1]):
            for y in range(calls.start[i], x):
                a, b = calls.call[x], calls.call[y]
                one_day = calls.most_day[i] != ANY and jobs.day[a] == jobs.day[b]
                hard = calls.most_heavy[i] != ANY and jobs.heavy[a] + jobs.heavy[b] == 2
                may = points[x] > 0 and points[y] > 0
                if may and (one_day or hard or collide(jobs, a, b)):
                    while root[a] != a:
                        a = root[a]
                    while root[b] != b:
                        b = root[b]
                    root[max(a, b)] = min(a, b)
    for a in range(len(root)):
        root[a] = root[root[a]]


@kernel
def best_route(
    mine: I32, weight: I64, jobs: Jobs, most_day: int, most_heavy: int, out: I32
) -> tuple[int, int]:
    """Write the appointments of the best route, the last one first.

    :param mine: appointments that one interpreter may take, by their begin
    :param weight: of each of them, points; those below 1 are left out
    :return: the sum of weights, and how many appointments
    """
    n, days, hards = len(mine), max(most_day, 1), max(most_heavy, 0) + 1
    # The best route that ends with a call, is the so-manieth of its day, and has
    # so many heavy ones.
    total = np.full((n, days, hards), -FAR)
    before = np.full((n, days, hards), -1, np.int32)
    best, last = np.int64(0), -1
    for x in range(n):
        if weight[x] <= 0 or most_day == 0:
            continue
        a = mine[x]
        hard = jobs.heavy[a] if most_heavy != ANY else 0
        if hard < hards:
            total[x, 0, hard] = weight[x]
        for y in range(x):
            b = mine[y]
            if weight[y] <= 0 or collide(jobs, a, b):
                continue
            same = most_day != ANY and jobs.day[a] == jobs.day[b]
            for d in range(days - 1 if same else days):
                for h in range(hards - hard):
                    to = d + 1 if same else 0
                    worth = total[y, d, h] + weight[x]
                    if worth > total[x, to, h + hard]:
                        total[x, to, h + hard] = worth
                        before[x, to, h + hard] = (y * days + d) * hards + h
        for d in range(days):
            for h in range(hards):
                if total[x, d, h] > best:
                    best, last = total[x, d, h], (x * days + d) * hards + h
    size = 0
    while last >= 0:
        h, d, x = last % hards, last // hards % days, last // hards // days
        out[size] = mine[x]
        size += 1
        last = before[x, d, h]
    return best, size


@kernel
def relax(calls: Calls, points: I64, price: I64, jobs: Jobs, used: I32) -> int:
    """Let each interpreter take the best route at prices; count who takes what.

    :return: the sum over all routes, prices taken off
    """
    total = np.int64(0)
    out = np.empty(len(price), np.int32)
    used[:] = 0
    for i in range(len(calls.start) - 1):
        mine = calls.call[calls.start[i] : calls.start[i + 1]]
        weight = points[calls.start[i] : calls.start[i + 1]] - price[mine]
        worth, size = best_route(
            mine, weight, jobs, calls.most_day[i], calls.most_heavy[i], out
        )
        total += worth
        for x in range(size):
            used[out[x]] += 1
    return total


@kernel
def improve(calls: Calls, points: I64, jobs: Jobs, owner: I32, worth: I64) -> int:
    """Let one interpreter after the other choose anew, until nobody gains.

    Who takes an appointment of another one has to make up for its points there; the
    other route stays possible, since a stop that falls out delays nobody.

    :param owner, worth: per appointment who has it (-1: nobody) and its points
    :return: how many rounds it took
    """
    out, rounds, is_better = np.empty(len(owner), np.int32), 0, True
    while is_better:
        is_better, rounds = False, rounds + 1
        for i in range(len(calls.start) - 1):
            mine = calls.call[calls.start[i] : calls.start[i + 1]]
            own = points[calls.start[i] : calls.start[i + 1]]
            weight, now = own.copy(), np.int64(0)
            for x in range(len(mine)):
                if owner[mine[x]] == i:
                    now += own[x]
                elif own[x] > 0 and owner[mine[x]] >= 0:
                    weight[x] -= worth[mine[x]]
            new, size = best_route(
                mine, weight, jobs, calls.most_day[i], calls.most_heavy[i], out
            )
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


@kernel
def fits(calls: Calls, jobs: Jobs, owner: I32, i: int, a: int) -> bool:
    """Return whether an interpreter can take an appointment beside the own ones."""
    day, hard = 1, jobs.heavy[a]
    for x in range(calls.start[i], calls.start[i + 1]):
        b = calls.call[x]
        if owner[b] != i or b == a:
            continue
        if collide(jobs, a, b):
            return False
        day += jobs.day[a] == jobs.day[b]
        hard += jobs.heavy[b]
    within = calls.most_day[i] == ANY or day <= calls.most_day[i]
    return within and (calls.most_heavy[i] == ANY or hard <= calls.most_heavy[i])


@kernel
def push(
    calls: Calls, points: I64, jobs: Jobs, owner: I32, worth: I64, i: int, x: int
) -> int:
    """Give a call to an interpreter; what collides with it goes to others.

    :return: the points that all together gain; owners and points are changed
    """
    a = calls.call[x]
    gain = points[x] - worth[a]
    owner[a], worth[a] = i, points[x]
    for y in range(calls.start[i], calls.start[i + 1]):
        b = calls.call[y]
        if b == a or owner[b] != i or not collide(jobs, a, b):
            continue
        gain -= worth[b]
        owner[b], worth[b] = -1, 0
        best, taker = np.int64(0), -1
        for k in range(len(calls.start) - 1):
            for z in range(calls.start[k], calls.start[k + 1]):
                is_better = calls.call[z] == b and points[z] > best
                if is_better and fits(calls, jobs, owner, k, b):
                    best, taker = points[z], k
        if taker >= 0:
            owner[b], worth[b] = taker, best
            gain += best
    return gain if fits(calls, jobs, owner, i, a) else -FAR


@kernel
def exchange(calls: Calls, points: I64, jobs: Jobs, owner: I32, worth: I64) -> bool:
    """Let each interpreter try each call, once; keep what all together gain by.

    :return: whether anything is better than before
    """
    had, was, is_better = owner.copy(), worth.copy(), False
    for i in range(len(calls.start) - 1):
        for x in range(calls.start[i], calls.start[i + 1]):
            if points[x] <= 0 or owner[calls.call[x]] == i:
                continue
            if push(calls, points, jobs, owner, worth, i, x) > 0:
                is_better = True
                had[:] = owner
                was[:] = worth
            else:
                owner[:] = had
                worth[:] = was
    return is_better
