from hafen.core.db.permissions import permission
from hafen.core.db.roles import Role

_DESK = {Role.INTERPRETER_COORDINATOR, Role.ADMINISTRATIVE_COORDINATOR}
# Those whose office is one of the municipality's own institutions.
_BOOKERS = _DESK | {
    Role.SOCIAL_WORKER,
    Role.INTEGRATION_MANAGER,
    Role.ACCOMMODATION_MANAGER,
    Role.PARTNER_CASE_WORKER,
}

VIEW_INTERPRETERS = permission("interpreting.view_interpreters", roles=_DESK)
EDIT_INTERPRETER = permission("interpreting.edit_interpreter", roles=_DESK)
ASSIGN = permission("interpreting.assign", roles=_DESK)
APPROVE_INSTITUTION = permission("interpreting.approve_institution", roles=_DESK)
SETTLE = permission("interpreting.settle", roles=_DESK)
EXPORT = permission("interpreting.export", roles=_DESK)
# One's own bookings, for an office of the municipality.
BOOK = permission("interpreting.book", roles=_BOOKERS)
