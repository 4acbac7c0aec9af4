"""Draws the navigation from what the rooms registered in `core.db.navigation`."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from hafen.core.db.navigation import (
    EVIDENCE,
    EXCHANGE,
    GROUPS,
    INFORMATION,
    NETWORK,
    PEOPLE,
    SETTINGS,
    WORK,
    Group,
    Label,
    PublicEntry,
    StaffEntry,
    footer,
    page_actions,
    public,
    staff,
    taking_part,
)
from hafen.core.db.permissions import Permission
from hafen.core.db.registry import Registry
from hafen.core.places.features import features, is_on

__all__ = [
    "EVIDENCE",
    "EXCHANGE",
    "GROUPS",
    "INFORMATION",
    "NETWORK",
    "PEOPLE",
    "SETTINGS",
    "WORK",
    "Group",
    "Label",
    "Link",
    "PublicEntry",
    "Section",
    "StaffEntry",
    "footer",
    "is_switched_on",
    "page_actions",
    "public",
    "public_links",
    "staff",
    "staff_sections",
    "taking_part",
]


@dataclass(frozen=True)
class Link:
    """An entry as the page draws it."""

    label: Label
    address: str
    icon: str
    is_current: bool
    count: int = 0
    text: Label = ""


@dataclass(frozen=True)
class Section:
    """A group of the staff navigation with the links that this person has."""

    label: Label
    links: list[Link]


def staff_sections(request: HttpRequest) -> list[Section]:
    """Return the navigation of the signed-in person in this municipality."""
    municipality = getattr(request, "municipality", None)
    if municipality is None or not request.user.is_authenticated:
        return []
    open_entries = [
        entry
        for entry in sorted(staff, key=lambda entry: entry.order)
        if is_switched_on(municipality, entry.feature)
        and _is_held(entry.permission, request.user)
    ]
    sections = []
    for group in GROUPS:
        links = _links(
            request,
            (entry for entry in open_entries if entry.group == group),
            {"municipality": municipality.slug},
        )
        if links:
            sections.append(Section(group.label, links))
    return sections


def public_links(
    request: HttpRequest, entries: Registry[PublicEntry], language: str
) -> list[Link]:
    """Return the links of a public page in the language of the page."""
    municipality = getattr(request, "municipality", None)
    if municipality is None:
        return []
    return _links(
        request,
        (
            entry
            for entry in sorted(entries, key=lambda entry: entry.order)
            if is_switched_on(municipality, entry.feature)
        ),
        {"municipality": municipality.slug, "language": language},
    )


def is_switched_on(municipality: Any, feature: str) -> bool:
    """Return whether a room is on; what a municipality never decided is on."""
    if feature in features:
        return is_on(municipality, feature)
    return not feature or bool(municipality.features.get(feature, True))


def _is_held(permission: Permission | None, user: Any) -> bool:
    return permission is None or permission.held_by(user)


def _links(
    request: HttpRequest,
    entries: Iterable[StaffEntry | PublicEntry],
    arguments: dict[str, str],
) -> list[Link]:
    links = []
    for entry in entries:
        try:
            address = reverse(entry.url_name, kwargs=arguments)
        except NoReverseMatch:  # the room is not part of this installation
            continue
        counting = getattr(entry, "count", None)
        links.append(
            Link(
                label=entry.label,
                address=address,
                icon=entry.icon,
                is_current=_is_current(request.path, address),
                count=counting(request) if counting else 0,
                text=getattr(entry, "text", ""),
            )
        )
    return links


def _is_current(path: str, address: str) -> bool:
    """Return whether the page lies at or below the address of the link.

    The first page of the desk or the portal lies above all others, so it is
    current alone.
    """
    is_start = address.strip("/").count("/") <= 1
    return path == address if is_start else path.startswith(address)
