from hafen.casework.cases.rules import VIEW_TALLIES
from hafen.core.db.permissions import permission
from hafen.core.db.roles import Role

# This opens the page; a wish is read by who is responsible for the case alone.
NOTE_WISH = permission(
    "returns.note_wish",
    roles={
        Role.SOCIAL_WORKER,
        Role.INTEGRATION_MANAGER,
        Role.PARTNER_CASE_WORKER,
    },
)
# How many were referred: rounded, of quarters that are over, none below five.
VIEW_COUNT = permission("returns.view_count", roles=VIEW_TALLIES.roles)
