"""Several rows that mean one thing become one: some lists repeat it per topic."""

from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

Item = TypeVar("Item")


def fold(
    items: Iterable[Item], *, key: Callable[[Item], Hashable]
) -> list[tuple[Item, ...]]:
    """Return the items in groups of one key, groups and members in their order."""
    groups: dict[Hashable, list[Item]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return [tuple(group) for group in groups.values()]


def paragraphs(texts: Iterable[str]) -> str:
    """Return differing texts as paragraphs; one that says the same is left out."""
    kept: dict[str, str] = {}
    for entry in texts:
        same = " ".join(entry.casefold().split())
        if same:
            kept.setdefault(same, entry.strip())
    return "\n\n".join(kept.values())
