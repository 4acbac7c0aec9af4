"""The forms of the room; each file beside this one holds one side of it."""

from hafen.information.events.forms._desk import (
    DateForm,
    EventForm,
    FilterForm,
    RegistrationForm,
    VisitorsForm,
)
from hafen.information.events.forms._more import (
    AnswerForm,
    CalendarForm,
    CampaignForm,
    GoalForm,
    InviteForm,
    NeedTeamForm,
    PaperForm,
    PlanForm,
    WishForm,
)
from hafen.information.events.forms._public import (
    AskForm,
    JoinForm,
    PublicFilterForm,
    SubmitForm,
)

__all__ = [
    "AnswerForm",
    "AskForm",
    "CalendarForm",
    "CampaignForm",
    "DateForm",
    "EventForm",
    "FilterForm",
    "GoalForm",
    "InviteForm",
    "JoinForm",
    "NeedTeamForm",
    "PaperForm",
    "PlanForm",
    "PublicFilterForm",
    "RegistrationForm",
    "SubmitForm",
    "VisitorsForm",
    "WishForm",
]
