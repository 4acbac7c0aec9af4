"""The desk of organisations."""

from hafen.network.organisations.views._people import (
    add_person,
    appoint,
    dismiss,
    edit_person,
    remove_person,
)
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
    "create",
    "detail",
    "dismiss",
    "edit",
    "edit_person",
    "history",
    "listing",
    "move",
    "remove_person",
    "translate",
]
