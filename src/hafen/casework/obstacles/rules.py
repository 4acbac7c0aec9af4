from hafen.casework.cases.rules import VIEW_TALLIES, WORK_ON_CASES
from hafen.core.db.permissions import permission
from hafen.core.db.roles import Role

# Structural obstacles name no person: who steers reads them too. Obstacles of cases
# are for whoever reads the case (`queries.obstacles_visible_to`).
VIEW_STRUCTURAL = permission("obstacles.view_structural", roles=VIEW_TALLIES.roles)
KEEP_STRUCTURAL = permission(
    "obstacles.keep_structural",
    roles={
        *WORK_ON_CASES.roles,
        Role.PROJECT_LEAD,
        Role.ADMINISTRATIVE_COORDINATOR,
        Role.COMMISSIONER,
    },
)
