"""What the room asks: of the desk, and of those who answer."""

from hafen.voice.surveys.forms._answers import (
    AnswerForm,
    PublicAnswerForm,
    face_of,
)
from hafen.voice.surveys.forms._desk import PeriodForm, SurveyForm, WaveForm
from hafen.voice.surveys.forms._entry import EntryForm

__all__ = [
    "AnswerForm",
    "EntryForm",
    "PeriodForm",
    "PublicAnswerForm",
    "SurveyForm",
    "WaveForm",
    "face_of",
]
