from hafen.core.db.permissions import permission
from hafen.core.db.roles import Role

# Which lists somebody may bring in, says each importer besides.
USE_IMPORTS = permission(
    "imports.use",
    roles={
        Role.EDITOR,
        Role.ADMINISTRATOR,
        Role.VOLUNTEER_COORDINATOR,
        Role.INTERPRETER_COORDINATOR,
        Role.ADMINISTRATIVE_COORDINATOR,
    },
)
