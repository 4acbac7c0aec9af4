"""After which services people can be asked; rooms above add theirs."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise

from hafen.core.db.registry import Registry
from hafen.core.places.models import Municipality


@dataclass(frozen=True)
class Person:
    """Where somebody can be asked; without an address at the desk alone."""

    email: str
    language: str


@dataclass(frozen=True)
class Occasion:
    """A sort of services after which people can be asked.

    :param people: those whose service ended from a day to another; None where the
        room leaves them by `services.remember_served`, since nobody else may read them
    """

    name: str
    label: str | Promise
    people: Callable[[Municipality, date, date], Iterable[Person]] | None = None


occasions: Registry[Occasion] = Registry(key=lambda occasion: occasion.name)
