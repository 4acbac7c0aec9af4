"""People of a municipality: who they are, what they may, with whom they work."""

from hafen.core.accounts.models._access import (
    AddressChange,
    AddressChangeQuerySet,
    Invitation,
    InvitationQuerySet,
    InvitedRole,
    OpenSession,
    SignInCard,
    SignInLink,
)
from hafen.core.accounts.models._people import (
    UNDERTAKING_BY_DEFAULT,
    GroupMembership,
    RoleAssignment,
    User,
)
from hafen.core.accounts.models._single_sign_on import (
    LinkedIdentity,
    SignInProvider,
)
from hafen.core.accounts.models._teams import (
    Absence,
    Deputy,
    Position,
    PositionTask,
    Team,
    TeamMembership,
    TeamSite,
)
from hafen.core.accounts.models._undertakings import (
    ConfidentialityUndertaking,
    RoleCondition,
    UndertakingQuerySet,
    UndertakingText,
)

__all__ = [
    "UNDERTAKING_BY_DEFAULT",
    "Absence",
    "AddressChange",
    "AddressChangeQuerySet",
    "ConfidentialityUndertaking",
    "Deputy",
    "GroupMembership",
    "Invitation",
    "InvitationQuerySet",
    "InvitedRole",
    "LinkedIdentity",
    "OpenSession",
    "Position",
    "PositionTask",
    "RoleAssignment",
    "RoleCondition",
    "SignInCard",
    "SignInLink",
    "SignInProvider",
    "Team",
    "TeamMembership",
    "TeamSite",
    "UndertakingQuerySet",
    "UndertakingText",
    "User",
]
