"""Kinds of need: which facts become which bits, and which rule reads them.

Hard rules about traits are one comparison for the whole word, because each
group of bits follows one of three patterns:

* `flags`: each bit is something one has or can (skills, "accepts families");
  a need names bits that have to be there.
* `ladder`: levels, written as a thermometer (level 2 sets bits 1 and 2), so that
  "at least level 2" is a bit that has to be there.
* `choice`: exactly one bit is set, the last one where nothing is known; a need
  names the choices it accepts, and all the others must not be there.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from hafen.matching.errors import BadTable

SLOTS_PER_DAY = 6
SLOTS_PER_WEEK = 7 * SLOTS_PER_DAY
_WORD = 64


@dataclass(frozen=True)
class BitGroup:
    """Neighbouring bits of the word of traits under one rule.

    :param name: of the rule, as explanations give it
    :param values: what the bits mean, from the lowest one
    """

    name: str
    pattern: Literal["flags", "ladder", "choice"]
    values: tuple[str, ...]


@dataclass(frozen=True)
class Schema:
    """The layout of the word of traits for one kind of need."""

    kind: str
    groups: tuple[BitGroup, ...]

    def __post_init__(self) -> None:
        if sum(len(group.values) for group in self.groups) > _WORD:
            raise BadTable(f"the traits of {self.kind} need more than {_WORD} bits")

    @cached_property
    def masks(self) -> dict[str, int]:
        """Name of a group → its bits."""
        masks, first = {}, 0
        for group in self.groups:
            masks[group.name] = ((1 << len(group.values)) - 1) << first
            first += len(group.values)
        return masks

    def bits(self, group: str, values: Iterable[str]) -> int:
        """Return the bits of some values, for a wish or for flags.

        :raises BadTable: for a value that the group does not have
        """
        known = self._group(group).values
        first = (self.masks[group] & -self.masks[group]).bit_length() - 1
        word = 0
        for value in values:
            if value not in known:
                raise BadTable(f"{group} of {self.kind} has no value {value}")
            word |= 1 << (first + known.index(value))
        return word

    def traits(self, facts: Mapping[str, Iterable[str] | str | None]) -> int:
        """Return the word of an offer: group → values, level, choice, or None."""
        word = 0
        for group in self.groups:
            word |= self.bits(group.name, self._held(group, facts.get(group.name)))
        return word

    def demands(self, facts: Mapping[str, Iterable[str] | str]) -> tuple[int, int]:
        """Return `must` and `refuse` of a need.

        :param facts: group → flags that are necessary, the least level, or the
            choices that are accepted; a group that is left out asks nothing
        """
        must = refuse = 0
        for name, wanted in facts.items():
            group = self._group(name)
            values = (wanted,) if isinstance(wanted, str) else tuple(wanted)
            if group.pattern == "choice":
                refuse |= self.masks[name] & ~self.bits(name, values)
            elif group.pattern == "ladder":
                must |= self.bits(name, self._steps(group, values[0]))
            else:
                must |= self.bits(name, values)
        return must, refuse

    def _group(self, name: str) -> BitGroup:
        for group in self.groups:
            if group.name == name:
                return group
        raise BadTable(f"{self.kind} has no group {name}")

    def _held(
        self, group: BitGroup, given: Iterable[str] | str | None
    ) -> tuple[str, ...]:
        if given is None:
            return group.values[-1:] if group.pattern == "choice" else ()
        if group.pattern == "ladder" and isinstance(given, str):
            return self._steps(group, given)
        return (given,) if isinstance(given, str) else tuple(given)

    @staticmethod
    def _steps(group: BitGroup, level: str) -> tuple[str, ...]:
        if level not in group.values:
            raise BadTable(f"{group.name} has no level {level}")
        return group.values[: group.values.index(level) + 1]


def slot(weekday: int, part: int) -> int:
    """Return the bit of a part of a day: weekday 0–6 from Monday, part 0–5."""
    return 1 << (weekday * SLOTS_PER_DAY + part)
