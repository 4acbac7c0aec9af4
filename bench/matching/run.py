"""`make bench-matching`: the engine and its competitors, one after the other.

Each measurement runs in a process of its own. The databases rank a sample of the
needs at 100,000 rows (`--full`: all of them), and their time is extrapolated; the
rows of the sample are compared one by one. `--long` adds 1,000,000 × 1,000,000.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
SIZES = [
    int(n) for n in os.environ.get("HAFEN_BENCH_SIZES", "1000 10000 100000").split()
]
LARGE = 100_000
SAMPLE = 2_000
SAMPLES = {1_000: 0, 10_000: SAMPLE, LARGE: SAMPLE}
LONG = 1_000_000


class Bench:
    def __init__(self, *, full):
        self.full, self.marks = full, []

    def measure(self, name, needs, sample=0):
        """Return what a child measured, or None where it failed; say which."""
        done = subprocess.run(
            [sys.executable, str(HERE / "measures.py"), name, str(needs), str(sample)],
            capture_output=True, text=True, check=False, cwd=HERE, env=os.environ,
        )  # fmt: skip
        if done.returncode:
            print(f"  {name} at {needs:,} failed: {done.stderr.strip()[-300:]}")
            return None
        return json.loads(done.stdout.splitlines()[-1])

    def mark(self, goal, sentence, *, is_met):
        self.marks.append((goal, sentence, is_met))


def seconds(found, key="wall"):
    about = "≈" if found.get("extrapolated") else " "
    return f"{about}{found[key]:>10,.3f}"


def line(name, found):
    if found is None:
        print(f"  {name:<30} –")
        return
    rest = {
        key: value for key, value in found.items()
        if key not in {"wall", "cpu", "rss", "extrapolated"}
    }  # fmt: skip
    said = "  ".join(
        f"{key} {value:,}" if isinstance(value, int) else f"{key} {value}"
        for key, value in rest.items()
    )
    print(
        f"  {name:<30} {seconds(found)} s {seconds(found, 'cpu')} cpu"
        f" {found['rss']:>6,} MB  {said}"
    )


def head(title):
    print(f"\n{title}\n  {'':<30} {'wall':>11}   {'processor':>11}     {'peak':>6}")


def rankings(bench):
    """G1: the best 20 offers of each need, against SQL."""
    for n in SIZES:
        pairs = bench.measure("pairs_per_need", n)
        head(f"Top 20, {n:,} × {n:,} ({pairs['mean']} permitted pairs per need)")
        sample = 0 if bench.full else SAMPLES[n]
        names = ("topk_hafen", "topk_numpy", "topk_duckdb", "topk_postgres")
        found = {name: bench.measure(name, n, sample) for name in names}
        for name, result in found.items():
            line(name.removeprefix("topk_"), result)
        ours = found.pop("topk_hafen")
        others = [result for result in found.values() if result]
        same = all(result["digest"] == ours["digest"] for result in others)
        print(f"  identical rows: {'yes' if same else 'NO'}")
        bench.mark("G1", f"identical rows at {n:,}", is_met=same and len(others) == 3)
        if n == LARGE:
            _mark_ranking(bench, ours, found)


def _mark_ranking(bench, ours, found):
    databases = [
        found[name] for name in ("topk_duckdb", "topk_postgres") if found[name]
    ]
    ratio = min(result["wall"] for result in databases) / ours["wall"]
    bench.mark("G1", f"{ours['wall']:.2f} s ≤ 1.5 s", is_met=ours["wall"] <= 1.5)
    bench.mark("G1", f"{ours['rss']} MB ≤ 300 MB", is_met=ours["rss"] <= 300)
    bench.mark("G1", f"{ratio:.0f} × the faster database ≥ 60", is_met=ratio >= 60)


def on_graph(bench):
    """G2: the best plan on the graph of the top 20."""
    for n in SIZES:
        head(f"Best plan on the graph of the top 20, {n:,} × {n:,}")
        names = ("graph_hafen", "graph_ortools", "graph_scipy")
        found = {name: bench.measure(name, n) for name in names}
        for name, result in found.items():
            line(name.removeprefix("graph_"), result)
        ours = found["graph_hafen"]
        totals = {result["total"] for result in found.values() if result}
        bench.mark("G2", f"equal totals at {n:,}", is_met=len(totals) == 1)
        if n == LARGE:
            for name, least in (("graph_ortools", 3), ("graph_scipy", 20)):
                if found[name]:
                    ratio = found[name]["wall"] / ours["wall"]
                    sentence = f"{ratio:.1f} × {name.removeprefix('graph_')} ≥ {least}"
                    bench.mark("G2", sentence, is_met=ratio >= least)


def on_all_pairs(bench):
    """G3: the best plan over all permitted pairs."""
    for n in SIZES:
        head(f"Best plan over all pairs, {n:,} × {n:,}")
        ours = bench.measure("plan_hafen", n)
        theirs = bench.measure("plan_ortools", n)
        line("hafen", ours)
        line("ortools", theirs)
        bench.mark("G3", f"gap {ours['gap']} at {n:,}", is_met=ours["gap"] == 0)
        if theirs:
            same = ours["total"] == theirs["total"]
            bench.mark("G3", f"equal totals at {n:,}", is_met=same)
    if n != LARGE:
        return
    bench.mark("G3", f"{ours['wall']:.1f} s ≤ 20 s", is_met=ours["wall"] <= 20)
    bench.mark("G3", f"{ours['rss']} MB ≤ 512 MB", is_met=ours["rss"] <= 512)
    if theirs:
        faster, smaller = theirs["wall"] / ours["wall"], theirs["rss"] / ours["rss"]
        bench.mark("G3", f"{faster:.1f} × OR-tools ≥ 4", is_met=faster >= 4)
        bench.mark(
            "G3", f"memory 1/{smaller:.0f} of OR-tools ≤ 1/10", is_met=smaller >= 10
        )


def served(bench):
    """G4: people served, and how long those wait who are not."""
    found = bench.measure("fairness", LARGE)
    plan, rules = found["plan"], found["greedy"]
    print(f"\nServed and waiting, {LARGE:,} × {LARGE:,}, 20 points a day")
    print(f"  {'plan':<14} {plan}")
    for rule in rules:
        print(f"  {rule.pop('rule'):<14} {rule}")
    more = plan["served"] / max(rule["served"] for rule in rules) - 1
    bench.mark("G4", f"{more:+.1%} people ≥ +5 %", is_met=more >= 0.05)
    wait, fcfs = plan["longest_wait"], rules[0]["longest_wait"]
    bench.mark("G4", f"longest wait {wait} ≤ {fcfs} days", is_met=wait <= fcfs)


def one_need(bench):
    """G5: ten offers for one need, out of a million."""
    found = bench.measure("one_need", 20_000)
    print("\nTop 10 of 1,000,000 offers for one need, ms (median, p95)")
    for name in ("compiled", "NumPy"):
        print(f"  {name:<14} {found[name]}")
    bench.mark(
        "G5", f"p95 {found['compiled'][1]} ms ≤ 2", is_met=found["compiled"][1] <= 2
    )
    bench.mark(
        "G5", f"NumPy p95 {found['NumPy'][1]} ms ≤ 50", is_met=found["NumPy"][1] <= 50
    )


def repairs(bench):
    """G7: one change, over all permitted pairs."""
    for n in (10_000, LARGE):
        found = bench.measure("repair", n)
        print(f"\nRepair after one change, {n:,} × {n:,}, ms (median, p99, most)")
        for kind, result in found["changes"].items():
            median, most = result["moved"]
            print(f"  {kind:<18} {result['ms']}  pairs moved: {median}, at most {most}")
        same = found["total"] == found["cold"] and found["gap"] == 0
        bench.mark("G7", f"equal to a new plan at {n:,}", is_met=same)
    for kind, result in found["changes"].items():
        if "tables" in kind:
            continue
        median, p99, _most = result["ms"]
        sentence = f"{kind}: {median} ≤ 1 ms, p99 {p99} ≤ 50 ms"
        bench.mark("G7", sentence, is_met=median <= 1 and p99 <= 50)


def booking(bench):
    """Interpreters for a week; no pass mark, the gap is told."""
    head("A week of interpreters, 1,000 appointments, 125 interpreters")
    line("hafen", bench.measure("week", 100))


def million(bench):
    """G6: the same for a country."""
    head(f"Top 20, {LONG:,} × {LONG:,}")
    ours = bench.measure("topk_hafen", LONG, 200)
    line("hafen", ours)
    for name in ("topk_duckdb", "topk_postgres"):
        theirs = bench.measure(name, LONG, 200)
        line(name.removeprefix("topk_"), theirs)
        if theirs:
            same = theirs["digest"] == ours["digest"]
            bench.mark("G6", f"rows equal to {name.removeprefix('topk_')}", is_met=same)
    bench.mark("G6", f"{ours['wall']:.1f} s ≤ 60 s", is_met=ours["wall"] <= 60)
    bench.mark("G6", f"{ours['rss']} MB ≤ 1,000 MB", is_met=ours["rss"] <= 1_000)
    head(f"Best plan on the graph of the top 20, {LONG:,} × {LONG:,}")
    line("hafen", bench.measure("graph_hafen", LONG))
    head(f"Best plan over all pairs, {LONG:,} × {LONG:,}")
    line("hafen", bench.measure("plan_hafen", LONG))


PARTS = {
    "rankings": rankings, "graph": on_graph, "plans": on_all_pairs, "served": served,
    "one": one_need, "repair": repairs, "booking": booking,
}  # fmt: skip


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--full", action="store_true", help="no samples at all")
    parser.add_argument("--long", action="store_true", help="a million on each side")
    parser.add_argument("--only", choices=[*PARTS, "million"], action="append")
    options = parser.parse_args()
    wanted = options.only or [*PARTS, *(["million"] if options.long else [])]
    bench = Bench(full=options.full)
    print(
        f"{platform.processor() or platform.machine()}, {os.cpu_count()} processors,"
        f" Python {platform.python_version()}; ≈ is extrapolated from a sample"
    )
    for name in wanted:
        (million if name == "million" else PARTS[name])(bench)
    print("\nMarks")
    for goal, sentence, is_met in sorted(bench.marks, key=lambda mark: mark[0]):
        print(f"  {goal}  {'met    ' if is_met else 'NOT MET'}  {sentence}")
    return int(not all(is_met for *_rest, is_met in bench.marks))


if __name__ == "__main__":
    sys.exit(main())
