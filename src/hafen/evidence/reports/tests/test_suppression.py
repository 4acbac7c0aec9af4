"""Small counts stay hidden from a reader who can reckon."""

import random

import pytest

from hafen.evidence.reports.measuring import crossed, listed
from hafen.evidence.reports.suppression import family, hidden
from hafen.evidence.reports.tests.attacker import recovered

LEAST = 5


def tables_of(dice):
    """A family as reports have them: crossed tables that share their margins."""
    shares = dice.choice([(0.5, 3), (0.3, 8), (0.1, 40)])

    def count():
        return 0 if dice.random() < shares[0] else dice.randint(1, shares[1])

    groups = [(code, code) for code in "abcd"[: dice.randint(2, 4)]]
    months = [(str(m), str(m)) for m in range(dice.randint(2, 6))]
    by_month = {(m, g): count() for m, _l in months for g, _l in groups}
    totals = {g: sum(by_month[m, g] for m, _l in months) for g, _l in groups}
    channels = [(c, c) for c in ("tel", "mail", "visit")[: dice.randint(1, 3)]]
    by_channel = {(c, g): 0 for c, _l in channels for g, _l in groups}
    for group, whole in totals.items():
        for _each in range(whole):
            by_channel[dice.choice(channels)[0], group] += 1
    across, total = ("group", groups), "all"
    return [
        listed(
            "n", "group", [(g, g, n) for g, n in totals.items()],
            heads=("", ""), total="all",
        ),
        crossed("n", by_month, down=("month", "", months), across=across, total=total),
        crossed(
            "n", by_channel, down=("channel", "", channels), across=across, total=total
        ),
    ]  # fmt: skip


def attacked(seed):
    found = family(tables_of(random.Random(seed)))  # noqa: S311
    gone = hidden(found, LEAST)
    small = {name for name, count in found.counts.items() if 0 < count < LEAST}
    assert small <= gone
    return found, gone, recovered(found, gone)


def test_an_attacker_with_linear_programming_recovers_no_hidden_count():
    hid = 0
    for seed in range(25):
        _found, gone, told = attacked(seed)
        hid += len(gone)
        assert not told, seed
    assert hid > 100


@pytest.mark.long
def test_an_attacker_recovers_nothing_from_a_thousand_families():
    assert [seed for seed in range(1_000) if attacked(seed)[2]] == []


def test_the_attacker_recovers_what_is_hidden_without_care():
    table = listed(
        "n", "k", [("a", "a", 1), ("b", "b", 1), ("c", "c", 9)],
        heads=("", ""), total="all",
    )  # fmt: skip
    found = family([table])
    small = {name for name, count in found.counts.items() if 0 < count < LEAST}

    # Two of one each: their sum is 2, and a zero would be printed.
    assert recovered(found, small) == small
    assert recovered(found, {"n|k=a"}) == {"n|k=a"}
    assert recovered(found, hidden(found, LEAST)) == set()


def test_no_more_is_hidden_than_must_be():
    lines = [("a", "a", 2), ("b", "b", 7), ("c", "c", 90), ("d", "d", 0)]
    found = family([listed("n", "k", lines, heads=("", ""), total="all")])

    assert hidden(found, LEAST) == {"n|k=a", "n|k=b"}
    assert hidden(found, 0) == hidden(found, 1) == frozenset()
