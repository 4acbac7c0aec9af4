from hafen.core.db.permissions import permission
from hafen.core.db.roles import Role

VIEW_PROGRESS = permission(
    "translation.view_progress",
    roles={Role.EDITOR, Role.ADMINISTRATOR, Role.INTERPRETER_COORDINATOR},
)
# Sending texts out, taking them in, the glossary, and who does which language.
MANAGE_TRANSLATION = permission(
    "translation.manage", roles={Role.EDITOR, Role.ADMINISTRATOR}
)
