"""What is said about rows of a list, once and shown in any language."""


def _(sentence: str) -> str:
    """Mark a sentence; the mechanism translates it where it is shown."""
    return sentence


EMPTY_SHEET = _("Nothing is answered in this row.")
UNKNOWN_ANSWER = _(
    "The question has no such answer; it counts as left out. Please correct the cell"
    " or the question."
)
NO_NUMBER = _("This is no number; it counts as left out.")
