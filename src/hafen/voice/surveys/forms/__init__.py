"""What the room asks: of the desk, and of those who answer."""

from hafen.voice.surveys.forms._answers import (
    AnswerForm,
    PublicAnswerForm,
    face_of,
)
from hafen.voice.surveys.forms._assessing import (
    AssessmentForm,
    ContributionForm,
    PartnerForm,
)
from hafen.voice.surveys.forms._conferring import (
    AssignForm,
    CollectForm,
    ConferenceForm,
    OutcomeForm,
    SayForm,
    SortForm,
    said_in_line,
)
from hafen.voice.surveys.forms._desk import PeriodForm, SurveyForm, WaveForm
from hafen.voice.surveys.forms._entry import EntryForm
from hafen.voice.surveys.forms._occasions import AfterForm

__all__ = [
    "AfterForm",
    "AnswerForm",
    "AssessmentForm",
    "AssignForm",
    "CollectForm",
    "ConferenceForm",
    "ContributionForm",
    "EntryForm",
    "OutcomeForm",
    "PartnerForm",
    "PeriodForm",
    "PublicAnswerForm",
    "SayForm",
    "SortForm",
    "SurveyForm",
    "WaveForm",
    "face_of",
    "said_in_line",
]
