"""The reference data that Hafen ships: read from its files, once per process.

What must be known without a database (the direction of a page, what is shown
where a translation is missing) is answered from here.
"""

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils import translation

from hafen.core.db.languages import PORTAL_LANGUAGES
from hafen.core.taxonomy.scripts import direction_of

DATA = Path(__file__).parent / "data"
VOCABULARIES = (
    "needs", "target_groups", "legal_areas", "residence", "residence_titles", "board",
)  # fmt: skip

# The last resort of every chain: contents are written in German first.
SOURCE_LANGUAGE = "de"


def read(name: str) -> dict[str, Any]:
    """Return the contents of a file of reference data."""
    with (DATA / f"{name}.yaml").open(encoding="utf-8") as file:
        # The C reader is twenty times faster and knows no tags either.
        loaded: dict[str, Any] = yaml.load(file, Loader=yaml.CSafeLoader)
    return loaded


@cache
def languages() -> dict[str, dict[str, Any]]:
    """Return the shipped languages by their tags, in the order of their list."""
    return {entry["tag"]: entry for entry in read("languages")["languages"]}


def is_language(tag: str) -> bool:
    return tag in languages()


def direction(tag: str) -> str:
    """Return the direction of a language; "ltr" for one that Hafen lacks."""
    entry = languages().get(tag)
    return direction_of(entry["script"]) if entry else "ltr"


def own_name(tag: str) -> str:
    """Return what a language calls itself; the tag for one that Hafen lacks."""
    entry = languages().get(tag)
    return str(entry["own_name"]) if entry else tag


def names_in(language: str) -> dict[str, str]:
    """Return what the languages are called in a portal language, by their tags."""
    return {
        tag: entry["names"].get(language) or entry["names"][SOURCE_LANGUAGE]
        for tag, entry in languages().items()
    }


@cache
def fallback_chain(tag: str, *, source: str = SOURCE_LANGUAGE) -> tuple[str, ...]:
    """Return the languages to look for a text in, the wanted one first.

    :param source: the language the text was written in; it ends the chain
    """
    entry = languages().get(tag)
    between = entry["fallbacks"] if entry else ()
    return tuple(dict.fromkeys((tag, *between, source)))


@cache
def screen_language(tag: str) -> str:
    """Return the language of headings and buttons for a reader: the reader's own,
    or the next best that has all sentences of Hafen.
    """
    complete = dict(PORTAL_LANGUAGES)
    return next(each for each in fallback_chain(tag) if each in complete)


def words_in(language: str) -> translation.override:
    """Give our sentences, days and hours in the language of a reader.

    For mails, letters and papers: in the next best language where Hafen lacks the
    sentences of this one.
    """
    return translation.override(screen_language(language))


@cache
def _pictograms() -> dict[str, str]:
    return {entry["code"]: entry["pictogram"] for entry in read("needs")["terms"]}


def pictogram(domain: str) -> str:
    """Return the icon of a needs domain; empty for a code that Hafen lacks."""
    return _pictograms().get(domain, "")
