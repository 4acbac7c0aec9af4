from hafen.exchange.mentoring.models._programmes import HandOver, Programme
from hafen.exchange.mentoring.models._sponsorships import (
    WEEKS,
    CheckIn,
    CheckInAnswer,
    Entry,
    Side,
    Sponsorship,
)

__all__ = [
    "WEEKS",
    "CheckIn",
    "CheckInAnswer",
    "Entry",
    "HandOver",
    "Programme",
    "Side",
    "Sponsorship",
]
