"""Who may do what with places."""

from hafen.core.db.permissions import permission
from hafen.core.db.roles import STAFF, Role

VIEW_PLACES = permission("places.view", roles=STAFF)
EDIT_SITES = permission(
    "places.edit_sites",
    roles={
        Role.ADMINISTRATOR,
        Role.EDITOR,
        Role.VOLUNTEER_COORDINATOR,
        Role.PROJECT_LEAD,
    },
)
EDIT_HOURS = permission(
    "places.edit_hours",
    roles={
        Role.ADMINISTRATOR,
        Role.EDITOR,
        Role.VOLUNTEER_COORDINATOR,
        Role.PROJECT_LEAD,
        Role.SOCIAL_WORKER,
        Role.INTEGRATION_MANAGER,
    },
)
EDIT_OFFICES = permission(
    "places.edit_offices",
    roles={Role.ADMINISTRATOR, Role.EDITOR, Role.VOLUNTEER_COORDINATOR},
)
EDIT_DELEGATIONS = permission(
    "places.edit_delegations", roles={Role.ADMINISTRATOR, Role.PROJECT_LEAD}
)
EDIT_TERRITORY = permission(
    "places.edit_territory", roles={Role.ADMINISTRATOR, Role.PROJECT_LEAD}
)
EDIT_CALENDAR = permission(
    "places.edit_calendar",
    roles={Role.ADMINISTRATOR, Role.VOLUNTEER_COORDINATOR, Role.PROJECT_LEAD},
)
EDIT_MUNICIPALITY = permission("places.edit_municipality", roles={Role.ADMINISTRATOR})
