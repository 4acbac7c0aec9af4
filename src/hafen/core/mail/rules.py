from hafen.core.db.permissions import permission
from hafen.core.db.roles import Role

VIEW_OUTBOX = permission(
    "mail.view_outbox", roles={Role.ADMINISTRATOR, Role.SYSTEM_ADMINISTRATOR}
)
TRY_AGAIN = permission(
    "mail.try_again", roles={Role.ADMINISTRATOR, Role.SYSTEM_ADMINISTRATOR}
)
# Whoever does this reads names, addresses and the words to say; so an administrator
# of the municipality, who has accounts and no people, does not.
CARRY_NOTICES = permission(
    "mail.carry_notices",
    roles={
        Role.ADMINISTRATIVE_COORDINATOR,
        Role.VOLUNTEER_COORDINATOR,
        Role.INTERPRETER_COORDINATOR,
    },
)
