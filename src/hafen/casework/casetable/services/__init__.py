from hafen.casework.casetable.services._items import (
    Told,
    bring_case,
    end_with,
    withdraw_item,
)
from hafen.casework.casetable.services._measures import (
    DO,
    DO_TITLE,
    decide,
    finish_measure,
)
from hafen.casework.casetable.services._meetings import (
    answer,
    call_meeting,
    close_meeting,
    invite,
    move_meeting,
    take_back,
)

__all__ = [
    "DO",
    "DO_TITLE",
    "Told",
    "answer",
    "bring_case",
    "call_meeting",
    "close_meeting",
    "decide",
    "end_with",
    "finish_measure",
    "invite",
    "move_meeting",
    "take_back",
    "withdraw_item",
]
