"""The verbs of the room; each file beside this one holds one subject."""

from hafen.voice.surveys.services._answering import (
    answer,
    answer_invitation,
    keep_sheet,
    mix,
    remove,
    replace,
)
from hafen.voice.surveys.services._building import (
    SurveyData,
    WaveData,
    change_survey,
    change_wave,
    create_from,
    create_survey,
    plan_wave,
)
from hafen.voice.surveys.services._coding import code, quote, take_quote_back, uncode
from hafen.voice.surveys.services._errors import (
    AlreadyAnswered,
    AlreadyOver,
    NameTaken,
    NothingAnswered,
    NotOpen,
    NotOver,
)
from hafen.voice.surveys.services._inviting import (
    Guest,
    address_of,
    invite,
    remind,
)
from hafen.voice.surveys.services._keeping import approve_report, thin_out

__all__ = [
    "AlreadyAnswered",
    "AlreadyOver",
    "Guest",
    "NameTaken",
    "NotOpen",
    "NotOver",
    "NothingAnswered",
    "SurveyData",
    "WaveData",
    "address_of",
    "answer",
    "answer_invitation",
    "approve_report",
    "change_survey",
    "change_wave",
    "code",
    "create_from",
    "create_survey",
    "invite",
    "keep_sheet",
    "mix",
    "plan_wave",
    "quote",
    "remind",
    "remove",
    "replace",
    "take_quote_back",
    "thin_out",
    "uncode",
]
