"""Writes of translations: by hand, from a translation office, by a machine."""

from hafen.core.translation.services._glossary import (
    appoint_keeper,
    keep_term,
    remove_term,
)
from hafen.core.translation.services._machines import (
    OverBudget,
    SwitchedOff,
    carry_out,
    order_machine,
)
from hafen.core.translation.services._offices import TakenIn, for_offices, take_in
from hafen.core.translation.writing import (
    OriginalChanged,
    UnknownLanguage,
    original_changed,
    save_translation,
)

__all__ = [
    "OriginalChanged",
    "OverBudget",
    "SwitchedOff",
    "TakenIn",
    "UnknownLanguage",
    "appoint_keeper",
    "carry_out",
    "for_offices",
    "keep_term",
    "order_machine",
    "original_changed",
    "remove_term",
    "save_translation",
    "take_in",
]
