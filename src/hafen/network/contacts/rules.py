from hafen.core.db.permissions import permission
from hafen.core.db.roles import Role

_CONTACT_POINT = {
    Role.VOLUNTEER_COORDINATOR,
    Role.SOCIAL_WORKER,
    Role.INTEGRATION_MANAGER,
    Role.ACCOMMODATION_MANAGER,
    Role.CARETAKER,
    Role.HOUSING_AGENT,
    Role.LABOUR_COORDINATOR,
    Role.DONATION_DESK,
    Role.PROJECT_LEAD,
    Role.ADMINISTRATIVE_COORDINATOR,
    Role.COMMISSIONER,
    Role.INTERN,
    Role.EDITOR,
    Role.INTERPRETER_COORDINATOR,
}
RECORD_CONTACT = permission("contacts.record_contact", roles=_CONTACT_POINT)
VIEW_CONTACT = permission(
    "contacts.view_contact", roles={*_CONTACT_POINT, Role.STEERING}
)
EXPORT_CONTACT = permission(
    "contacts.export_contact",
    roles={
        Role.VOLUNTEER_COORDINATOR,
        Role.SOCIAL_WORKER,
        Role.INTEGRATION_MANAGER,
        Role.PROJECT_LEAD,
        Role.ADMINISTRATIVE_COORDINATOR,
        Role.COMMISSIONER,
        Role.STEERING,
    },
)
# Whoever leads the office says which tasks it reports on, and estimates.
MANAGE_CONTACT = permission(
    "contacts.manage_contact",
    roles={
        Role.VOLUNTEER_COORDINATOR,
        Role.PROJECT_LEAD,
        Role.ADMINISTRATIVE_COORDINATOR,
        Role.STEERING,
    },
)
