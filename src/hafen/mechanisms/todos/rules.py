from hafen.core.db.permissions import permission
from hafen.core.db.roles import STAFF, Role

SEE_TODAY = permission("todos.see_today", roles={*STAFF, Role.ORGANISATION_EDITOR})
DO_TODO = permission("todos.do_todo", roles={*STAFF, Role.ORGANISATION_EDITOR})
REASSIGN_MANY = permission(
    "todos.reassign_many",
    roles={
        Role.VOLUNTEER_COORDINATOR,
        Role.ADMINISTRATIVE_COORDINATOR,
        Role.ADMINISTRATOR,
        Role.EDITOR,
        Role.INTERPRETER_COORDINATOR,
    },
)
