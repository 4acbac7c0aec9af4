"""Which way a script runs, and how its letters fold: nothing here is stored."""

# ISO 15924 codes of the scripts that run from right to left.
_RIGHT_TO_LEFT = frozenset({"Adlm", "Arab", "Hebr", "Nkoo", "Rohg", "Syrc", "Thaa"})

# In these the capital of i is İ, and I is the capital of ı.
_DOTLESS = frozenset({"az", "tr"})


def direction_of(script: str) -> str:
    """Return "rtl" or "ltr", as the `dir` of HTML wants it; signs are ltr."""
    return "rtl" if script in _RIGHT_TO_LEFT else "ltr"


def folded(text: str, *, language: str) -> str:
    """Return the text without upper case, by the rules of its language."""
    if language.split("-")[0] in _DOTLESS:
        text = text.replace("İ", "i").replace("I", "ı")
    return text.casefold()
