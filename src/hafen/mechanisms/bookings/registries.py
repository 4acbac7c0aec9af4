"""Whose places there are, and who wants to know what becomes of them."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.functional import Promise

from hafen.core.db.registry import Registry
from hafen.mechanisms.bookings.models import Bookable, Registration

Details = dict[UUID, list[tuple[str, str]]]


def _no_details(_registrations: Collection[UUID], _language: str) -> Details:
    return {}


@dataclass(frozen=True)
class Owner:
    """A room that offers places.

    :param subjects: gives the keys of its rows whose registrations a user may
        manage, as a query of one column
    :param address: gives where the row stands on the desk
    :param public_address: gives where the public reads of it, in a language
    :param details: gives what else was said at the registration, by its key, as
        pairs of question and answer
    """

    name: str
    label: str | Promise
    subjects: Callable[[Any], QuerySet[Any, Any]]
    address: Callable[[Bookable], str]
    public_address: Callable[[Bookable, str], str]
    details: Callable[[Collection[UUID], str], Details] = _no_details


@dataclass(frozen=True)
class Follower:
    """A room that acts when a registration changes, in the same transaction.

    :param moved: takes the registration in its new state and who moved it
    """

    name: str
    moved: Callable[[Registration, Any], None]


owners: Registry[Owner] = Registry(key=lambda owner: owner.name)
followers: Registry[Follower] = Registry(key=lambda follower: follower.name)
