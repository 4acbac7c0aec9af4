from hafen.casework.cases.models._access import AccessRefusal
from hafen.casework.cases.models._applications import Application, ApplicationPaper
from hafen.casework.cases.models._cases import (
    Case,
    CaseQuerySet,
    Programme,
    StandIn,
)
from hafen.casework.cases.models._circumstances import (
    BenefitCommunity,
    BenefitMember,
    Circumstance,
)
from hafen.casework.cases.models._consents import MONTHS, MOST_MONTHS, Consent
from hafen.casework.cases.models._contested import (
    MOST_WORDS,
    ContestedPoint,
    ContestedPointQuerySet,
    left_with,
)
from hafen.casework.cases.models._deadlines import ClientPaper, Deadline
from hafen.casework.cases.models._grid import GridEntry, GridMeasure, GridShare
from hafen.casework.cases.models._help import SoughtHelp, SoughtHelpQuerySet
from hafen.casework.cases.models._households import (
    Client,
    Guardian,
    Household,
    KeptOut,
    Membership,
    NameKey,
    declare,
)
from hafen.casework.cases.models._load import Weights, WorkerProfile
from hafen.casework.cases.models._needs import (
    AboutDomain,
    NeedRating,
    NeedTopic,
    Urgency,
)
from hafen.casework.cases.models._notes import (
    Ground,
    Note,
    SecretNote,
    SpecialNote,
)
from hafen.casework.cases.models._plans import (
    AreaOutcome,
    Goal,
    GoalStep,
    IntegrationAgreement,
)

__all__ = [
    "MONTHS",
    "MOST_MONTHS",
    "MOST_WORDS",
    "AboutDomain",
    "AccessRefusal",
    "Application",
    "ApplicationPaper",
    "AreaOutcome",
    "BenefitCommunity",
    "BenefitMember",
    "Case",
    "CaseQuerySet",
    "Circumstance",
    "Client",
    "ClientPaper",
    "Consent",
    "ContestedPoint",
    "ContestedPointQuerySet",
    "Deadline",
    "Goal",
    "GoalStep",
    "GridEntry",
    "GridMeasure",
    "GridShare",
    "Ground",
    "Guardian",
    "Household",
    "IntegrationAgreement",
    "KeptOut",
    "Membership",
    "NameKey",
    "NeedRating",
    "NeedTopic",
    "Note",
    "Programme",
    "SecretNote",
    "SoughtHelp",
    "SoughtHelpQuerySet",
    "SpecialNote",
    "StandIn",
    "Urgency",
    "Weights",
    "WorkerProfile",
    "declare",
    "left_with",
]
