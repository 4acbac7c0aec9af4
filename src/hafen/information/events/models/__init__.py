"""The rows of events; each file beside this one holds one subject."""

from hafen.information.events.models._events import (
    PUBLIC,
    Campaign,
    Event,
    EventPartner,
    EventQuerySet,
    EventTopic,
    EventTranslation,
    Submitter,
)
from hafen.information.events.models._people import (
    EventAnswer,
    Invitation,
    NeedKind,
    NeedTeam,
    ParticipantNeed,
    VisitorQuestion,
)
from hafen.information.events.models._plans import (
    CadenceGoal,
    EventFile,
    ForeignCalendar,
    ImportedEvent,
    PlanEntry,
    Wish,
)
from hafen.information.events.models._times import (
    DateChange,
    EventDate,
    EventDateQuerySet,
)

__all__ = [
    "PUBLIC",
    "CadenceGoal",
    "Campaign",
    "DateChange",
    "Event",
    "EventAnswer",
    "EventDate",
    "EventDateQuerySet",
    "EventFile",
    "EventPartner",
    "EventQuerySet",
    "EventTopic",
    "EventTranslation",
    "ForeignCalendar",
    "ImportedEvent",
    "Invitation",
    "NeedKind",
    "NeedTeam",
    "ParticipantNeed",
    "PlanEntry",
    "Submitter",
    "VisitorQuestion",
    "Wish",
]
