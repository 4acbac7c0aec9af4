from hafen.core.db.permissions import permission
from hafen.core.db.roles import STAFF, Role

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

# These open the room; which rows somebody finds is narrower: what they referred
# themselves, what belongs to a case they read, and what a team they lead referred.
VIEW_REFERRALS = permission("referrals.view_referrals", roles=_CASE_WORK)
REFER = permission("referrals.refer", roles=_CASE_WORK)
# Telling without a consent and without a norm, in an emergency, is for those who
# answer for it by profession (§ 34 StGB); each use stands in the trail.
OVERRIDE_GATE = permission("referrals.override_gate", roles={Role.SOCIAL_WORKER})
# What lies with one's own organisation: topics and days. Whoever looks after its
# entries finds it; who it is opens with the number of the office alone.
ANSWER = permission(
    "referrals.answer",
    roles={
        Role.AUTHORITY_LIAISON,
        Role.ORGANISATION_EDITOR,
        Role.PARTNER_CASE_WORKER,
    },
)
# Files with names stay in the house: a partner prints what it sees.
EXPORT_REFERRALS = permission(
    "referrals.export_referrals", roles=_CASE_WORK - {Role.PARTNER_CASE_WORKER}
)
# Who does what is agreed by all, and known to all of them; nobody stands in it.
VIEW_MATRIX = permission(
    "referrals.view_matrix",
    roles=STAFF | _CASE_WORK | {Role.ORGANISATION_EDITOR, Role.NETWORK_SPEAKER},
)
MANAGE_MATRIX = permission("referrals.manage_matrix", roles=_STEERING)
