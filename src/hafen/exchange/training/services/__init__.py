from hafen.exchange.training.services._people import (
    affiliate,
    complete_run,
    enrol,
    mark_part,
    record_qualification,
    save_unit,
)
from hafen.exchange.training.services._planning import (
    OWNER,
    plan_run,
    save_module,
)
from hafen.exchange.training.services._polls import (
    answer_poll,
    invite_to_poll,
    open_poll,
)

__all__ = [
    "OWNER",
    "affiliate",
    "answer_poll",
    "complete_run",
    "enrol",
    "invite_to_poll",
    "mark_part",
    "open_poll",
    "plan_run",
    "record_qualification",
    "save_module",
    "save_unit",
]
