from hafen.core.db.permissions import permission
from hafen.core.db.roles import Role

VIEW_VOCABULARIES = permission(
    "taxonomy.view_vocabularies",
    roles={
        Role.ADMINISTRATOR,
        Role.EDITOR,
        Role.ORGANISATION_EDITOR,
        Role.ADMINISTRATIVE_COORDINATOR,
        Role.INTEGRATION_MANAGER,
        Role.INTERPRETER_COORDINATOR,
        Role.VOLUNTEER_COORDINATOR,
        Role.DATA_PROTECTION_OFFICER,
    },
)
