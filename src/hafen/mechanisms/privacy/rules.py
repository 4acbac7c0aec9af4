from hafen.core.db.permissions import permission
from hafen.core.db.roles import Role

READ_PRIVACY = permission(
    "privacy.read",
    roles={
        Role.ADMINISTRATOR,
        Role.DATA_PROTECTION_OFFICER,
        Role.AUDITOR,
        Role.SYSTEM_ADMINISTRATOR,
    },
)
CONFIRM_DECISION = permission(
    "privacy.confirm_decision",
    roles={Role.ADMINISTRATOR, Role.DATA_PROTECTION_OFFICER},
)
