from hafen.core.db.permissions import permission
from hafen.core.db.roles import Role

# This opens the room; a procedure is read by the two who answer for it alone.
PROTECT = permission(
    "childprotection.protect",
    roles={
        Role.SOCIAL_WORKER,
        Role.INTEGRATION_MANAGER,
        Role.PARTNER_CASE_WORKER,
    },
)
