"""The parts of which a written concept is made; the rooms above say theirs."""

from dataclasses import dataclass
from typing import Any

from hafen.core.db.registry import Registry
from hafen.information.knowledge.models import ConceptDraft


@dataclass(frozen=True)
class Part:
    """A part of a concept.

    :param heading: what stands above it, in the language of the reader
    :param is_needed: whether the concept is incomplete without it
    """

    name: str
    heading: Any
    is_needed: bool = True


@dataclass(frozen=True)
class Outline:
    """What a concept of one kind is made of, in this order."""

    name: str
    parts: tuple[Part, ...]

    @property
    def needs(self) -> list[str]:
        return [part.name for part in self.parts if part.is_needed]


outlines: Registry[Outline] = Registry(key=lambda outline: outline.name)


def outline_of(draft: ConceptDraft) -> Outline:
    """Return the outline of a draft; where its room is gone, its words still stand."""
    if draft.outline in outlines:
        return outlines[draft.outline]
    return Outline(draft.outline, tuple(Part(name, name) for name in draft.parts))


def written(draft: ConceptDraft) -> list[tuple[str, str]]:
    """Return the parts that have words, each with its heading."""
    return [
        (str(part.heading), draft.parts[part.name])
        for part in outline_of(draft).parts
        if draft.parts.get(part.name)
    ]


def missing(draft: ConceptDraft) -> list[str]:
    """Return the headings of the parts that are needed and not written yet."""
    names = draft.missing
    parts = outline_of(draft).parts
    return [str(part.heading) for part in parts if part.name in names]
