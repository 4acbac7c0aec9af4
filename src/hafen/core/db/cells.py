"""Counts of people that cannot be reckoned back to one of them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Cell:
    """One line of a table; None: too few to be told."""

    key: str
    number: int | None


def suppressed(counts: dict[str, int], *, smallest: int) -> list[Cell]:
    """
    Hide what is smaller than `smallest`; nothing for a `smallest` of one.

    The total would tell a single one, and that two together are one each. So the
    next smallest goes too, until those that are hidden are enough together.
    """
    hidden = {key for key, number in counts.items() if 0 < number < smallest}
    rest = sorted(
        (key for key, number in counts.items() if number and key not in hidden),
        key=lambda key: counts[key],
        reverse=True,
    )
    while hidden and rest and not _are_enough(hidden, counts, smallest):
        hidden.add(rest.pop())
    return [
        Cell(key, None if key in hidden else number) for key, number in counts.items()
    ]


def _are_enough(hidden: set[str], counts: dict[str, int], smallest: int) -> bool:
    return len(hidden) > 1 and sum(counts[key] for key in hidden) >= smallest
