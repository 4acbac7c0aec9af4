from hafen.core.db.permissions import permission
from hafen.core.db.roles import Role

EDIT_QUESTIONS = permission(
    "questions.edit_questions",
    roles={
        Role.EDITOR,
        Role.ADMINISTRATOR,
        Role.VOLUNTEER_COORDINATOR,
        Role.ADMINISTRATIVE_COORDINATOR,
        Role.ORGANISATION_EDITOR,
        Role.PROJECT_LEAD,
    },
)
