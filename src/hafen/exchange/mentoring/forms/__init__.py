from hafen.exchange.mentoring.forms._desk import (
    AssignForm,
    BehalfForm,
    EndForm,
    EntryForm,
    FilterForm,
    HandOverForm,
    ProgrammeForm,
    ReportForm,
    StepsForm,
)
from hafen.exchange.mentoring.forms._guides import (
    GuideFilterForm,
    GuideForm,
)
from hafen.exchange.mentoring.forms._public import ApplyForm, MoodForm

__all__ = [
    "ApplyForm",
    "AssignForm",
    "BehalfForm",
    "EndForm",
    "EntryForm",
    "FilterForm",
    "GuideFilterForm",
    "GuideForm",
    "HandOverForm",
    "MoodForm",
    "ProgrammeForm",
    "ReportForm",
    "StepsForm",
]
