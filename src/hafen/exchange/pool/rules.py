from hafen.core.db.permissions import permission
from hafen.core.db.roles import Role

# The desks that bring people together. A social worker hands a need over and
# reads nothing of helpers; casework keeps that link.
_DESKS = {
    Role.VOLUNTEER_COORDINATOR,
    Role.INTERPRETER_COORDINATOR,
    Role.ADMINISTRATIVE_COORDINATOR,
}

VIEW_POOL = permission("pool.view_pool", roles=_DESKS)
PLACE = permission("pool.place", roles=_DESKS)
EXPORT_POOL = permission("pool.export_pool", roles=_DESKS)
