from hafen.casework.cases.tests.conftest import (
    add,
    agatha,
    bela,
    case,
    clara,
    emil,
    household,
    north,
    south,
    team,
)
from hafen.casework.consultations.tests.stage import came, desk, office

__all__ = [
    "add",
    "agatha",
    "bela",
    "came",
    "case",
    "clara",
    "desk",
    "emil",
    "household",
    "north",
    "office",
    "south",
    "team",
]
