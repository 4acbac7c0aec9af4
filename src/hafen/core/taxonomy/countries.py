"""The countries of the world by ISO 3166, named as CLDR names them."""

from functools import cache

from babel import Locale, UnknownLocaleError

from hafen.core.db.names import sort_key

# What CLDR lists beside countries: parts of them, unions, and places to test with.
_NONE = frozenset(
    {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}
)


@cache
def countries(language: str) -> tuple[tuple[str, str], ...]:
    """Return code and name of each country, in the order of the names."""
    try:
        locale = Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        locale = Locale("en")
    found = [
        (code, name)
        for code, name in locale.territories.items()
        if code.isalpha() and code not in _NONE
    ]
    return tuple(sorted(found, key=lambda country: (sort_key(country[1]), country[0])))
