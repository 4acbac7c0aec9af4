"""Interpreters for a week: a measurement like those of `measures.py`."""

import numpy as np
from clock import best_of, seconds

SEED = 7


def week(_town, _sample):
    """A week of interpreters: 1,000 appointments, 125 interpreters."""
    from hafen.matching.booking import Appointments, book  # noqa: PLC0415

    rng = np.random.default_rng(SEED)
    count, people = 1_000, 125
    spots = rng.random((40, 2)) * 30
    km = np.sqrt(((spots[:, None] - spots) ** 2).sum(axis=2))
    travel = np.where(km > 0, 10 + np.ceil(2 * km), 0).astype(np.int32)
    day, slot = rng.integers(0, 5, count), rng.integers(0, 108, count)
    begin = day * 1_440 + 480 + slot * 5
    made = Appointments.of(
        np.arange(count), begin, begin + rng.choice([30, 60, 90, 120], count),
        rng.integers(0, 40, count),
    )  # fmt: skip
    asked = rng.choice(12, count)
    spoken = rng.random((people, 12)) < 0.1
    spoken[np.arange(people), rng.choice(12, people)] = True
    works = rng.random((people, 5)) < 0.5
    pairs = [
        (a, i, 100 + int(rng.integers(0, 60)))
        for a in range(count)
        for i in np.flatnonzero(spoken[:, asked[a]]).tolist()
        if works[i, day[a]]
    ]
    watch, found = best_of(2, lambda: book(made, pairs, travel))
    return {
        **seconds(watch), "pairs": len(pairs), "total": found.total,
        "bound": found.bound, "gap": f"{found.gap / max(1, found.bound):.2%}",
        "served": len(found.assigned),
    }  # fmt: skip
