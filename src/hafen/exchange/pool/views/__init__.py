from hafen.exchange.pool.views._apart import (
    add_exclusion,
    exclusions,
    keep_apart,
    lift,
)
from hafen.exchange.pool.views._placing import (
    ask,
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
from hafen.exchange.pool.views._refusals import refusal

__all__ = [
    "add_exclusion",
    "add_need",
    "add_offer",
    "ask",
    "edit_need",
    "edit_offer",
    "exclusions",
    "keep_apart",
    "lift",
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
    "refusal",
    "settings",
    "step",
    "use_plan",
    "wish",
]
