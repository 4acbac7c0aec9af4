"""What can happen to a plan."""

from dataclasses import dataclass

from hafen.matching.tables import NeedTable, OfferTable


@dataclass(frozen=True)
class NeedLeaves:
    """A need is withdrawn, or ends; a locked pair ends with it."""

    need: int


@dataclass(frozen=True)
class OfferLeaves:
    """An offer is withdrawn; whom it would have served is placed anew."""

    offer: int


@dataclass(frozen=True)
class NeedsCome:
    """New rows, and rows that changed; equal ids are replaced."""

    needs: NeedTable


@dataclass(frozen=True)
class OffersCome:
    """New rows, and rows that changed; equal ids are replaced."""

    offers: OfferTable


@dataclass(frozen=True)
class Lock:
    """The pair is agreed and stays, whatever comes."""

    need: int
    offer: int


@dataclass(frozen=True)
class Unlock:
    """The pair is open to a better one again."""

    need: int


@dataclass(frozen=True)
class Forbid:
    """The pair must not be."""

    need: int
    offer: int


Change = NeedLeaves | OfferLeaves | NeedsCome | OffersCome | Lock | Unlock | Forbid
