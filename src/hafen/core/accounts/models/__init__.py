"""People of a municipality: who they are, what they may, with whom they work."""

from hafen.core.accounts.models._access import (
    Invitation,
    InvitedRole,
    SignInCard,
    SignInLink,
)
from hafen.core.accounts.models._people import RoleAssignment, User
from hafen.core.accounts.models._teams import (
    Absence,
    Deputy,
    Position,
    PositionTask,
    Team,
    TeamMembership,
)
from hafen.core.accounts.models._undertakings import (
    ConfidentialityUndertaking,
    RoleCondition,
    UndertakingText,
)

__all__ = [
    "Absence",
    "ConfidentialityUndertaking",
    "Deputy",
    "Invitation",
    "InvitedRole",
    "Position",
    "PositionTask",
    "RoleAssignment",
    "RoleCondition",
    "SignInCard",
    "SignInLink",
    "Team",
    "TeamMembership",
    "UndertakingText",
    "User",
]
