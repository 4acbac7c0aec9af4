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
# What is missing: whoever works at a desk reports it; partners are told of what
# was released to them, as numbers.
REPORT_GAP = permission("directory.report_gap", roles=STAFF)
RELEASE_GAP = permission(
    "directory.release_gap",
    roles={
        Role.EDITOR,
        Role.ADMINISTRATOR,
        Role.INTEGRATION_MANAGER,
        Role.ADMINISTRATIVE_COORDINATOR,
        Role.VOLUNTEER_COORDINATOR,
    },
)
VIEW_BULLETIN = permission(
    "directory.view_bulletin", roles={*STAFF, Role.ORGANISATION_EDITOR}
)
EXPORT_SERVICE = permission("directory.export_service", roles=STAFF)
