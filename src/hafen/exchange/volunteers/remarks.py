"""What is said about rows of a list, once and shown in any language."""


def _(sentence: str) -> str:
    """Mark a sentence; the mechanism translates it where it is shown."""
    return sentence


NO_NAME = _("The row has no name. Please name the volunteer.")
HAS_LEFT = _("Who has left already is not taken over.")
NOBODY_REACHED = _(
    "Neither an e-mail address nor a telephone number is known. Please ask for one."
)
UNKNOWN_LANGUAGE = _(
    "This language is not known and was left out. Please use its usual name, such as"
    " Arabisch, or its code, such as ar."
)
UNKNOWN_KIND = _(
    "This kind of help is not known; it was taken over as other help. Please check."
)
TIMES_UNREAD = _(
    "These times could not be read and were left out. Please write them like Mo"
    " nachmittags, Mi abends."
)
