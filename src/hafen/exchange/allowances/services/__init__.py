from hafen.exchange.allowances.services._claims import (
    CHECK,
    TITLES,
    approve_claim,
    claim_own,
    declare,
    enter_claim,
    pay_claims,
    refuse_claim,
    take_back,
)
from hafen.exchange.allowances.services._tariffs import (
    enter_tariff,
    give_order,
    order_task,
    revise_tariff,
)

__all__ = [
    "CHECK",
    "TITLES",
    "approve_claim",
    "claim_own",
    "declare",
    "enter_claim",
    "enter_tariff",
    "give_order",
    "order_task",
    "pay_claims",
    "refuse_claim",
    "revise_tariff",
    "take_back",
]
