from hafen.core.db.permissions import permission
from hafen.core.db.roles import Role

VIEW_GAPS = permission(
    "search.view_gaps",
    roles={
        Role.EDITOR,
        Role.INTEGRATION_MANAGER,
        Role.ADMINISTRATIVE_COORDINATOR,
        Role.ADMINISTRATOR,
    },
)
