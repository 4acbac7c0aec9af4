"""Streets and house numbers, as people write them."""

import re
import unicodedata

_NUMBER = re.compile(r"^\s*(\d{1,4})")
_ADDRESS = re.compile(
    r"^(?P<street>.*\S)\s+(?P<number>\d{1,4}\s?[a-zA-Z]?)"
    r"(\s*[-–/]\s*\d+\s?[a-zA-Z]?)?$"
)


def street_key(street: str) -> str:
    """Return what is equal for all spellings of a street.

    >>> street_key("Brackeler Str.") == street_key("BRACKELER STRASSE")
    True
    """
    folded = unicodedata.normalize("NFKD", street.casefold().replace("ß", "ss"))
    plain = "".join(char for char in folded if not unicodedata.combining(char))
    letters = re.sub(r"[\W_]+", " ", plain).strip()
    spelled = re.sub(r"str(asse|\b)", "str", letters)
    for spelling, one in (("ae", "a"), ("oe", "o"), ("ue", "u")):
        spelled = spelled.replace(spelling, one)
    return spelled.replace(" ", "")[:120]


def house_number(text: str) -> int | None:
    """Return the number in "144 a"; None without one."""
    found = _NUMBER.match(text)
    return int(found[1]) if found else None


def split_address(text: str) -> tuple[str, str]:
    """Return street and house number of a line; the number may be empty.

    >>> split_address("Brackeler Hellweg 144, 44309 Dortmund")
    ('Brackeler Hellweg', '144')
    """
    line = text.partition(",")[0].strip()
    found = _ADDRESS.match(line)
    return (found["street"], found["number"]) if found else (line, "")
