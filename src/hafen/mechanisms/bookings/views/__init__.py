"""The pages of the room, for the public and for the desk."""

from hafen.mechanisms.bookings.views._desk import (
    attendance,
    attendance_sheet,
    certificate,
    decide,
    enter,
    mine,
    registrations,
    write,
)
from hafen.mechanisms.bookings.views._public import manage, own_certificate

__all__ = [
    "attendance",
    "attendance_sheet",
    "certificate",
    "decide",
    "enter",
    "manage",
    "mine",
    "own_certificate",
    "registrations",
    "write",
]
