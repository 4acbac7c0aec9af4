"""Choices of forms that come from the vocabularies and the town."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from hafen.core.places.queries import DistrictNode
from hafen.core.taxonomy import reference
from hafen.core.taxonomy.models import Vocabulary
from hafen.core.taxonomy.queries import Label, labels

Choice = tuple[str, Any]


def topics(*, language: str, today: date) -> list[Choice]:
    """Return the needs, each domain as a group with its sub-topics."""
    return _grouped(labels(Vocabulary.NEEDS, language=language, today=today))


def target_groups(*, language: str, today: date) -> list[Choice]:
    """Return the target groups, each main group with its sub-groups."""
    return _grouped(labels(Vocabulary.TARGET_GROUPS, language=language, today=today))


def residence(*, language: str, today: date) -> list[Choice]:
    """Return the groups of residence status that conditions name."""
    found = labels(Vocabulary.RESIDENCE, language=language, today=today)
    return [(label.code, label.name) for label in found]


def _grouped(found: Iterable[Label]) -> list[Choice]:
    groups: dict[Any, Choice] = {}
    for label in found:
        if label.parent is None:
            groups[label.term] = (label.name, [(label.code, label.name)])
        elif label.parent in groups:
            groups[label.parent][1].append((label.code, label.name))
    return list(groups.values())


def domains(*, language: str, today: date) -> list[Choice]:
    """Return the domains of the needs alone."""
    found = labels(Vocabulary.NEEDS, language=language, today=today)
    return [(label.code, label.name) for label in found if label.parent is None]


def every_topic(*, language: str, today: date) -> list[Choice]:
    """Return domains and sub-topics in one list."""
    found = labels(Vocabulary.NEEDS, language=language, today=today)
    return [(label.code, label.name) for label in found]


def languages_offered(*, language: str) -> list[Choice]:
    """Return all languages that somebody may speak, named in the reader's."""
    return [
        (tag, entry["names"].get(language) or entry["names"]["de"])
        for tag, entry in reference.languages().items()
    ]


def districts(tree: Iterable[DistrictNode]) -> list[Choice]:
    """Return the districts of a tree, those below another one indented."""
    return [
        (str(node.district.pk), "  " * depth + node.district.name)
        for root in tree
        for node, depth in _walk(root, 0)
    ]


def _walk(node: DistrictNode, depth: int) -> Iterable[tuple[DistrictNode, int]]:
    yield node, depth
    for child in node.children:
        yield from _walk(child, depth + 1)
