from hafen.casework.cases.rules import VIEW_CASES, WORK_ON_CASES
from hafen.core.db.permissions import permission
from hafen.core.db.roles import Role

_WORKERS = WORK_ON_CASES.roles
# Offices that learn first that people come; they find what they sent themselves.
_CLERKS = {
    Role.MOVE_CLERK,
    Role.ACCOMMODATION_MANAGER,
    Role.HOUSING_AGENT,
    Role.HANDOVER_SENDER,
}
_HELPERS = {Role.VOLUNTEER, Role.MENTOR, Role.INTEGRATION_GUIDE}

ANNOUNCE_ARRIVALS = permission(
    "outreach.announce_arrivals", roles={*_WORKERS, *_CLERKS}
)
GIVE_SHEETS = permission("outreach.give_sheets", roles={*_WORKERS, *_CLERKS})
# These open the room; which rows somebody finds there is narrower by far.
VIEW_OUTREACH = permission("outreach.view_outreach", roles=VIEW_CASES.roles)
WORK_OUTSIDE = permission("outreach.work_outside", roles=_WORKERS)
EXPORT_OUTREACH = permission(
    "outreach.export_outreach", roles=_WORKERS - {Role.PARTNER_CASE_WORKER}
)
SET_TRAVEL = permission(
    "outreach.set_travel",
    roles={Role.ADMINISTRATIVE_COORDINATOR, Role.ADMINISTRATOR},
)
VIEW_TRAVEL = permission(
    "outreach.view_travel", roles=WORK_OUTSIDE.roles | SET_TRAVEL.roles
)
HAND_OVER = permission("outreach.hand_over", roles=_WORKERS)
GO_THERE = permission("outreach.go_there", roles=_HELPERS)
