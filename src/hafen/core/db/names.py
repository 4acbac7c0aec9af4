"""What a name becomes: a key to sort by, and a part of an address."""

import re
import unicodedata

# DIN 5007 sorts "ä" like "a"; addresses spell it out, as people type it.
_SPELLED = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "oe", "ł": "l"}
)
_SLUG_LENGTH = 60


def sort_key(name: str) -> str:
    """Return the key by which lists sort, the same on every database.

    Case, accents, quotation marks and dashes do not count; numbers sort by
    value ("Haus 9" before "Haus 10").
    """
    folded = unicodedata.normalize("NFKD", name.casefold().replace("ß", "ss"))
    letters = "".join(char for char in folded if not unicodedata.combining(char))
    words = re.sub(r"[\W_]+", " ", letters).strip()
    return re.sub(r"\d+", lambda number: number[0].zfill(8), words)[:200]


def spellings(words: str) -> set[str]:
    """Return the keys by which a typed name may be meant: "bruecke" is "Brücke"."""
    key = sort_key(words)
    return {key, re.sub(r"(?<=[aou])e", "", key)} - {""}


def slug_of(name: str) -> str:
    """Return the readable part of an address; it never identifies anything.

    Names without Latin letters give an empty one, and the short id stands alone.
    """
    spelled = unicodedata.normalize("NFKC", name).casefold().translate(_SPELLED)
    plain = unicodedata.normalize("NFKD", spelled)
    ascii_only = plain.encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")
    if len(slug) <= _SLUG_LENGTH:
        return slug
    return slug[:_SLUG_LENGTH].rpartition("-")[0] or slug[:_SLUG_LENGTH]


def address_of(slug: str, short_id: str) -> str:
    """Return the last part of a public address: `<slug>-<short id>`."""
    return f"{slug}-{short_id}" if slug else short_id


def short_id_in(address: str) -> str:
    """Return the short id at the end of an address part, whatever slug it has."""
    return address.rpartition("-")[2]
