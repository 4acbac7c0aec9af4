"""Improves who goes where: one gives a job to another and takes a better one.

The engine's schedule is locally best for each interpreter alone. Here somebody
takes a job and what collides with it goes to others, when all together gain.
"""

from collections.abc import Callable, Mapping

Pair = tuple[int, int]
_ROUNDS = 50


def exchanged(
    chosen: Mapping[int, int],
    points: Mapping[Pair, int],
    *,
    fixed: Mapping[int, int],
    are_apart: Callable[[int, int], bool],
) -> dict[int, int]:
    """Return job → interpreter with at least as many points as before.

    :param chosen: job → interpreter to begin with
    :param points: (job, interpreter) of all pairs that the rules permit
    :param fixed: jobs that keep their interpreter
    :param are_apart: whether somebody can do both jobs
    """
    best = {**chosen, **fixed}
    for _round in range(_ROUNDS):
        moved = [_try(best, pair, points, fixed, are_apart) for pair in sorted(points)]
        if not any(moved):
            break
    return best


def _try(
    best: dict[int, int],
    pair: Pair,
    points: Mapping[Pair, int],
    fixed: Mapping[int, int],
    are_apart: Callable[[int, int], bool],
) -> bool:
    """Give a job to an interpreter if all together gain; say whether it was done."""
    job, who = pair
    if job in fixed or best.get(job) == who:
        return False
    after = {**best, job: who}
    pushed = [
        other
        for other, holder in best.items()
        if holder == who and other != job and not are_apart(job, other)
    ]
    if any(other in fixed for other in pushed):
        return False
    for other in pushed:
        del after[other]
    for other in pushed:
        free = [
            (-points[pair], pair[1])
            for pair in points
            if pair[0] == other
            and all(
                are_apart(other, held)
                for held, holder in after.items()
                if holder == pair[1]
            )
        ]
        if free:
            after[other] = min(free)[1]
    if _sum(after, points) <= _sum(best, points):
        return False
    best.clear()
    best.update(after)
    return True


def _sum(found: Mapping[int, int], points: Mapping[Pair, int]) -> int:
    return sum(points.get(pair, 0) for pair in found.items())
