"""Mornings, afternoons and evenings: the week as people say when they have time."""

from collections.abc import Iterable
from typing import Any

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

PARTS = (_("Mornings"), _("Afternoons"), _("Evenings"))
# Two parts of the pool's six make one of ours.
_PER_DAY = 3
CHOICES = [(place, str(place)) for place in range(7 * _PER_DAY)]


def word_of(places: Iterable[int]) -> int:
    """Return the bits of the pool's week for what was ticked."""
    return sum(0b11 << (2 * place) for place in set(places))


def places_in(word: int) -> list[int]:
    """Return what is ticked for the bits of the pool's week."""
    return [place for place, _name in CHOICES if word >> (2 * place) & 0b11]


def grid(chosen: Iterable[Any]) -> list[tuple[Any, list[tuple[int, str, bool]]]]:
    """Return the week as rows of boxes: number, name, ticked."""
    ticked = {str(value) for value in chosen}
    return [
        (
            WEEKDAYS[day],
            [
                (
                    place,
                    f"{WEEKDAYS[day]}, {PARTS[place % _PER_DAY]}",
                    str(place) in ticked,
                )
                for place in range(day * _PER_DAY, (day + 1) * _PER_DAY)
            ],
        )
        for day in range(7)
    ]
