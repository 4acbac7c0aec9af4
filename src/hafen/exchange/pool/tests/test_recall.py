"""Somebody is found again in any usual spelling, and few others with them."""

import os
import random
import statistics
from collections import defaultdict

from hafen.exchange.pool.persons import full_keys, likeness, shorter_keys
from hafen.exchange.pool.tests.transliterations import people, spellings_of

IS_LONG = bool(os.environ.get("HAFEN_LONG"))
NAMES, WAYS, OTHERS = (500, 20, 5_000) if IS_LONG else (50, 20, 500)
FIRST = 10


class Register:
    """Names by their keys, as rows of cases keep them."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self._rows = defaultdict(set)

    def enter(self, name):
        whole = full_keys(name)
        for key in whole | shorter_keys(name):
            self._rows[key].add((len(self.names), key in whole))
        self.names.append(name)

    def find(self, asked):
        """Return the numbers of names that meet this one, the likeliest first."""
        found = {at for key in full_keys(asked) for at, _whole in self._rows[key]}
        for key in shorter_keys(asked):
            found |= {at for at, is_whole in self._rows[key] if is_whole}
        return sorted(found, key=lambda at: -likeness(asked, self.names[at]))


def test_a_name_is_found_in_twenty_spellings_among_the_first_ten():
    """One of 21 spellings is entered, and the other twenty are asked."""
    drawn = iter(people(2 * (NAMES + OTHERS), seed=1))
    dice = random.Random(1)  # noqa: S311 - lots, no secrets
    register, asked = Register(), []
    while len(asked) < NAMES:
        ways = spellings_of(next(drawn), WAYS + 1, seed=1)
        if len(ways) > WAYS:
            register.enter(ways.pop(dice.randrange(len(ways))))
            asked.append(ways)
    for _number in range(OTHERS):
        register.enter(dice.choice(spellings_of(next(drawn), 3, seed=1)))

    found = [(at, register.find(way)) for at, ways in enumerate(asked) for way in ways]

    recall = statistics.mean(at in numbers[:FIRST] for at, numbers in found)
    assert len(found) == NAMES * WAYS
    assert recall >= 0.98
    # Nobody searches a crowd for one person.
    assert statistics.mean(len(numbers) for _at, numbers in found) <= 8
