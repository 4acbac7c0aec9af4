from hafen.core.db.permissions import permission
from hafen.core.db.roles import Role

# Which ones says the room that offers them: `queries.bookables_visible_to`.
MANAGE_REGISTRATIONS = permission(
    "bookings.manage_registrations",
    roles={
        Role.EDITOR,
        Role.ADMINISTRATOR,
        Role.VOLUNTEER_COORDINATOR,
        Role.ADMINISTRATIVE_COORDINATOR,
        Role.INTEGRATION_MANAGER,
        Role.PROJECT_LEAD,
        Role.TRAINER,
        Role.ORGANISATION_EDITOR,
    },
)
