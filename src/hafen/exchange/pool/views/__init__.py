from hafen.exchange.pool.views._placing import (
    ask,
    keep_apart,
    pair,
    placement,
    settings,
    step,
)
from hafen.exchange.pool.views._plans import plan, plans, use_plan, wish
from hafen.exchange.pool.views._postings import (
    add_need,
    add_offer,
    edit_need,
    edit_offer,
    need,
    need_step,
    needs,
    offer,
    offer_step,
    offers,
)

__all__ = [
    "add_need",
    "add_offer",
    "ask",
    "edit_need",
    "edit_offer",
    "keep_apart",
    "need",
    "need_step",
    "needs",
    "offer",
    "offer_step",
    "offers",
    "pair",
    "placement",
    "plan",
    "plans",
    "settings",
    "step",
    "use_plan",
    "wish",
]
