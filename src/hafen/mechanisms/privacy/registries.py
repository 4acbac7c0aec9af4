from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from hafen.core.accounts.models import User
from hafen.core.db.registry import Registry


@dataclass(frozen=True)
class Reach:
    """How a person is told: in which language, and by mail where there is a mailbox."""

    name: str
    language: str
    email: str = ""


@dataclass(frozen=True)
class Restrictable:
    """How a room lets the processing of what is a person's be restricted.

    Of other rows a person can ask for no restriction here.

    :param label: the model of the rows that are the person, such as "cases.Client"
    :param others: counts who else stands in what is closed
    :param doors: gives the keys that open it for the persons themselves
    :param reach: says how the person is told
    :param begin: ends what must not go on, such as a search in the exchange
    """

    label: str
    others: Callable[[Collection[UUID]], int]
    doors: Callable[[Collection[UUID]], set[UUID]]
    reach: Callable[[Any], Reach]
    begin: Callable[[Collection[UUID], User, datetime], None]


restrictables: Registry[Restrictable] = Registry(key=lambda each: each.label)
