"""Words for the trail, for codes, and for what people agree to."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hafen.core.places.models import Municipality
from hafen.core.places.queries import district_tree
from hafen.core.taxonomy import queries as taxonomy
from hafen.core.taxonomy.queries import Label
from hafen.core.taxonomy.reference import own_name
from hafen.network.organisations.models import Network

Choices = list[tuple[str, Any]]

_SQUARE, _LEFT, _TOP = 34, 300, 130


@dataclass(frozen=True)
class Square:
    """A cell of the drawn map; a gap is drawn as an empty frame."""

    x: int
    y: int
    strength: str
    text: str
    is_gap: bool


@dataclass(frozen=True)
class Drawing:
    """The map of the network as its template draws it."""

    width: int
    height: int
    squares: list[Square]
    rows: list[tuple[int, str]]
    columns: list[tuple[int, str]]
    square: int = _SQUARE


# Whoever changes the text gives it a new version: consents name theirs.
CONSENT_VERSION = "1"
CONSENT_TEXT = _(
    "I agree that the municipality names me publicly as a contact person of my"
    " organisation: with my name, my task, my telephone number and my e-mail address"
    " at work, on its pages on the internet, in printed guides and as open data. I can"
    " withdraw this at any time with a short note to the municipality; my name then"
    " disappears from the pages at once. If I do not agree, I have no disadvantage."
)

ACTIONS = {
    "organisations.organisation.created": _("Created"),
    "organisations.organisation.edited": _("Changed"),
    "organisations.organisation.published": _("Published"),
    "organisations.organisation.archived": _("Archived"),
    "organisations.organisation.restored": _("Brought back from the archive"),
    "organisations.editor.appointed": _("Editor appointed"),
    "organisations.editor.dismissed": _("Editor dismissed"),
    "organisations.consent.recorded": _("Consent to publication recorded"),
    "organisations.consent.withdrawn": _("Consent to publication withdrawn"),
    "organisations.level.set": _("Level of cooperation recorded"),
    "organisations.presence.added": _("Work at a site added"),
    "organisations.presence.ended": _("Work at a site ended"),
    "organisations.organisation.merged": _("Joined with another entry"),
    "organisations.organisation.parted": _("Parted from another entry"),
    "organisations.person.merged": _("Two contact persons made one"),
    "organisations.person.parted": _("Two contact persons parted again"),
    "organisations.person.added": _("Contact person added"),
    "organisations.person.edited": _("Contact person changed"),
    "organisations.person.removed": _("Contact person removed"),
}


# What a person compares when two entries may be one.
FIELD_NAMES: dict[str, str | Promise] = {
    "name": _("Name"),
    "kind": _("Kind"),
    "description": _("What the organisation does"),
    "legal_form": _("Legal form"),
    "workforce": _("Who works there"),
    "parent_id": _("Belongs to"),
    "parent": _("Belongs to"),
    "topics": _("Fields of work"),
    "languages": _("Languages spoken there"),
    "is_city_wide": _("Works in the whole town"),
    "website": _("Website"),
    "phone": _("Telephone"),
    "email": _("E-mail"),
    "street": _("Street and number"),
    "postal_code": _("Postal code"),
    "city": _("Town"),
    "way": _("How we write to the organisation"),
    "is_verified": _("checked by the municipality"),
    "position": _("Task"),
    "confirmed_on": _("Last confirmed on"),
}


def shown(row: Any, names: Iterable[str], labels: list[Label]) -> dict[str, str]:
    """Return what an entry says, field by field, as a page writes it."""
    special: dict[str, Callable[[], str]] = {
        "parent_id": lambda: row.parent.name if row.parent else "",
        "topics": lambda: ", ".join(topic_names(row.topics, labels)),
        "languages": lambda: ", ".join(own_name(tag) for tag in row.languages),
        "confirmed_on": lambda: date_format(row.confirmed_on, "SHORT_DATE_FORMAT"),
    }
    return {
        name: special[name]() if name in special else _said(row, name) for name in names
    }


def _said(row: Any, name: str) -> str:
    value = getattr(row, name)
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    display = getattr(row, f"get_{name}_display", None)
    return str(display() if display else value)


def key(text: str) -> UUID | None:
    """Return the key in an address, or None for what somebody wrote there."""
    try:
        return UUID(text)
    except ValueError:
        return None


def network_name(network: Network) -> str:
    """Return the name of a network; a working group stands behind its own."""
    if network.parent is None:
        return network.name
    return f"{network.parent.name} – {network.name}"


def translation_states(row: Any, tags: Iterable[str]) -> list[dict[str, Any]]:
    """Return each of the languages with the state of a row's text in it."""
    found = {each.language: each for each in row.translations.all()}
    return [{"tag": tag, "name": own_name(tag), "row": found.get(tag)} for tag in tags]


def topics(today: date) -> list[Label]:
    """Return the fields of work in the active language; one query."""
    return taxonomy.topics_tree(language=get_language() or "de", today=today)


def topic_choices(labels: list[Label]) -> Choices:
    return [(label.code, label.name) for label in labels]


def topic_names(codes: list[str], labels: list[Label]) -> list[str]:
    """Return what the codes are called; one that ran out keeps its code."""
    names = {
        found.code: found.name for label in labels for found in (label, *label.children)
    }
    return [names.get(code, code) for code in codes]


def with_sub_topics(code: str, labels: list[Label]) -> tuple[str, ...]:
    below = [
        each.code for label in labels if label.code == code for each in label.children
    ]
    return (code, *below) if code else ()


def language_choices(today: date) -> Choices:
    tag = get_language() or "de"
    return [(row.tag, row.name_in(tag)) for row in taxonomy.languages(today=today)]


def district_choices(municipality: Municipality) -> Choices:
    """Return the districts, those below others set in."""
    tag = get_language() or "de"
    return [
        (
            str(node.district.pk),
            "– " * (node.district.level - 1) + node.district.name_in(tag),
        )
        for root in district_tree(municipality)
        for node in root.walk()
    ]


def drawing(lines: list[tuple[str, Any]], columns: list[str]) -> Drawing:
    """Return where the squares of a map stand: a row per field of work."""
    squares = [
        Square(
            x=_LEFT + place * _SQUARE,
            y=_TOP + row * _SQUARE,
            strength=f"{cell.depth * 0.2:.1f}",
            text=str(cell.organisations + cell.offers or ""),
            is_gap=cell.is_gap,
        )
        for row, (_name, cells) in enumerate(lines)
        for place, cell in enumerate(cells)
    ]
    middle = _SQUARE // 2
    return Drawing(
        width=_LEFT + len(columns) * _SQUARE + 60,
        height=_TOP + len(lines) * _SQUARE + 4,
        squares=squares,
        rows=[
            (_TOP + row * _SQUARE + middle + 5, name)
            for row, (name, _cells) in enumerate(lines)
        ],
        columns=[
            (_LEFT + place * _SQUARE + middle, name)
            for place, name in enumerate(columns)
        ],
    )
