"""The catalogue of offers, in the words of HSDS 3.0.

What the public reads stands here and is free of personal data: numbers and
addresses are those of a function, and named people are `ServicePerson`.
"""

from hafen.information.directory.models._access import (
    CostOption,
    RequiredDocument,
    ServiceEmail,
    ServiceLanguage,
    ServicePerson,
    ServicePhone,
)
from hafen.information.directory.models._editions import Edition, EditionEntry
from hafen.information.directory.models._gaps import Gap, GapAnswer, GapQuerySet
from hafen.information.directory.models._people import (
    Condition,
    Course,
    Level,
    Progress,
    VisitCount,
)
from hafen.information.directory.models._places import (
    AccessFeature,
    Location,
    ServiceAtLocation,
)
from hafen.information.directory.models._services import (
    TEXT_FIELDS,
    Service,
    ServiceQuerySet,
    ServiceTargetGroup,
    ServiceTopic,
    ServiceTranslation,
)
from hafen.information.directory.models._times import (
    Schedule,
    ScheduleException,
    ServiceOpening,
)
from hafen.information.directory.models._upkeep import (
    PreparationStep,
    Proposal,
    Review,
    ReviewedService,
)

__all__ = [
    "TEXT_FIELDS",
    "AccessFeature",
    "Condition",
    "CostOption",
    "Course",
    "Edition",
    "EditionEntry",
    "Gap",
    "GapAnswer",
    "GapQuerySet",
    "Level",
    "Location",
    "PreparationStep",
    "Progress",
    "Proposal",
    "RequiredDocument",
    "Review",
    "ReviewedService",
    "Schedule",
    "ScheduleException",
    "Service",
    "ServiceAtLocation",
    "ServiceEmail",
    "ServiceLanguage",
    "ServiceOpening",
    "ServicePerson",
    "ServicePhone",
    "ServiceQuerySet",
    "ServiceTargetGroup",
    "ServiceTopic",
    "ServiceTranslation",
    "VisitCount",
]
