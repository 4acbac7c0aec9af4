"""What happens to people, their rights, their access and their teams."""

from hafen.core.accounts.services._access import (
    LINK_LASTS,
    issue_card,
    make_sign_in_link,
    revoke_card,
    send_sign_in_link,
    use_card,
    use_sign_in_link,
)
from hafen.core.accounts.services._demo import (
    NoDemo,
    close_demo,
    create_demo_user,
    demo_code,
    may_sign_in,
)
from hafen.core.accounts.services._factors import (
    end_sessions,
    has_second_factor,
    reset_second_factor,
)
from hafen.core.accounts.services._invitations import (
    INVITATION_LASTS,
    WantedRole,
    invite,
    open_invitation,
    redeem_invitation,
    withdraw_invitation,
)
from hafen.core.accounts.services._leaving import (
    Receiver,
    disable,
    enable,
    leave,
    left_behind,
)
from hafen.core.accounts.services._people import (
    change_language,
    create_user,
    grant_role,
    revoke_role,
)
from hafen.core.accounts.services._sessions import (
    end_other_sessions,
    end_session,
    note_session,
    open_sessions,
)
from hafen.core.accounts.services._single_sign_on import (
    identify,
    remove_provider,
    save_provider,
    service_of,
)
from hafen.core.accounts.services._teams import (
    add_member,
    archive_team,
    end_membership,
    name_deputy,
    record_absence,
    remove_absence,
    remove_deputy,
    save_position,
    save_team,
)
from hafen.core.accounts.services._undertakings import (
    end_undertaking,
    publish_undertaking_text,
    record_undertaking,
    set_role_condition,
)

__all__ = [
    "INVITATION_LASTS",
    "LINK_LASTS",
    "NoDemo",
    "Receiver",
    "WantedRole",
    "add_member",
    "archive_team",
    "change_language",
    "close_demo",
    "create_demo_user",
    "create_user",
    "demo_code",
    "disable",
    "enable",
    "end_membership",
    "end_other_sessions",
    "end_session",
    "end_sessions",
    "end_undertaking",
    "grant_role",
    "has_second_factor",
    "identify",
    "invite",
    "issue_card",
    "leave",
    "left_behind",
    "make_sign_in_link",
    "may_sign_in",
    "name_deputy",
    "note_session",
    "open_invitation",
    "open_sessions",
    "publish_undertaking_text",
    "record_absence",
    "record_undertaking",
    "redeem_invitation",
    "remove_absence",
    "remove_deputy",
    "remove_provider",
    "reset_second_factor",
    "revoke_card",
    "revoke_role",
    "save_position",
    "save_provider",
    "save_team",
    "send_sign_in_link",
    "service_of",
    "set_role_condition",
    "use_card",
    "use_sign_in_link",
    "withdraw_invitation",
]
