from hafen.voice.surveys.views._asking import enter, interview, interviews, paper
from hafen.voice.surveys.views._inviting import invite, remind
from hafen.voice.surveys.views._results import (
    answers,
    approve,
    codebook,
    compare,
    groups,
    mentions,
    results,
)
from hafen.voice.surveys.views._surveys import (
    add,
    add_wave,
    detail,
    edit,
    edit_wave,
    listing,
    templates,
    wave,
)

__all__ = [
    "add",
    "add_wave",
    "answers",
    "approve",
    "codebook",
    "compare",
    "detail",
    "edit",
    "edit_wave",
    "enter",
    "groups",
    "interview",
    "interviews",
    "invite",
    "listing",
    "mentions",
    "paper",
    "remind",
    "results",
    "templates",
    "wave",
]
