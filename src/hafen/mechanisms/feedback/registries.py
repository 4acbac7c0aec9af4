"""Who takes a complaint that somebody hands in on a page of another room."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from hafen.core.db.registry import Registry
from hafen.core.places.features import is_on
from hafen.core.places.models import Municipality


@dataclass(frozen=True)
class Complaint:
    """What went wrong, in the words of somebody without an account.

    :param about: the case as the desk knows it, in one line
    :param is_helper: whether a helper complains, and not whoever is helped
    """

    about: str
    text: str
    language: str
    name: str
    email: str
    phone: str
    is_helper: bool


@dataclass(frozen=True)
class ComplaintDesk:
    """A room that takes complaints in, and answers them.

    :param name: the feature of the room
    :param take: keeps a complaint; gives the address of its number and its answer
    """

    name: str
    take: Callable[[Municipality, Complaint, datetime], str]


complaint_desks: Registry[ComplaintDesk] = Registry(key=lambda desk: desk.name)


def complaint_desk(municipality: Municipality) -> ComplaintDesk | None:
    """Return who takes complaints here; None where nobody does."""
    found = (desk for desk in complaint_desks if is_on(municipality, desk.name))
    return next(found, None)
