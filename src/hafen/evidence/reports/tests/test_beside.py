"""A report hides what earlier ones would tell together with it."""

import random
from collections import Counter
from datetime import date, timedelta

import pytest

from hafen.evidence.reports.beside import REST, printed, together
from hafen.evidence.reports.measuring import (
    Frame,
    counted_for,
    crossed,
    listed,
    of_programme,
    programme_of,
)
from hafen.evidence.reports.suppression import hidden, tells
from hafen.evidence.reports.tests.attacker import recovered

LEAST = 5
YEAR = date(2026, 1, 1)
GROUPS = [(code, code) for code in "ab"]
CHANNELS = [(code, code) for code in ("mail", "visit")]


class Town:
    """Contacts of some days, drawn by lot, and the reports that were released."""

    def __init__(self, dice, days=3):
        self.dice, self.released, self.families = dice, [], []
        thin = dice.choice([(0.6, 2), (0.3, 6), (0.1, 12)])
        self.contacts = Counter(
            {
                (day, group, channel): 0
                if dice.random() < thin[0]
                else dice.randint(1, thin[1])
                for day in range(days)
                for group, _g in GROUPS
                for channel, _c in CHANNELS
            }
        )

    def tables(self, first, last, *, has_channels=True):
        counts = Counter()
        for (day, group, channel), number in self.contacts.items():
            if first <= YEAR + timedelta(day) <= last:
                counts[channel, group] += number
                counts[group] += number
        groups = [(code, name, counts[code]) for code, name in GROUPS]
        found = [listed("n", "group", groups, heads=("", ""), total="all")]
        if has_channels:
            down, across = ("channel", "", CHANNELS), ("group", GROUPS)
            found.append(crossed("n", counts, down=down, across=across, total="all"))
        return found

    def printed(self, first, last, **more):
        frame = Frame(None, first, last, last)
        return printed({"contacts": self.tables(first, last, **more)}, frame)

    def live(self, name, first, last):
        found = self.printed(first, last)
        return found.counts[found.keys[name]] if name in found.keys else 0

    def release(self, first, last, *, least=LEAST, **more):
        new = self.printed(first, last, **more)
        family = together(new, self.released, self.live)
        gone = hidden(family, least)
        self.released.append(new.without(gone))
        return family, gone

    def told(self):
        """What a reader of all reports finds out of what no report tells."""
        whole = self.printed(YEAR, YEAR + timedelta(2))
        family = together(whole, self.released, self.live)
        hid = {k for each in self.released for k, n in each.counts.items() if n is None}
        nobody = (family.unseen | (whole.counts.keys() - family.told)) - hid
        open_family = type(family)(family.counts, family.sums, unseen=frozenset(nobody))
        small = {key for key in nobody if 0 < family.counts[key] < LEAST}
        return recovered(open_family, hid | nobody, hid | small)


def drawn(seed):
    dice = random.Random(seed)  # noqa: S311
    town = Town(dice)
    for _each in range(3):
        one, two = sorted(dice.randint(0, 2) for _day in range(2))
        first, last = YEAR + timedelta(one), YEAR + timedelta(two)
        town.release(first, last, has_channels=dice.random() < 0.6)
    return town


def test_nobody_reckons_a_hidden_count_from_reports_of_periods_that_overlap():
    hid = 0
    # The later ones tell a total first, which no later report can hide.
    for seed in (*range(6), 14, 34, 84):
        town = drawn(seed)
        assert town.told() == set(), seed
        hid += sum(None in report.counts.values() for report in town.released)
    assert hid > 6


@pytest.mark.long
def test_nobody_reckons_a_hidden_count_from_300_towns_that_release_three_reports():
    assert [seed for seed in range(300) if drawn(seed).told()] == []


def test_a_day_more_does_not_tell_who_came_on_that_day():
    town = Town(random.Random(1))  # noqa: S311
    town.contacts = Counter({(0, "a", "mail"): 20, (0, "b", "mail"): 9})
    town.contacts[5, "a", "mail"] = 1
    first, second = YEAR, YEAR + timedelta(5)
    new = town.printed(first, second, has_channels=False)

    town.release(first, first, has_channels=False)
    _family, gone = town.release(first, second, has_channels=False)

    # 30 less 29 is the one who came on the last day, and so is 21 less 20.
    assert {f"n|@{first}/{second}", f"n|group=a@{first}/{second}"} <= gone
    # A report that hides nothing is refused.
    assert tells(together(new, town.released[:1], town.live), LEAST)
    far = town.printed(YEAR + timedelta(30), YEAR + timedelta(40))
    assert not tells(together(far, town.released, town.live), LEAST)


def test_the_months_of_a_quarter_are_the_same_counts_in_all_reports():
    heads = ("", "")
    months = [(f"2026-0{month}", "", 30 - 13 * month) for month in (1, 2)]
    frame = Frame(None, YEAR, date(2026, 2, 28), YEAR)
    quarter = printed(
        {"contacts": [listed("n", "month", months, heads=heads, total="all")]}, frame
    )

    assert set(quarter.counts) == {
        "n|@2026-01-01/2026-01-31", "n|@2026-02-01/2026-02-28",
        "n|@2026-01-01/2026-02-28",
    }  # fmt: skip


def test_where_the_days_between_hold_many_nothing_more_is_hidden():
    town = Town(random.Random(1))  # noqa: S311
    town.contacts = Counter({(0, "a", "mail"): 20, (5, "a", "mail"): 7})
    first, second = YEAR, YEAR + timedelta(5)

    town.release(first, first)
    _family, gone = town.release(first, second)

    assert gone == frozenset()
    assert None not in town.released[1].counts.values()


class Cases:
    """Cases of programmes in two groups, and the reports on town and programmes."""

    def __init__(self, dice):
        self.released = []
        self.cases = {
            (programme, group): dice.choice(
                [0, dice.randint(1, 3), dice.randint(4, 30)]
            )
            for programme in ("p", "q", "")
            for group in "ab"
        }

    def printed(self, programme=None):
        counts = Counter()
        for (of, group), number in self.cases.items():
            if programme in (None, of):
                counts[group] += number
        lines = [(code, name, counts[code]) for code, name in GROUPS]
        tables = [listed("n", "group", lines, heads=("", ""), total="all")]
        if programme is not None:
            tables = counted_for(programme, tables)
        return printed({"contacts": tables}, Frame(None, YEAR, YEAR, YEAR))

    def live(self, name, *days):
        programme = programme_of(name) or ""
        if programme.startswith(REST):
            own = [of_programme(name, each) for each in programme[4:].split(",")]
            whole = self.live(of_programme(name, None), *days)
            return whole - sum(self.live(each, *days) for each in own)
        found = self.printed(programme_of(name))
        return found.counts[found.keys[name]]

    def family(self, new):
        return together(new, self.released, self.live)

    def release(self, programme=None):
        new = self.printed(programme)
        gone = hidden(self.family(new), LEAST)
        self.released.append(new.without(gone))
        return gone

    def told(self):
        """What a reader of all reports finds out that none of them prints."""
        whole = self.family(self.printed())
        hid = {k for each in self.released for k, n in each.counts.items() if n is None}
        nobody = (whole.counts.keys() - whole.told) - hid
        small = {key for key in nobody if 0 < whole.counts[key] < LEAST}
        all_of_it = type(whole)(whole.counts, whole.sums, unseen=frozenset(nobody))
        return recovered(all_of_it, hid | nobody, hid | small)


def test_the_report_of_one_programme_does_not_tell_the_few_of_the_others():
    town = Cases(random.Random(1))  # noqa: S311
    town.cases = dict.fromkeys(town.cases, 0) | {("p", "a"): 20, ("q", "a"): 1}

    assert town.release() == frozenset()
    gone = town.release("p")

    # 21 less 20 is the one of the other programme.
    assert {each.split("@")[0] for each in gone} == {
        "n|group=a|programme=p", "n|programme=p",
    }  # fmt: skip
    assert town.told() == set()


def test_nobody_reckons_a_hidden_count_from_reports_of_town_and_programmes():
    for seed in range(20):
        dice = random.Random(seed)  # noqa: S311
        town = Cases(dice)
        for programme in dice.sample([None, "p", "q"], 3):
            town.release(programme)
        assert town.told() == set(), seed
