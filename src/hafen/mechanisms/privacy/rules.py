from hafen.core.db.permissions import permission
from hafen.core.db.roles import STAFF, Role

READ_PRIVACY = permission(
    "privacy.read",
    roles={
        Role.ADMINISTRATOR,
        Role.DATA_PROTECTION_OFFICER,
        Role.AUDITOR,
        Role.SYSTEM_ADMINISTRATOR,
    },
)
# Who answers people that ask for their data or for erasure; both hold it, so
# that there are two for the four eyes.
HANDLE_RIGHTS = permission(
    "privacy.handle_rights",
    roles={Role.ADMINISTRATOR, Role.DATA_PROTECTION_OFFICER},
    sensitive=True,
)
# Who releases files for deletion: one of both is the data protection officer, the
# other answers for the unit. They read figures; the officer alone reads rows.
RELEASE_DELETION = permission(
    "privacy.release_deletion",
    roles={Role.ADMINISTRATOR, Role.DATA_PROTECTION_OFFICER, Role.PROJECT_LEAD},
    sensitive=True,
)
# Who keeps something beyond its period, and sets periods.
DECIDE_KEEPING = permission(
    "privacy.decide_keeping",
    roles={Role.ADMINISTRATOR, Role.DATA_PROTECTION_OFFICER},
    sensitive=True,
)
CONFIRM_DECISION = permission(
    "privacy.confirm_decision",
    roles={Role.ADMINISTRATOR, Role.DATA_PROTECTION_OFFICER},
)
# Who writes what people are told at the first talk (Art. 13 DSGVO), and who prints it.
EDIT_NOTICE = permission(
    "privacy.edit_notice", roles={Role.ADMINISTRATOR, Role.DATA_PROTECTION_OFFICER}
)
PRINT_NOTICE = permission(
    "privacy.print_notice", roles={*STAFF, Role.PARTNER_CASE_WORKER}
)
