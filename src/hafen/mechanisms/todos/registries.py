"""Which kinds of todo there are, and where their subjects are dealt with."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.functional import Promise

from hafen.core.db.registry import Registry

# Rows that are counted with those of all other rooms, or their number.
Waiting = QuerySet[Any] | int


def _nowhere(_subjects: Collection[UUID], _user: Any) -> dict[UUID, str]:
    return {}


@dataclass(frozen=True)
class Kind:
    """One kind of todo, declared by the room of its subject.

    :param name: room and thing to do: "directory.review"
    :param titles: the msgids that the room's todos use, marked for translation
    :param addresses: gives, for the subjects that the user may see, where each
        is dealt with; one query for all of them
    """

    name: str
    label: str | Promise
    icon: str = "check"
    titles: tuple[str | Promise, ...] = ()
    addresses: Callable[[Collection[UUID], Any], dict[UUID, str]] = _nowhere


@dataclass(frozen=True)
class Lead:
    """Work that a room finds by itself on Today, without a todo for each row.

    :param find: gives the rows that wait for the user today, which are only
        counted, and where the list of them is; 0 where there can be none
    """

    name: str
    label: str | Promise
    find: Callable[[Any, Any], tuple[Waiting, str]]
    icon: str = "list"


kinds: Registry[Kind] = Registry(key=lambda kind: kind.name)
leads: Registry[Lead] = Registry(key=lambda lead: lead.name)
