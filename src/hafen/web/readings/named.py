"""Public pages without an object: those that stand in the navigation."""

from collections.abc import Iterable
from uuid import UUID, uuid5

from django.urls import Resolver404, resolve

from hafen.core.db import navigation
from hafen.core.db.navigation import Label, PublicEntry

_NAMES = UUID("0193a000-0000-7000-8000-000000000121")


def key_of(name: str) -> UUID:
    """Return the key of the page with this name of an address."""
    return uuid5(_NAMES, name)


def entries() -> Iterable[PublicEntry]:
    return (*navigation.public, *navigation.footer)


def labels() -> dict[UUID, tuple[Label, str]]:
    """Return what each page is called, and the name of its address, by its key."""
    return {key_of(each.url_name): (each.label, each.url_name) for each in entries()}


def key_at(path: str) -> UUID | None:
    """Return the key of the page at a path; None where none has a name."""
    try:
        name = resolve(path).view_name
    except Resolver404:
        return None
    key = key_of(name)
    return key if key in labels() else None
