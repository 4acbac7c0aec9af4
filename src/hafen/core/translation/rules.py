from hafen.core.db.permissions import permission
from hafen.core.db.roles import Role

VIEW_PROGRESS = permission(
    "translation.view_progress",
    roles={Role.EDITOR, Role.ADMINISTRATOR, Role.INTERPRETER_COORDINATOR},
)
