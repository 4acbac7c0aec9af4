from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from hafen.core.accounts.models import User
from hafen.information.directory.models import Edition, EditionEntry
from hafen.information.directory.rules import VIEW_SERVICE

_COMPARED = (
    "organisation",
    "website",
    "is_free",
    "topics",
    "languages",
    "phones",
    "emails",
    "places",
    "hours",
    "valid_until",
)


def editions_visible_to(user: User) -> QuerySet[Edition]:
    """Return the editions of the town, latest first."""
    if not VIEW_SERVICE.held_by(user):
        return Edition.objects.none()
    rows = Edition.objects.filter(municipality=user.municipality_id)
    return rows.order_by("-compiled_on", "-id")


def edition_entries(edition: Edition) -> QuerySet[EditionEntry]:
    return edition.entries.order_by("topic", "sort_key", "id")


@dataclass(frozen=True)
class Changed:
    """An offer that two editions hold, with the names of what differs."""

    name: str
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Comparison:
    """What became of the offers from one edition to a later one."""

    new: tuple[str, ...]
    gone: tuple[str, ...]
    changed: tuple[Changed, ...]
    same: int


def compared(earlier: Edition, later: Edition) -> Comparison:
    """Return what differs between two editions."""
    before = {row.short_id: row.content for row in edition_entries(earlier)}
    after = {row.short_id: row.content for row in edition_entries(later)}
    both = [short for short in after if short in before]
    differing = {short: _differing(before[short], after[short]) for short in both}
    return Comparison(
        new=tuple(name_of(after[short]) for short in after if short not in before),
        gone=tuple(name_of(before[short]) for short in before if short not in after),
        changed=tuple(
            Changed(name_of(after[short]), names)
            for short, names in differing.items()
            if names
        ),
        same=sum(not names for names in differing.values()),
    )


def name_of(content: dict[str, Any]) -> str:
    """Return the name of a frozen offer in its own language."""
    name: str = content["texts"][content["language"]]["name"]
    return name


def _differing(before: dict[str, Any], after: dict[str, Any]) -> tuple[str, ...]:
    names = [name for name in _COMPARED if before.get(name) != after.get(name)]
    own = after["language"]
    old, new = before["texts"].get(own, {}), after["texts"].get(own, {})
    names += [name for name in {**old, **new} if old.get(name) != new.get(name)]
    return tuple(names)
