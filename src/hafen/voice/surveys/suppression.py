"""Small counts that are hidden, so that nobody is recognised by an answer."""

from collections.abc import Sequence


def hidden(counts: Sequence[int], least: int) -> frozenset[int]:
    """Return the places of the counts that must not be shown beside their sum.

    Small ones are hidden, and with them others, the smallest first, until each of
    the hidden ones may be anything from 0 to `least`.

    :param least: the smallest count that may be seen; 0 and 1 hide nothing
    """
    gone = {place for place, count in enumerate(counts) if 0 < count < least}
    if not gone:
        return frozenset()
    others = sorted(set(range(len(counts))) - gone, key=lambda place: counts[place])
    while others and _are_told([counts[place] for place in gone], least):
        gone.add(others.pop(0))
    return frozenset(gone)


def _are_told(counts: Sequence[int], least: int) -> bool:
    """Return whether their sum tells too much of the hidden counts."""
    return len(counts) < 2 or sum(counts) < least
