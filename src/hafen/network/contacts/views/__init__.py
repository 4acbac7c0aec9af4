from hafen.network.contacts.views._figures import (
    add_task,
    estimate,
    export_figures,
    figures,
    presence,
)
from hafen.network.contacts.views._listing import export, listing
from hafen.network.contacts.views._record import edit, record, take_back, tally

__all__ = [
    "add_task",
    "edit",
    "estimate",
    "export",
    "export_figures",
    "figures",
    "listing",
    "presence",
    "record",
    "take_back",
    "tally",
]
