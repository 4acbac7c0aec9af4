"""Which rooms ask questions, and who edits them there."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from hafen.core.db.registry import Registry


@dataclass(frozen=True)
class Asker:
    """A room that asks.

    :param editable: gives the keys of the questionnaires that a user may edit,
        as a query of one column
    :param address: gives where a questionnaire is used, the way back from it
    """

    name: str
    editable: Callable[[Any], QuerySet[Any, Any]]
    address: Callable[[Any], str]


askers: Registry[Asker] = Registry(key=lambda asker: asker.name)
