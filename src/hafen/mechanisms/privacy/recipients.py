"""Who got data of a person from here, and hears what becomes of it (Art. 19 DSGVO)."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models

from hafen.core.db.registry import Registry


@dataclass(frozen=True)
class Recipient:
    """Somebody who was told something of a person.

    :param reference: by which they find it again, such as the key in a mailed link;
        never the name of the person
    """

    name: str
    email: str
    on: date
    reference: str
    # Which parts they got, as consents name them; None where that is not known.
    parts: frozenset[str] | None = None


@dataclass(frozen=True)
class Source:
    """How a room tells who got what it knows.

    :param label: the model of the rows that were passed on, or tell of it
    :param told: gives the recipients of such rows; it is handed the keys of all that
        belongs to the person, so that nobody is told of themselves
    """

    label: str
    told: Callable[[models.QuerySet[Any], Collection[Any]], Iterable[Recipient]]


sources: Registry[Source] = Registry(key=lambda source: source.label)
