from hafen.core.db.permissions import permission
from hafen.core.db.roles import Role

_CASE_WORK = {
    Role.SOCIAL_WORKER,
    Role.INTEGRATION_MANAGER,
    Role.PARTNER_CASE_WORKER,
}

# These open the room. Which rows somebody finds there is narrower by far: people
# and households of their team, and of cases their own and those deputised to them
# (`queries.households_visible_to`, `queries.cases_visible_to`).
VIEW_CASES = permission("cases.view_cases", roles=_CASE_WORK)
WORK_ON_CASES = permission("cases.work_on_cases", roles=_CASE_WORK)
# Files with names stay in the house: a partner prints what it sees.
EXPORT_CASES = permission(
    "cases.export_cases", roles=_CASE_WORK - {Role.PARTNER_CASE_WORKER}
)
MANAGE_PROGRAMMES = permission(
    "cases.manage_programmes",
    roles={Role.ADMINISTRATIVE_COORDINATOR, Role.PROJECT_LEAD},
)
# Counts of all cases, without a person and without small numbers.
VIEW_TALLIES = permission(
    "cases.view_tallies",
    roles=_CASE_WORK
    | {
        Role.PROJECT_LEAD,
        Role.ADMINISTRATIVE_COORDINATOR,
        Role.COMMISSIONER,
        Role.STEERING,
    },
)
