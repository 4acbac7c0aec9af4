from hafen.casework.casetable.views._invite import invite, invite_guest
from hafen.casework.casetable.views._items import (
    bring,
    item,
    item_step,
)
from hafen.casework.casetable.views._measures import measures, measures_step
from hafen.casework.casetable.views._meetings import (
    add_meeting,
    edit_meeting,
    meeting,
    meeting_step,
    meetings,
    minutes,
)

__all__ = [
    "add_meeting",
    "bring",
    "edit_meeting",
    "invite",
    "invite_guest",
    "item",
    "item_step",
    "measures",
    "measures_step",
    "meeting",
    "meeting_step",
    "meetings",
    "minutes",
]
