from hafen.evidence.reports.queries._beside import Beside, beside, disagreements
from hafen.evidence.reports.queries._measured import (
    UnknownProgramme,
    data_state,
    frame_of,
    measured,
    settings_of,
    shaped,
    tables_of,
)
from hafen.evidence.reports.queries._since import differences, versions
from hafen.evidence.reports.queries._visible import (
    datasets_visible_to,
    open_datasets_of,
    outside_figures_of,
    releases_visible_to,
    share_at,
    shares_visible_to,
)

__all__ = [
    "Beside",
    "UnknownProgramme",
    "beside",
    "data_state",
    "datasets_visible_to",
    "differences",
    "disagreements",
    "frame_of",
    "measured",
    "open_datasets_of",
    "outside_figures_of",
    "releases_visible_to",
    "settings_of",
    "shaped",
    "share_at",
    "shares_visible_to",
    "tables_of",
    "versions",
]
