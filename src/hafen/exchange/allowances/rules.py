from hafen.core.db.permissions import permission
from hafen.core.db.roles import Role

_DESKS = {
    Role.VOLUNTEER_COORDINATOR,
    Role.INTERPRETER_COORDINATOR,
    Role.ADMINISTRATIVE_COORDINATOR,
}
_MONEY = {Role.ADMINISTRATIVE_COORDINATOR}

VIEW_CLAIMS = permission("allowances.view_claims", roles=_DESKS)
ORDER_TASK = permission("allowances.order_task", roles=_DESKS)
ENTER_CLAIM = permission("allowances.enter_claim", roles=_DESKS)
DECIDE_CLAIM = permission("allowances.decide_claim", roles=_DESKS)
# Beyond the yearly limit, with a reason.
OVERRIDE_LIMIT = permission("allowances.override_limit", roles=_MONEY)
PAY_CLAIMS = permission("allowances.pay_claims", roles=_MONEY)
EDIT_TARIFF = permission("allowances.edit_tariff", roles=_MONEY)
EXPORT_CLAIMS = permission("allowances.export_claims", roles=_DESKS)
