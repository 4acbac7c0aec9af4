from hafen.network.contacts.views._figures import (
    add_task,
    estimate,
    figures,
    presence,
)
from hafen.network.contacts.views._listing import listing
from hafen.network.contacts.views._record import edit, record, take_back, tally

__all__ = [
    "add_task",
    "edit",
    "estimate",
    "figures",
    "listing",
    "presence",
    "record",
    "take_back",
    "tally",
]
