"""The desk of organisations."""

from hafen.network.organisations.views._people import (
    add_person,
    appoint,
    consent,
    dismiss,
    edit_person,
    people,
    remove_person,
    withdraw,
)
from hafen.network.organisations.views._public import public_detail, public_listing
from hafen.network.organisations.views._screens import (
    create,
    detail,
    edit,
    history,
    listing,
    move,
    translate,
)

__all__ = [
    "add_person",
    "appoint",
    "consent",
    "create",
    "detail",
    "dismiss",
    "edit",
    "edit_person",
    "history",
    "listing",
    "move",
    "people",
    "public_detail",
    "public_listing",
    "remove_person",
    "translate",
    "withdraw",
]
