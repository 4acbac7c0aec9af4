from hafen.core.db.permissions import permission
from hafen.core.db.roles import Role

_RECEIVING = {
    Role.SOCIAL_WORKER,
    Role.INTEGRATION_MANAGER,
    Role.PARTNER_CASE_WORKER,
    Role.VOLUNTEER_COORDINATOR,
    Role.HOUSING_AGENT,
    Role.LABOUR_COORDINATOR,
    Role.COMMISSIONER,
    Role.INTERN,
}
_LEADING = {Role.PROJECT_LEAD, Role.ADMINISTRATIVE_COORDINATOR}

# Give numbers, call and record. Whether somebody also sees who came is another
# question, which the room of cases answers.
RECEIVE = permission("consultations.receive", roles=_RECEIVING)
# Numbers of visits and waiting times, without a name.
VIEW_LOAD = permission(
    "consultations.view_load", roles=_RECEIVING | _LEADING | {Role.STEERING}
)
EXPORT_DAY = permission(
    "consultations.export_day",
    roles=_RECEIVING - {Role.INTERN} - {Role.PARTNER_CASE_WORKER},
)
# The plan is for all who advise at the same place, partners among them.
VIEW_PLAN = permission(
    "consultations.view_plan",
    roles=_RECEIVING | _LEADING | {Role.STEERING, Role.ORGANISATION_EDITOR},
)
PLAN_DESK = permission(
    "consultations.plan_desk",
    roles=_LEADING
    | {
        Role.SOCIAL_WORKER,
        Role.INTEGRATION_MANAGER,
        Role.VOLUNTEER_COORDINATOR,
    },
)
