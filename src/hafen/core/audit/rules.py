from hafen.core.db.permissions import permission
from hafen.core.db.roles import Role

READ_TRAIL = permission(
    "audit.read_trail",
    roles={Role.DATA_PROTECTION_OFFICER, Role.AUDITOR},
    sensitive=True,
)
