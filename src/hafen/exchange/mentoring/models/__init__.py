from hafen.exchange.mentoring.models._guides import Guide
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
    "Guide",
    "HandOver",
    "Programme",
    "Side",
    "Sponsorship",
]
