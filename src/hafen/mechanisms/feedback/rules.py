from hafen.core.db.permissions import permission
from hafen.core.db.roles import Role

VIEW_FEEDBACK = permission(
    "feedback.view_feedback",
    roles={Role.EDITOR, Role.ADMINISTRATIVE_COORDINATOR, Role.ADMINISTRATOR},
)
HANDLE_FEEDBACK = permission(
    "feedback.handle_feedback",
    roles={Role.EDITOR, Role.ADMINISTRATIVE_COORDINATOR, Role.ADMINISTRATOR},
)
