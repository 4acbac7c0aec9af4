from hafen.core.db.permissions import permission
from hafen.core.db.roles import Role

USE_IMPORTS = permission("imports.use", roles={Role.EDITOR, Role.ADMINISTRATOR})
