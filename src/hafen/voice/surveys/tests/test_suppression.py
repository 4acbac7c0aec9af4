"""Somebody who knows the sum finds no hidden count."""

from itertools import product

import pytest

from hafen.voice.surveys.suppression import hidden


@pytest.mark.parametrize("least", [3, 5])
@pytest.mark.parametrize("steps", [2, 3, 4])
def test_a_hidden_count_may_be_anything_up_to_the_least(steps, least):
    for counts in product(range(9), repeat=steps):
        gone = hidden(counts, least)
        assert {place for place, n in enumerate(counts) if 0 < n < least} <= gone
        # What is left of the sum may lie in any one of them, or in none.
        left = sum(counts[place] for place in gone)
        whole = sum(counts)
        assert not gone or left >= min(least, whole)
        assert len(gone) != 1


@pytest.mark.parametrize("least", [0, 1])
def test_without_a_limit_all_counts_are_shown(least):
    assert hidden([1, 2, 0, 14], least) == frozenset()


def test_large_counts_are_shown():
    assert hidden([12, 0, 8], 5) == frozenset()
