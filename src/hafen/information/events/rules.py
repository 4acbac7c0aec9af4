from hafen.core.db.permissions import permission
from hafen.core.db.roles import STAFF, Role

VIEW_EVENT = permission("events.view_event", roles={*STAFF, Role.ORGANISATION_EDITOR})
# An organisation's own editor edits its events only: `queries.events_editable_by`.
EDIT_EVENT = permission(
    "events.edit_event",
    roles={
        Role.EDITOR,
        Role.ADMINISTRATOR,
        Role.VOLUNTEER_COORDINATOR,
        Role.ADMINISTRATIVE_COORDINATOR,
        Role.ORGANISATION_EDITOR,
    },
)
EDIT_EVERY_EVENT = permission(
    "events.edit_every_event",
    roles={
        Role.EDITOR,
        Role.ADMINISTRATOR,
        Role.VOLUNTEER_COORDINATOR,
        Role.ADMINISTRATIVE_COORDINATOR,
    },
)
PUBLISH_EVENT = permission(
    "events.publish_event",
    roles={
        Role.EDITOR,
        Role.ADMINISTRATOR,
        Role.VOLUNTEER_COORDINATOR,
        Role.ADMINISTRATIVE_COORDINATOR,
    },
)
# Foreign calendars, goals, campaigns, and which team sees to what.
RUN_CALENDAR = permission(
    "events.run_calendar", roles={Role.EDITOR, Role.ADMINISTRATOR}
)
WISH_FOR_EVENT = permission(
    "events.wish_for_event",
    roles={
        *STAFF,
        Role.ORGANISATION_EDITOR,
        Role.VOLUNTEER,
        Role.MENTOR,
        Role.INTEGRATION_GUIDE,
    },
)
