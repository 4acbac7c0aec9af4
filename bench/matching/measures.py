"""Single measurements; each runs in a process of its own, so that memory is its own.

Called as `measures.py NAME NEEDS [SAMPLE]`; prints one line of JSON.
"""

import json
import resource
import sys
import time
from dataclasses import replace

import numpy as np
from clock import Watch, best_of, digest, seconds
from generator import FAIR, POLICY, SCHEMA, make
from weeks import week  # noqa: F401 - called by its name

from hafen.matching.indexing import build_index

K = 20
SEED = 7


def indexed(town, policy=POLICY):
    return build_index(town.offers, town.geo, policy, SCHEMA)


def some(town, sample):
    """Return ids of needs in one line, so that databases can read them as a range."""
    return town.needs.id[:sample] if sample else town.needs.id


def warm():
    """Compile all loops, or read them from the disk, before the clock starts."""
    from hafen.matching import planning  # noqa: PLC0415
    from hafen.matching.changes import (  # noqa: PLC0415
        Lock,
        NeedLeaves,
        NeedsCome,
        OfferLeaves,
    )
    from hafen.matching.repairing import Live  # noqa: PLC0415

    small = make(300)
    live = Live(planning.solve(small.needs, indexed(small)))
    _timed(live, [Lock(i, j) for i in range(1, 40) for j in range(1, 40)])
    _timed(live, [OfferLeaves(i) for i in range(40, 80)])
    _timed(live, [NeedLeaves(i) for i in range(40, 80)])
    _timed(live, [NeedsCome(small.needs.take(np.arange(39, 79)))])


def topk_hafen(town, sample, threads=2):
    """Top 20 by the engine; compiled before the clock starts."""
    from hafen.matching import batch  # noqa: PLC0415 - heavy, only here

    with Watch() as build:
        index = indexed(town)
    batch.topk(town.needs.take([0]), index, K)
    times = 3 if len(town.needs) < 500_000 else 1
    watch, found = best_of(
        times, lambda: batch.topk(town.needs, index, K, threads=threads)
    )
    ids = some(town, sample)
    last = found.start[len(ids)]
    part = np.repeat(ids, np.diff(found.start[: len(ids) + 1]))
    return {
        **seconds(watch),
        "index": round(build.wall, 3),
        "rows": len(found.offer),
        "digest": digest(part, found.offer[:last], found.score[:last]),
    }


def topk_numpy(town, sample):
    from hafen.matching import ranking  # noqa: PLC0415

    return _ranked(town, sample, lambda needs: ranking.topk(needs, indexed(town), K))


def _ranked(town, sample, rank):
    ids = some(town, sample)
    needs = town.needs.take(np.arange(len(ids)))
    watch, found = best_of(1, lambda: rank(needs))
    part = np.repeat(ids, np.diff(found.start))
    return {
        **seconds(watch, len(town.needs) / len(ids)),
        "digest": digest(part, found.offer, found.score),
    }


def topk_sql(engine, town, sample):
    ids = some(town, sample)
    database = engine(town)
    database.ranked(ids[:10], K)
    watch, found = best_of(1, lambda: database.ranked(ids, K))
    return {
        **seconds(watch, len(town.needs) / len(ids)),
        "digest": digest(*found),
    }


def topk_duckdb(town, sample):
    from sql import DuckDB  # noqa: PLC0415

    return topk_sql(DuckDB, town, sample)


def topk_postgres(town, sample):
    from sql import PostgreSQL  # noqa: PLC0415

    return topk_sql(PostgreSQL, town, sample)


def _top20(town):
    from hafen.matching import batch  # noqa: PLC0415

    found = batch.topk(town.needs, indexed(town), K, threads=2)
    return found.start, found.row, found.score


def graph_hafen(town, _sample):
    """The best plan on the graph of the top 20."""
    from hafen.matching.auctioning import solve_pairs  # noqa: PLC0415

    pairs = _top20(town)
    solve_pairs(*_top20(make(50)), make(50).offers.capacity)
    watch, (total, gap, match) = best_of(
        3, lambda: solve_pairs(*pairs, town.offers.capacity)
    )
    return {
        **seconds(watch), "total": total, "gap": gap, "pairs": len(pairs[1]),
        "served": int((match >= 0).sum()),
    }  # fmt: skip


def graph_ortools(town, _sample):
    from hafen.matching.baselines import reference_solve  # noqa: PLC0415

    pairs = _top20(town)
    watch, (total, match) = best_of(
        1, lambda: reference_solve(*pairs, town.offers.capacity)
    )
    return {**seconds(watch), "total": total, "served": int((match >= 0).sum())}


def graph_scipy(town, _sample):
    """SciPy wants a full matching: a column of its own for each need, worth nothing."""
    from scipy.sparse import csr_matrix  # noqa: PLC0415
    from scipy.sparse.csgraph import (  # noqa: PLC0415
        min_weight_full_bipartite_matching,
    )

    start, offer, points = _top20(town)
    n, capacity = len(start) - 1, town.offers.capacity

    def solve():
        first = np.concatenate([[0], np.cumsum(capacity)])
        places = capacity[offer]
        need = np.repeat(np.repeat(np.arange(n), np.diff(start)), places)
        ends = np.cumsum(places)
        place = np.arange(ends[-1]) - np.repeat(ends - places, places)
        column = np.repeat(first[offer], places) + place
        rows = np.concatenate([need, np.arange(n)])
        columns = np.concatenate([column, first[-1] + np.arange(n)])
        # Explicit zeros would vanish, so every pair is worth one point more.
        worth = np.concatenate([np.repeat(points, places) + 1, np.ones(n)])
        graph = csr_matrix((worth, (rows, columns)), shape=(n, first[-1] + n))
        row, chosen = min_weight_full_bipartite_matching(graph, maximize=True)
        real = chosen < first[-1]
        return int(graph[row, chosen].sum()) - n, int(real.sum())

    watch, (total, served) = best_of(1, solve)
    return {**seconds(watch), "total": total, "served": served}


def plan_hafen(town, _sample):
    """The best plan over all permitted pairs, with its proof and its reasons."""
    from hafen.matching import planning  # noqa: PLC0415

    warm()
    index = indexed(town)
    watch, plan = best_of(1, lambda: planning.solve(town.needs, index, threads=2))
    return {
        **seconds(watch), "total": plan.total, "gap": plan.gap, "served": plan.served,
        "rounds": plan.rounds, "hash": plan.hash[:12],
    }  # fmt: skip


def plan_ortools(town, _sample):
    from hafen.matching.baselines import reference_solve  # noqa: PLC0415

    index = indexed(town)
    with Watch() as listing:
        start, row, score = _all_pairs(town, index)
    watch, (total, match) = best_of(
        1, lambda: reference_solve(start, row, score, town.offers.capacity)
    )
    return {
        **seconds(watch), "total": total, "served": int((match >= 0).sum()),
        "pairs": len(row), "listing": round(listing.wall, 1),
    }  # fmt: skip


def _all_pairs(town, index):
    from hafen.matching.indexing import need_rows  # noqa: PLC0415
    from hafen.matching.kernels.rank import collect  # noqa: PLC0415
    from hafen.matching.ranking import NOTHING, bans_of  # noqa: PLC0415

    needs, charges = need_rows(town.needs, index), index.charges()
    bans = bans_of(town.needs, index, ())
    room = len(town.offers) + index.room
    found, gains = np.empty(room, np.int32), np.empty(room, np.int64)
    rows, scores, counts = [], [], []
    for i in range(len(town.needs)):
        n = collect(
            needs, i, NOTHING, 0, index.rows, index.blocks, index.places, charges,
            bans, POLICY.weights, found, gains,
        )  # fmt: skip
        rows.append(found[:n].copy())
        scores.append((gains[:n] + needs.fixed[i]).astype(np.int32))
        counts.append(n)
    start = np.concatenate([[0], np.cumsum(counts)])
    return start, np.concatenate(rows), np.concatenate(scores)


def pairs_per_need(town, _sample):
    some_needs = town.needs.take(np.arange(min(2_000, len(town.needs))))
    found = _all_pairs(replace(town, needs=some_needs), indexed(town))
    counts = np.diff(found[0])
    return {"mean": round(float(counts.mean()), 1), "none": int((counts == 0).sum())}


def fairness(town, _sample):
    """Served and waiting under 20 points a day, beside both greedy rules."""
    from dataclasses import asdict  # noqa: PLC0415

    from hafen.matching import planning  # noqa: PLC0415
    from hafen.matching.baselines import greedy  # noqa: PLC0415

    index = indexed(town, FAIR)
    plan = planning.solve(town.needs, index, threads=2)
    left = plan.match < 0
    return {
        "plan": {
            "total": plan.total, "served": plan.served, "gap": plan.gap,
            "longest_wait": int(town.needs.waiting_days[left].max(initial=0)),
            "over 90 days": int((town.needs.waiting_days[left] > 90).sum()),
        },
        "greedy": [
            asdict(greedy(town.needs, index, rule))
            for rule in ("longest wait", "best pair")
        ],
    }  # fmt: skip


def one_need(town, _sample):
    """The ten best of all offers for one need after the other: p50, p95 in ms."""
    from hafen.matching import batch, ranking  # noqa: PLC0415

    index = indexed(town)
    rng = np.random.default_rng(SEED)
    chosen = [town.needs.take([i]) for i in rng.choice(len(town.needs), 400, False)]
    found = {}
    for name, rank in (("compiled", batch.topk), ("NumPy", ranking.topk)):
        rank(chosen[0], index, 10)
        spent = []
        for need in chosen:
            begin = time.perf_counter()
            rank(need, index, 10)
            spent.append(1_000 * (time.perf_counter() - begin))
        found[name] = [round(float(np.percentile(spent, p)), 3) for p in (50, 95)]
    return found


def repair(town, _sample):
    """One change after the other on a live plan: milliseconds, and a cold check."""
    from hafen.matching import planning  # noqa: PLC0415
    from hafen.matching.changes import (  # noqa: PLC0415
        Lock,
        NeedLeaves,
        NeedsCome,
        OfferLeaves,
    )
    from hafen.matching.repairing import Live  # noqa: PLC0415

    index = indexed(town)
    plan = planning.solve(town.needs, index, threads=2)
    rng = np.random.default_rng(SEED)
    warm()
    live = Live(plan)
    count = min(300, len(town.needs) // 10)
    rows = rng.choice(len(town.needs), count, replace=False)
    pairs = plan.pairs
    pairs = [pairs[i] for i in rng.choice(len(pairs), count, replace=False)]
    kinds = {
        "offer leaves": [OfferLeaves(int(i)) for i in town.offers.id[rows[:count]]],
        "need leaves": [NeedLeaves(int(i)) for i in town.needs.id[rows[:count]]],
        "need comes back": [
            NeedsCome(town.needs.take([i])) for i in rows[: count // 3]
        ],
        "pair is locked": [Lock(need, offer) for need, offer, _ in pairs],
        "new need (tables grow)": [
            NeedsCome(replace(town.needs.take([i]), id=town.needs.id[-1:] + 1 + at))
            for at, i in enumerate(rows[:30])
        ],
    }
    return {
        "changes": {kind: _timed(live, changes) for kind, changes in kinds.items()},
        **_against_cold(live.plan()),
    }


def _timed(live, changes):
    from hafen.matching.errors import MatchingError  # noqa: PLC0415

    spent, moved = [], []
    for change in changes:
        before = live.prices.match.copy()
        begin = time.perf_counter()
        try:
            live.apply(change)
        except MatchingError:
            continue
        spent.append(1_000 * (time.perf_counter() - begin))
        if len(before) == len(live.prices.match):
            moved.append(int((before != live.prices.match).sum()))
    if not spent:
        return {}
    figures = [round(float(np.percentile(spent, p)), 3) for p in (50, 99, 100)]
    return {"ms": figures, "moved": [int(np.median(moved or [0])), max(moved or [0])]}


def _against_cold(plan):
    from hafen.matching import planning  # noqa: PLC0415

    here = plan.needs.take(np.flatnonzero(plan.present))
    index = build_index(plan.index.offers, plan.index.geo, POLICY, SCHEMA)
    locked = [(i, plan.offer_of(i)) for i in plan.needs.id[plan.locked].tolist()]
    cold = planning.solve(here, index, locked=locked, threads=2)
    return {"total": plan.total, "gap": plan.gap, "cold": cold.total}


def main(name, needs, sample):
    offers = 1_000_000 if name == "one_need" else needs
    result = globals()[name](make(needs, offers), sample)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({**result, "rss": peak}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 0)
