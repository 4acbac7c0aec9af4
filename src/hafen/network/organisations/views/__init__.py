"""The desk of organisations, and what everybody reads of them."""

from hafen.network.organisations.views._agreements import (
    agreement,
    agreements,
    create_agreement,
    delivered,
    edit_agreement,
)
from hafen.network.organisations.views._cooperation import (
    add_presence,
    cooperation,
    end_presence,
    network_map,
    serving,
    set_level,
)
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
from hafen.network.organisations.views._public import (
    public_detail,
    public_listing,
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
    "add_presence",
    "agreement",
    "agreements",
    "appoint",
    "consent",
    "cooperation",
    "create",
    "create_agreement",
    "delivered",
    "detail",
    "dismiss",
    "edit",
    "edit_agreement",
    "edit_person",
    "end_presence",
    "history",
    "listing",
    "move",
    "network_map",
    "people",
    "public_detail",
    "public_listing",
    "remove_person",
    "serving",
    "set_level",
    "translate",
    "withdraw",
]
