"""The lines of the page: counts with titles, addresses and names of languages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hafen.core.places.models import Municipality
from hafen.mechanisms.search.gaps import language_name
from hafen.mechanisms.search.registries import sources
from hafen.web.readings import named, queries
from hafen.web.readings.models import PageReading
from hafen.web.readings.queries import Pair, Rows, Subject, Told, Wanted

# Where an object is edited; by its key, or by the end of its public address.
_BY_KEY = {
    "service": "directory:detail",
    "event": "events:detail",
    "organisation": "organisations:detail",
}
_BY_ADDRESS = {"page": "knowledge:read"}


@dataclass(frozen=True)
class Place:
    """A page: what it is called, and where it stands.

    :param address: of the public page; empty where it is no longer public
    :param desk: of the page where it is edited; empty where there is none
    """

    title: str | Promise
    kind: str | Promise
    lang: str
    address: str = ""
    desk: str = ""


@dataclass(frozen=True)
class Line:
    """A page of the month.

    :param parts: language and number, the most read first
    """

    place: Place
    pair: Pair
    parts: list[tuple[str, Told]]

    @property
    def languages(self) -> str:
        return ", ".join(f"{name}: {number}" for name, number in self.parts)


@dataclass(frozen=True)
class Missing:
    """A page that is asked for in a language it is not there in."""

    place: Place
    language: str
    now: Told


@dataclass(frozen=True)
class Lines:
    read: list[Line]
    missing: list[Missing]


def lines(
    town: Municipality,
    rows: Rows,
    wanted: Wanted,
    *,
    found: Sequence[dict[str, Any]],
    missing: Sequence[tuple[Subject, str]] = (),
) -> Lines:
    """Return pages and gaps with all that is shown of them, in two queries."""
    subjects = {(row["kind"], row["object_id"]) for row in found}
    subjects |= {subject for subject, _language in missing}
    cells = queries.cells(rows, wanted, subjects)
    places = _Places(town, queries.documents(town, subjects, language=_tag(town)))
    return Lines(
        read=[_line(row, cells, places, wanted) for row in found],
        missing=[
            Missing(places.of(subject), named_language(tag), cells[subject][tag].now)
            for subject, tag in missing
        ],
    )


def named_language(tag: str) -> str:
    return language_name(tag, get_language() or "de")


def kind_names() -> dict[str, str | Promise]:
    return {
        **{source.kind: source.label for source in sources},
        PageReading.LIST: _("List or other page"),
    }


def _tag(town: Municipality) -> str:
    """Return the language in which titles are shown."""
    language = get_language()
    return language if language in town.languages else town.default_language


def _line(
    row: dict[str, Any],
    cells: Mapping[Subject, Mapping[str, Pair]],
    places: "_Places",
    wanted: Wanted,
) -> Line:
    subject = row["kind"], row["object_id"]
    parts = cells[subject]
    pair = parts[wanted.language] if wanted.language else queries.total(row)
    return Line(
        place=places.of(subject),
        pair=pair,
        parts=[
            (named_language(tag), part.now) for tag, part in parts.items() if part.now
        ],
    )


class _Places:
    def __init__(
        self, town: Municipality, documents: Mapping[Subject, Mapping[str, str]]
    ) -> None:
        self._town = town
        self._tag = _tag(town)
        self._documents = documents
        self._kinds = kind_names()
        self._named = named.labels()

    def of(self, subject: Subject) -> Place:
        kind, key = subject
        label = self._kinds.get(kind, kind)
        slug = self._town.slug
        if kind == PageReading.LIST and key in self._named:
            title, name = self._named[key]
            address = reverse(name, args=[slug, self._tag])
            return Place(title, label, get_language() or "", address)
        document = self._documents.get(subject)
        if document is None:
            gone = format_lazy("{} ({})", label, _("no longer public"))
            return Place(gone, label, get_language() or "")
        address = document["address"]
        return Place(
            title=document["title"],
            kind=label,
            lang=document["text_language"],
            address=f"/{slug}/{self._tag}/{address}",
            desk=_desk(slug, subject, address),
        )


def _desk(slug: str, subject: Subject, address: str) -> str:
    kind, key = subject
    if kind in _BY_KEY:
        return reverse(_BY_KEY[kind], args=[slug, key])
    if kind in _BY_ADDRESS:
        return reverse(
            _BY_ADDRESS[kind], args=[slug, address.strip("/").split("/")[-1]]
        )
    return ""
