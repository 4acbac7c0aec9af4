"""Which known word was meant: the nearest within a few slips of the finger."""

from collections.abc import Iterable

_LETTERS_PER_SLIP = 4
_MOST_SLIPS = 2


def nearest(word: str, candidates: Iterable[str]) -> str | None:
    """Return the candidate with the fewest slips; the first of equals.

    A slip is a letter too many, too few, wrong, or two letters exchanged.
    One is allowed from four letters on, two from eight.
    """
    allowed = min(len(word) // _LETTERS_PER_SLIP, _MOST_SLIPS)
    best, best_slips, letters = None, allowed + 1, frozenset(word)
    for candidate in candidates:
        if (
            abs(len(candidate) - len(word)) < best_slips
            # A slip changes two letters at most.
            and len(letters.symmetric_difference(candidate)) < 2 * best_slips
        ):
            slips = distance(word, candidate)
            if slips < best_slips:
                best, best_slips = candidate, slips
    return best


def distance(one: str, other: str) -> int:
    """Return the optimal string alignment distance of two words."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        older, before, row = before, row, [i]
        for j, against in enumerate(other, 1):
            cost = min(
                before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != against)
            )
            if j > 1 and i > 1 and letter == other[j - 2] and one[i - 2] == against:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
    return row[-1]
