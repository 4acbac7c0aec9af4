from hafen.exchange.allowances.views._claims import (
    add_claim,
    approve,
    claim,
    claims,
    refuse,
)
from hafen.exchange.allowances.views._money import (
    certificate,
    payments,
    person,
    totals,
)
from hafen.exchange.allowances.views._setting import (
    add_order,
    add_tariff,
    edit_tariff,
    orders,
    tariffs,
)

__all__ = [
    "add_claim",
    "add_order",
    "add_tariff",
    "approve",
    "certificate",
    "claim",
    "claims",
    "edit_tariff",
    "orders",
    "payments",
    "person",
    "refuse",
    "tariffs",
    "totals",
]
