"""What narrows the hits of a search, with how many hits each choice leaves."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hafen.core.taxonomy.queries import Label
from hafen.core.taxonomy.reference import fallback_chain
from hafen.mechanisms.search.normaliser import document_keys, query_terms
from hafen.mechanisms.search.queries import Found, Wanted
from hafen.mechanisms.search.registries import sources
from hafen.web.portal.filters import Choices, language_name, options_html

_LABELS: dict[str, Promise] = {
    "topic": _("Topic"),
    "language": _("Language spoken there"),
    "district": _("District"),
}


@dataclass(frozen=True)
class Narrowing:
    """The selects of the form, and the links to kinds above the hits."""

    fields: list[dict[str, Any]]
    by_kind: list[tuple[str, Any, int]]
    count: int
    is_open: bool


def narrowing(
    wanted: Wanted, district: str, found: Found, choices: Choices, tree: list[Label]
) -> Narrowing:
    """
    Return what can be chosen; a choice that leaves nothing is not offered.

    :param district: the value that was chosen
    """
    options = {
        "topic": _topics(wanted, found, tree),
        "language": _languages(wanted, found),
        "district": _districts(district, found, choices),
    }
    values = {
        "topic": wanted.topic,
        "language": wanted.spoken,
        "district": district,
    }
    return Narrowing(
        fields=[
            {
                "name": name,
                "label": _LABELS[name],
                "options": options_html(offered, values[name]),
            }
            for name, offered in options.items()
            if offered
        ],
        by_kind=_kinds(found),
        count=sum(map(bool, (*values.values(), wanted.open_at))),
        is_open=wanted.open_at is not None,
    )


def _topics(wanted: Wanted, found: Found, tree: list[Label]) -> dict[str, str]:
    return {
        label.code: f"{label.short} ({found.topics.get(label.code, 0)})"
        for label in tree
        if label.code in found.topics or label.code == wanted.topic
    }


def _languages(wanted: Wanted, found: Found) -> dict[str, str]:
    counts = dict(found.languages)
    if wanted.spoken:
        counts.setdefault(wanted.spoken, 0)
    return {
        tag: f"{language_name(tag, wanted.language)} ({number})"
        for tag, number in sorted(counts.items())
    }


def _districts(chosen: str, found: Found, choices: Choices) -> dict[str, str]:
    """Return districts that hold a hit, or that hold one that does."""
    offered = {}
    for key, name in choices.options["district"].items():
        below = [str(each) for each in choices.below.get(key, ())]
        number = found.districts.get(key)
        if number and len(below) == 1:
            offered[key] = f"{name} ({number})"
        elif key == chosen or any(each in found.districts for each in below):
            offered[key] = name
    return offered


def _kinds(found: Found) -> list[tuple[str, Any, int]]:
    if len(found.kinds) < 2:
        return []
    return [
        (source.kind, source.label, found.kinds[source.kind])
        for source in sources
        if source.kind in found.kinds
    ]


def topic_named(text: str, language: str, tree: tuple[Label, ...]) -> str:
    """Return the code of the domain that the words name; empty for none."""
    terms = query_terms(text, fallback_chain(language))
    if not terms:
        return ""
    for code, keys in _keys(tree):
        if any(term.found_in(keys) for term in terms):
            return code
    return ""


@lru_cache(maxsize=32)
def _keys(tree: tuple[Label, ...]) -> list[tuple[str, set[str]]]:
    """Return the search keys of the names of each domain and its topics."""
    return [
        (
            domain.code,
            {
                key
                for label in (domain, *domain.children)
                for word in (label.name, label.short, *label.synonyms)
                for _position, key in document_keys(word, label.language)
            },
        )
        for domain in tree
    ]
