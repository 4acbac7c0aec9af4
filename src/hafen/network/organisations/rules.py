from hafen.core.db.permissions import permission
from hafen.core.db.roles import STAFF, Role

VIEW_ORGANISATION = permission(
    "organisations.view_organisation", roles={*STAFF, Role.ORGANISATION_EDITOR}
)
# An organisation's own editor edits that one only: `queries.editable_by`.
EDIT_ORGANISATION = permission(
    "organisations.edit_organisation",
    roles={
        Role.EDITOR,
        Role.ADMINISTRATOR,
        Role.VOLUNTEER_COORDINATOR,
        Role.ORGANISATION_EDITOR,
    },
)
EDIT_EVERY_ORGANISATION = permission(
    "organisations.edit_every_organisation",
    roles={Role.EDITOR, Role.ADMINISTRATOR, Role.VOLUNTEER_COORDINATOR},
)
PUBLISH_ORGANISATION = permission(
    "organisations.publish_organisation", roles={Role.EDITOR, Role.ADMINISTRATOR}
)
APPOINT_EDITOR = permission(
    "organisations.appoint_editor", roles={Role.EDITOR, Role.ADMINISTRATOR}
)
VIEW_CONTACT_PERSON = permission(
    "organisations.view_contact_person", roles={*STAFF, Role.ORGANISATION_EDITOR}
)
# Agreements and how close one works together are no business of the partners.
VIEW_COOPERATION = permission("organisations.view_cooperation", roles=STAFF)
EDIT_COOPERATION = permission(
    "organisations.edit_cooperation",
    roles={
        Role.VOLUNTEER_COORDINATOR,
        Role.INTEGRATION_MANAGER,
        Role.PROJECT_LEAD,
        Role.ADMINISTRATIVE_COORDINATOR,
        Role.STEERING,
        Role.COMMISSIONER,
        Role.EDITOR,
        Role.ADMINISTRATOR,
    },
)
