from hafen.casework.childprotection.views._begin import begin, describe, hand_on
from hafen.casework.childprotection.views._procedure import (
    procedure,
    procedure_step,
    procedures,
    sheet,
)

__all__ = [
    "begin",
    "describe",
    "hand_on",
    "procedure",
    "procedure_step",
    "procedures",
    "sheet",
]
