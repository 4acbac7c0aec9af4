from hafen.core.db.permissions import permission
from hafen.core.db.roles import Role

VIEW_READINGS = permission(
    "readings.view",
    roles={
        Role.EDITOR,
        Role.INTEGRATION_MANAGER,
        Role.ADMINISTRATIVE_COORDINATOR,
        Role.ADMINISTRATOR,
    },
)
