"""What can be found: each room says how its public objects become documents."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from hafen.core.db.registry import Registry
from hafen.core.places.features import is_on
from hafen.core.places.models import Municipality


@dataclass(frozen=True)
class Text:
    """What an object says in one language.

    :param keywords: words that mean the object without standing in its text,
        names of topics and organisations among them
    :param snippet: one sentence for the list of hits
    """

    title: str
    keywords: tuple[str, ...] = ()
    text: str = ""
    snippet: str = ""


@dataclass(frozen=True)
class Draft:
    """One public object on its way into the search.

    :param address: its page, below /<municipality>/<language>/
    :param texts: by language, those that really exist
    :param source_language: the language that is always there
    :param names: words for it in languages of readers, translated or not: names
        of its topics above all
    :param topics: codes of topics; a code with a point is found by its domain too
    :param languages: tags of the languages that it is given in
    """

    object_id: UUID
    address: str
    texts: Mapping[str, Text]
    source_language: str
    changed_at: datetime
    topics: tuple[str, ...] = ()
    districts: tuple[UUID, ...] = ()
    languages: tuple[str, ...] = ()
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    facets: Mapping[str, Any] = field(default_factory=dict)


OpenAmong = Callable[[Municipality, Collection[UUID], datetime], Collection[UUID]]


@dataclass(frozen=True)
class Source:
    """A room's objects of one kind.

    :param label: what the kind is called in the list of hits (lazy)
    :param feature: the switch of the municipality that hides the kind
    :param drafts: gives the drafts of what is public now, of all objects of a
        municipality or of those with the given keys
    :param open_among: gives those of some objects that are open at an instant;
        None where none ever is
    """

    kind: str
    label: Any
    drafts: Callable[[Municipality, Collection[UUID] | None], Iterable[Draft]]
    open_among: OpenAmong | None = None
    feature: str = ""


sources: Registry[Source] = Registry(key=lambda source: source.kind)


def hidden_kinds(municipality: Municipality) -> list[str]:
    """Return the kinds of rooms that the municipality has switched off."""
    return [
        source.kind
        for source in sources
        if source.feature and not is_on(municipality, source.feature)
    ]
