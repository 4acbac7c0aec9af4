from hafen.core.db.permissions import permission
from hafen.core.db.roles import STAFF, Role

_DESK = {
    Role.VOLUNTEER_COORDINATOR,
    Role.ADMINISTRATIVE_COORDINATOR,
    Role.SOCIAL_WORKER,
    Role.INTEGRATION_MANAGER,
    Role.COMMISSIONER,
}
_LEAD = {
    Role.VOLUNTEER_COORDINATOR,
    Role.ADMINISTRATIVE_COORDINATOR,
    Role.COMMISSIONER,
}

# Complaints, and what is addressed to one person, are narrower still:
# `queries.inquiries_visible_to`.
VIEW_INQUIRY = permission("inquiries.view_inquiry", roles=_DESK)
WORK_ON_INQUIRY = permission("inquiries.work_on_inquiry", roles=_DESK)
# Whoever takes a call may note it, and reads no more than that.
NOTE_INQUIRY = permission(
    "inquiries.note_inquiry",
    roles={
        *_DESK,
        Role.INTERN,
        Role.CARETAKER,
        Role.ACCOMMODATION_MANAGER,
        Role.HOUSING_AGENT,
        Role.PROJECT_LEAD,
        Role.INTERPRETER_COORDINATOR,
    },
)
HANDLE_COMPLAINT = permission("inquiries.handle_complaint", roles=_LEAD)
MERGE_INQUIRY = permission("inquiries.merge_inquiry", roles=_LEAD)
EXPORT_INQUIRY = permission("inquiries.export_inquiry", roles={*_LEAD, Role.STEERING})
VIEW_FIGURES = permission("inquiries.view_figures", roles={*_LEAD, Role.STEERING})
MANAGE_CONTACT_POINT = permission(
    "inquiries.manage_contact_point",
    roles={
        Role.VOLUNTEER_COORDINATOR,
        Role.ADMINISTRATIVE_COORDINATOR,
        Role.ADMINISTRATOR,
    },
)
# What was released to the other side of a complaint: theirs alone.
READ_SUMMARY = permission(
    "inquiries.read_summary", roles={*STAFF, Role.ORGANISATION_EDITOR}
)
