from hafen.casework.cases.tests.conftest import (
    agatha,
    bela,
    case,
    clara,
    household,
    south,
    team,
)

__all__ = ["agatha", "bela", "case", "clara", "household", "south", "team"]
