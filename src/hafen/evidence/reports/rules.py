from hafen.core.db.permissions import permission
from hafen.core.db.roles import Role

# Who leads, steers or is asked by the council reads all; the desk its own work.
VIEW_REPORTS = permission(
    "reports.view_reports",
    roles={
        Role.VOLUNTEER_COORDINATOR,
        Role.INTEGRATION_MANAGER,
        Role.PROJECT_LEAD,
        Role.ADMINISTRATIVE_COORDINATOR,
        Role.STEERING,
        Role.COMMISSIONER,
        Role.EVALUATOR,
    },
)
# Councillors and advisory councils get what was released, and nothing live.
VIEW_RELEASES = permission(
    "reports.view_releases",
    roles={*VIEW_REPORTS.roles, Role.COUNCILLOR, Role.ADVISORY_MEMBER},
)
RELEASE_REPORT = permission(
    "reports.release_report",
    roles={
        Role.PROJECT_LEAD,
        Role.ADMINISTRATIVE_COORDINATOR,
        Role.COMMISSIONER,
    },
)
SET_REPORTS = permission(
    "reports.set_reports",
    roles={Role.PROJECT_LEAD, Role.ADMINISTRATIVE_COORDINATOR},
)
