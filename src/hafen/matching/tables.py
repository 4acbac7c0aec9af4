"""Needs and offers as columns: one array per field, one place per row.

Rows are put in the order of their ids when a table is made. Everything that
follows reads them in this order, so a plan cannot depend on the order in which
a database happened to give the rows. Distances are integers in units of 100 m.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hafen.matching.errors import BadTable, UnknownRow

I32 = NDArray[np.int32]
I64 = NDArray[np.int64]
U64 = NDArray[np.uint64]
Flags = NDArray[np.bool_]

ANYWHERE = 1_000_000
"""A radius that no distance reaches, in 100 m: by telephone, or everywhere."""

_EARTH = 63_710
_WORDS = {"slots", "traits", "must", "refuse", "wish", "languages"}
_LIMITS = {
    "capacity": 10_000,
    "waiting_days": 40_000,
    "priority": 100,
    "min_overlap": 64,
    "load": 10_000,
    "radius": ANYWHERE,
}


@dataclass(frozen=True)
class Table:
    """Columns of equal length in ascending order of the unique `id`."""

    id: I64

    @classmethod
    def of(cls, columns: Mapping[str, ArrayLike]) -> Self:
        """Return the table of the columns, sorted by id; missing ones are default.

        :param columns: name of a field → n values
        :raises BadTable: for a column that is unknown, too short or out of range
        """
        known = {field.name for field in fields(cls)}
        if unknown := set(columns) - known:
            raise BadTable(f"no such column: {', '.join(sorted(unknown))}")
        ids = np.asarray(columns["id"], dtype=np.int64)
        order = np.argsort(ids, kind="stable")
        if len(ids) > 1 and (np.diff(ids[order]) == 0).any():
            raise BadTable("an id occurs twice")
        made: dict[str, Any] = {"id": ids[order]}
        for name in known - {"id"}:
            given = columns.get(name, _default(name))
            made[name] = _column(name, given, len(ids))[order]
        return cls(**made)

    def __len__(self) -> int:
        return len(self.id)

    def row(self, identifier: int) -> int:
        """Return the position of an id.

        :raises UnknownRow: when there is none
        """
        place = int(np.searchsorted(self.id, identifier))
        if place == len(self.id) or self.id[place] != identifier:
            raise UnknownRow(f"{type(self).__name__} has no row {identifier}")
        return place

    def take(self, rows: ArrayLike) -> Self:
        """Return the table of some rows, in the order of their ids."""
        chosen = np.sort(np.asarray(rows, dtype=np.int64))
        return type(self)(
            **{field.name: getattr(self, field.name)[chosen] for field in fields(self)}
        )

    def with_rows(self, other: Self) -> Self:
        """Return both tables as one; rows of `other` replace those of equal id."""
        stay = ~np.isin(self.id, other.id)
        return self.of(
            {
                field.name: np.concatenate(
                    [getattr(self, field.name)[stay], getattr(other, field.name)]
                )
                for field in fields(self)
            }
        )


@dataclass(frozen=True)
class OfferTable(Table):
    """What is given.

    :param slots: times of the week in which it is given, one bit each
    :param traits: what the giver is and can, as the `Schema` lays it out
    :param languages: languages spoken, one bit each
    :param district: row of `Geo`
    :param radius: how far the giver goes, in 100 m
    :param capacity: places that are free
    :param load: how many people are served already
    """

    slots: U64
    traits: U64
    languages: U64
    district: I32
    radius: I32
    capacity: I32
    load: I32


@dataclass(frozen=True)
class NeedTable(Table):
    """What is looked for.

    :param slots: times of the week that suit
    :param must: traits that the giver has to have
    :param refuse: traits that the giver must not have
    :param wish: traits that earn points
    :param languages: one of these has to be spoken; none means: no matter
    :param district: row of `Geo`
    :param radius: how far away the giver may be, in 100 m
    :param min_overlap: common slots that are necessary; 0: time does not matter
    :param waiting_days: since when, counted by the caller
    :param priority: urgency, 0 and upwards
    """

    slots: U64
    must: U64
    refuse: U64
    wish: U64
    languages: U64
    district: I32
    radius: I32
    min_overlap: I32
    waiting_days: I32
    priority: I32


@dataclass(frozen=True)
class Geo:
    """How far districts lie apart.

    :param distance: (districts × districts), in 100 m
    :param near: per district all districts, the nearest first, ties by row
    """

    distance: I32
    near: I32

    @classmethod
    def of(cls, distance: ArrayLike) -> Self:
        """Return the geography of a table of distances.

        :raises BadTable: when it is not square, not the same both ways, or negative
        """
        table = np.ascontiguousarray(distance, dtype=np.int32)
        if table.ndim != 2 or table.shape[0] != table.shape[1]:
            raise BadTable("distances between districts are no square")
        if (table < 0).any():
            raise BadTable("a distance is negative")
        if (table != table.T).any():
            raise BadTable("the way back is longer than the way there")
        near = np.argsort(table, axis=1, kind="stable").astype(np.int32)
        return cls(table, near)

    @classmethod
    def of_points(cls, latitudes: ArrayLike, longitudes: ArrayLike) -> Self:
        """Return the great-circle distances between points given in degrees."""
        lat = np.radians(np.asarray(latitudes, dtype=np.float64))
        lon = np.radians(np.asarray(longitudes, dtype=np.float64))
        half = np.sin((lat[:, None] - lat) / 2) ** 2 + np.cos(lat[:, None]) * np.cos(
            lat
        ) * (np.sin((lon[:, None] - lon) / 2) ** 2)
        return cls.of(np.rint(2 * _EARTH * np.arcsin(np.sqrt(np.minimum(half, 1)))))

    def __len__(self) -> int:
        return len(self.distance)


def _default(name: str) -> int:
    return {"radius": ANYWHERE, "capacity": 1}.get(name, 0)


def _column(name: str, given: ArrayLike, length: int) -> NDArray[Any]:
    wanted = np.uint64 if name in _WORDS else np.int32
    column = np.asarray(given)
    if column.ndim == 0:
        column = np.full(length, column)
    if column.shape != (length,):
        raise BadTable(f"{name} has {column.shape[0]} values for {length} rows")
    if name not in _WORDS and length:
        top = _LIMITS.get(name, np.iinfo(np.int32).max)
        if column.min() < 0 or column.max() > top:
            raise BadTable(f"{name} lies outside of 0 to {top}")
    return np.ascontiguousarray(column, dtype=wanted)
