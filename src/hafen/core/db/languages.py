"""The languages that Django must know before anything is loaded.

The full list with scripts and fallbacks is reference data of `taxonomy`;
here stand the portal languages with complete screens, and what Django's own
table lacks.
"""

from django.conf import locale
from django.utils.translation import get_language

# Screens are complete in these eight.
PORTAL_LANGUAGES = (
    ("de", "German"),
    ("en", "English"),
    ("ar", "Arabic"),
    ("fa", "Persian"),
    ("uk", "Ukrainian"),
    ("ru", "Russian"),
    ("tr", "Turkish"),
    ("fr", "French"),
)

# Written by people who know its rules, for a municipality that offers it.
PLAIN_GERMAN = "de-simple"

RIGHT_TO_LEFT = frozenset({"ar", "fa", "prs", "ps", "ckb", "ur", "aii"})
_COMMAS = {**dict.fromkeys(RIGHT_TO_LEFT, "، "), "am": "፣ ", "ti": "፣ "}

_MISSING = {
    "am": ("Amharic", "አማርኛ"),
    "ckb": ("Central Kurdish", "سۆرانی"),
    PLAIN_GERMAN: ("Easy German", "Leichte Sprache"),
    "kmr": ("Northern Kurdish", "Kurmancî"),
    "prs": ("Dari", "دری"),
    "ps": ("Pashto", "پښتو"),
    "so": ("Somali", "Soomaali"),
    "ti": ("Tigrinya", "ትግርኛ"),
}


# Django knows these; their contents come when a municipality asks for them.
_ON_DEMAND = ("bg", "es", "pl", "ro", "sq", "ur")


def extend_django() -> None:
    """Add the languages that Django's table does not know."""
    for tag, (name, own_name) in _MISSING.items():
        locale.LANG_INFO.setdefault(
            tag,
            {
                "bidi": tag in RIGHT_TO_LEFT,
                "code": tag,
                "name": name,
                "name_local": own_name,
            },
        )


def comma(language: str | None = None) -> str:
    """Return what parts things said in a row.

    :param language: of the row; None: the active one
    """
    return _COMMAS.get(language or get_language() or "", ", ")


def content_languages() -> list[tuple[str, str]]:
    """Return all languages that contents may be written in, by their own names."""
    portal = [tag for tag, _name in PORTAL_LANGUAGES]
    tags = dict.fromkeys((*portal, *_MISSING, *_ON_DEMAND))
    return [(tag, str(locale.LANG_INFO[tag]["name_local"])) for tag in tags]


def own_names() -> list[tuple[str, str]]:
    """Return the languages of the screens, each by its own name."""
    return [
        (tag, str(locale.LANG_INFO[tag]["name_local"]).capitalize())
        for tag, _name in PORTAL_LANGUAGES
    ]
