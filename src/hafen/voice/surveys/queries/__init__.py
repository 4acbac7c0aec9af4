"""The reads of the room; each file beside this one holds one subject."""

from hafen.voice.surveys.queries._guests import Standing, people_met, standing_of
from hafen.voice.surveys.queries._mentions import (
    categories_of,
    languages_told,
    open_answers_visible_to,
    quotes_of,
    responses_visible_to,
    same_answers,
)
from hafen.voice.surveys.queries._results import (
    compared_groups,
    compared_waves,
    figures_of,
    results_of,
)
from hafen.voice.surveys.queries._shapes import FEW, SMALL, SOUND, Results
from hafen.voice.surveys.queries._visible import (
    groups_of,
    invitation_of,
    is_begun,
    questionnaires_editable_by,
    surveys_visible_to,
    wave_at,
    waves_of,
    waves_to_ask,
    waves_told,
    waves_visible_to,
)

__all__ = [
    "FEW",
    "SMALL",
    "SOUND",
    "Results",
    "Standing",
    "categories_of",
    "compared_groups",
    "compared_waves",
    "figures_of",
    "groups_of",
    "invitation_of",
    "is_begun",
    "languages_told",
    "open_answers_visible_to",
    "people_met",
    "questionnaires_editable_by",
    "quotes_of",
    "responses_visible_to",
    "results_of",
    "same_answers",
    "standing_of",
    "surveys_visible_to",
    "wave_at",
    "waves_of",
    "waves_to_ask",
    "waves_told",
    "waves_visible_to",
]
