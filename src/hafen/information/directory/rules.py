from hafen.core.db.permissions import permission
from hafen.core.db.roles import STAFF, Role

VIEW_SERVICE = permission(
    "directory.view_service", roles={*STAFF, Role.ORGANISATION_EDITOR}
)
# An organisation's own editor edits its entries only: `queries.editable_by`.
EDIT_SERVICE = permission(
    "directory.edit_service",
    roles={
        Role.EDITOR,
        Role.ADMINISTRATOR,
        Role.VOLUNTEER_COORDINATOR,
        Role.ORGANISATION_EDITOR,
    },
)
EDIT_EVERY_SERVICE = permission(
    "directory.edit_every_service",
    roles={Role.EDITOR, Role.ADMINISTRATOR, Role.VOLUNTEER_COORDINATOR},
)
PUBLISH_SERVICE = permission(
    "directory.publish_service",
    roles={Role.EDITOR, Role.ADMINISTRATOR, Role.VOLUNTEER_COORDINATOR},
)
EXPORT_SERVICE = permission("directory.export_service", roles=STAFF)
