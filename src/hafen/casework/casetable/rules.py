from hafen.core.db.permissions import permission
from hafen.core.db.roles import Role

_CASE_WORK = {
    Role.SOCIAL_WORKER,
    Role.INTEGRATION_MANAGER,
    Role.PARTNER_CASE_WORKER,
}
_STEERING = {
    Role.ADMINISTRATIVE_COORDINATOR,
    Role.COMMISSIONER,
    Role.PROJECT_LEAD,
}

# This opens the room; which cases somebody reads there is decided by the seat and
# the consents of the people (`queries.items_visible_to`).
TAKE_PART = permission(
    "casetable.take_part",
    roles=_CASE_WORK
    | _STEERING
    | {
        Role.AUTHORITY_LIAISON,
        Role.HANDOVER_SENDER,
        Role.HOUSING_AGENT,
        Role.LABOUR_COORDINATOR,
    },
)
CONVENE = permission(
    "casetable.convene", roles=_STEERING | _CASE_WORK - {Role.PARTNER_CASE_WORKER}
)
RELEASE = permission("casetable.release", roles=_CASE_WORK)
# Files stay in the house: a partner prints what it sees.
EXPORT = permission(
    "casetable.export", roles=_STEERING | _CASE_WORK - {Role.PARTNER_CASE_WORKER}
)
