from hafen.casework.consultations.services._appointments import (
    arrange,
    arrive,
    book_interpreter,
    call_off,
    miss,
    remind,
)
from hafen.casework.consultations.services._online import (
    HELD_FOR,
    accept,
    ask,
    confirm,
    forget_unconfirmed,
    move,
)
from hafen.casework.consultations.services._plan import end_desk_hour, save_desk_hour
from hafen.casework.consultations.services._queue import (
    call,
    call_next,
    check_in,
    leave,
    put_back,
)
from hafen.casework.consultations.services._recording import (
    count_short,
    record_apart,
    record_visit,
)

__all__ = [
    "HELD_FOR",
    "accept",
    "arrange",
    "arrive",
    "ask",
    "book_interpreter",
    "call",
    "call_next",
    "call_off",
    "check_in",
    "confirm",
    "count_short",
    "end_desk_hour",
    "forget_unconfirmed",
    "leave",
    "miss",
    "move",
    "put_back",
    "record_apart",
    "record_visit",
    "remind",
    "save_desk_hour",
]
