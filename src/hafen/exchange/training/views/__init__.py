from hafen.exchange.training.views._gaps import affiliate, gaps, record, unit
from hafen.exchange.training.views._polls import add_poll, invite, poll, polls
from hafen.exchange.training.views._programme import (
    add_module,
    add_run,
    edit_module,
    modules,
    programme,
)
from hafen.exchange.training.views._runs import (
    add_date,
    attend,
    certificate,
    enrol,
    run,
)

__all__ = [
    "add_date",
    "add_module",
    "add_poll",
    "add_run",
    "affiliate",
    "attend",
    "certificate",
    "edit_module",
    "enrol",
    "gaps",
    "invite",
    "modules",
    "poll",
    "polls",
    "programme",
    "record",
    "run",
    "unit",
]
