"""The demo municipality: rooms say how their fictional rows come into being."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hafen.core.db.registry import Registry


@dataclass(frozen=True)
class DemoSeed:
    """One file of demo data and the function that makes its rows.

    :param name: of the file, without its ending: "services"
    :param order: smaller ones first; a room comes after those that it points to
    :param load: takes the municipality and the contents of the file; called
        again with the same contents it changes nothing
    """

    name: str
    order: int
    load: Callable[[Any, dict[str, Any]], None]


demo_seeds: Registry[DemoSeed] = Registry(key=lambda seed: seed.name)


def in_order() -> list[DemoSeed]:
    return sorted(demo_seeds, key=lambda seed: (seed.order, seed.name))
