"""What is said about rows of a list, once and shown in any language."""


def _(sentence: str) -> str:
    """Mark a sentence; the mechanism translates it where it is shown."""
    return sentence


NO_NAME = _("The row has no name. Please name the interpreter.")
NO_LANGUAGE = _("The row has no language that is known. Please add one.")
UNKNOWN_LANGUAGE = _(
    "This language is not known and was left out. Please use its usual name, such as"
    " Arabisch, or its code, such as ar."
)
