from hafen.exchange.training.services._dates import add_date
from hafen.exchange.training.services._parts import LACKS, LACKS_TITLE, watch_runs
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
    follow_event,
    plan_run,
    save_module,
)
from hafen.exchange.training.services._polls import (
    allow_polls,
    answer_poll,
    invite_to_poll,
    open_poll,
    refuse_polls,
)

__all__ = [
    "LACKS",
    "LACKS_TITLE",
    "OWNER",
    "add_date",
    "affiliate",
    "allow_polls",
    "answer_poll",
    "complete_run",
    "enrol",
    "follow_event",
    "invite_to_poll",
    "mark_part",
    "open_poll",
    "plan_run",
    "record_qualification",
    "refuse_polls",
    "save_module",
    "save_unit",
    "watch_runs",
]
