"""What rooms keep of rows that are not theirs, by the key alone.

A file belongs to a row, a todo is about one, the search knows one: no relation of the
database goes along when the row is erased. Whoever erases asks them all.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from uuid import UUID

from hafen.core.db.registry import Registry


@dataclass(frozen=True)
class Leftover:
    """One kind of thing that hangs on keys of rows.

    :param forget: deletes what hangs on these keys in a municipality
    """

    name: str
    forget: Callable[[UUID, Collection[UUID]], None]


leftovers: Registry[Leftover] = Registry(key=lambda leftover: leftover.name)


def forget(municipality: UUID, keys: Collection[UUID]) -> None:
    """Forget in all rooms what hung on these rows, which have gone."""
    for leftover in leftovers:
        leftover.forget(municipality, keys)
