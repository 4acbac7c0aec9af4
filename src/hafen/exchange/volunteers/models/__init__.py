from hafen.exchange.volunteers.models._groups import (
    Group,
    GroupMember,
    Message,
    Receipt,
    StageMove,
    Transition,
)
from hafen.exchange.volunteers.models._people import (
    Talk,
    Volunteer,
    VolunteerQuerySet,
    VolunteerSettings,
)
from hafen.exchange.volunteers.models._places import (
    Acknowledgement,
    DeploymentProfile,
    Partner,
    Place,
)
from hafen.exchange.volunteers.models._proofs import PoliceCertificate, Proof
from hafen.exchange.volunteers.models._referrals import AT_WORK, LIVING, Referral
from hafen.exchange.volunteers.models._shifts import (
    Concern,
    Hours,
    Shift,
    Signup,
    Task,
)
from hafen.exchange.volunteers.models._thanks import Award, Idea, IdeaSupport
from hafen.exchange.volunteers.models._words import NEEDED, Exit, Proven, Stage

__all__ = [
    "AT_WORK",
    "LIVING",
    "NEEDED",
    "Acknowledgement",
    "Award",
    "Concern",
    "DeploymentProfile",
    "Exit",
    "Group",
    "GroupMember",
    "Hours",
    "Idea",
    "IdeaSupport",
    "Message",
    "Partner",
    "Place",
    "PoliceCertificate",
    "Proof",
    "Proven",
    "Receipt",
    "Referral",
    "Shift",
    "Signup",
    "Stage",
    "StageMove",
    "Talk",
    "Task",
    "Transition",
    "Volunteer",
    "VolunteerQuerySet",
    "VolunteerSettings",
]
