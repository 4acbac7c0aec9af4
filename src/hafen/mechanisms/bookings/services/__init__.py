"""The verbs of the room; each file beside this one holds one subject."""

from hafen.mechanisms.bookings.services._attendance import (
    NotAttended,
    certificate_of,
    mark_attendance,
    mark_day,
)
from hafen.mechanisms.bookings.services._errors import (
    AlreadyDecided,
    Full,
    NotOpen,
    OfferEnded,
    TooManySeats,
)
from hafen.mechanisms.bookings.services._offering import (
    BookableData,
    cancel_bookable,
    keep_bookable,
)
from hafen.mechanisms.bookings.services._registering import (
    RegistrationData,
    accept_offer,
    approve,
    decline,
    register,
    withdraw,
)
from hafen.mechanisms.bookings.services._waiting import expire_offers, move_up
from hafen.mechanisms.bookings.services._writing import remind_due, tell_moved, write_to

__all__ = [
    "AlreadyDecided",
    "BookableData",
    "Full",
    "NotAttended",
    "NotOpen",
    "OfferEnded",
    "RegistrationData",
    "TooManySeats",
    "accept_offer",
    "approve",
    "cancel_bookable",
    "certificate_of",
    "decline",
    "expire_offers",
    "keep_bookable",
    "mark_attendance",
    "mark_day",
    "move_up",
    "register",
    "remind_due",
    "tell_moved",
    "withdraw",
    "write_to",
]
