from hafen.core.db.permissions import permission
from hafen.core.db.roles import Role

VIEW_BULLETINS = permission(
    "bulletins.view_bulletins",
    roles={
        Role.INTEGRATION_MANAGER,
        Role.PROJECT_LEAD,
        Role.ADMINISTRATIVE_COORDINATOR,
        Role.COMMISSIONER,
        Role.STEERING,
    },
)
# Whoever sends it approves it: numbers leave the house.
SEND_BULLETIN = permission(
    "bulletins.send_bulletin",
    roles={Role.PROJECT_LEAD, Role.ADMINISTRATIVE_COORDINATOR},
)
