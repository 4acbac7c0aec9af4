"""What the navigation shows: rooms register entries in `apps.py: ready()`.

A staff entry appears only to whoever holds its permission; an entry of a room
that the municipality switched off appears to nobody.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hafen.core.db.permissions import Permission
from hafen.core.db.registry import Registry

Label = str | Promise


@dataclass(frozen=True)
class Group:
    """A part of the staff navigation with a heading of its own."""

    key: str
    label: Label


WORK = Group("work", _("My work"))
PEOPLE = Group("people", _("People and cases"))
EXCHANGE = Group("exchange", _("Help and placement"))
INFORMATION = Group("information", _("Information"))
NETWORK = Group("network", _("Network"))
EVIDENCE = Group("evidence", _("Figures and planning"))
SETTINGS = Group("settings", _("Settings"))
GROUPS = (WORK, PEOPLE, EXCHANGE, INFORMATION, NETWORK, EVIDENCE, SETTINGS)


@dataclass(frozen=True)
class StaffEntry:
    """A link of the staff navigation.

    :param url_name: takes the argument `municipality` and no other
    :param permission: None opens it to everybody who is signed in
    :param feature: the switch of the municipality that hides it
    :param count: gives the number beside the link, such as what is due
    """

    label: Label
    url_name: str
    group: Group = WORK
    permission: Permission | None = None
    order: int = 50
    icon: str = ""
    feature: str = ""
    count: Callable[[HttpRequest], int] | None = None


@dataclass(frozen=True)
class PublicEntry:
    """A link on public pages.

    :param url_name: takes the arguments `municipality` and `language`
    """

    label: Label
    url_name: str
    order: int = 50
    icon: str = ""
    feature: str = ""


@dataclass(frozen=True)
class Link:
    """An entry as the page draws it."""

    label: Label
    address: str
    icon: str
    is_current: bool
    count: int = 0


@dataclass(frozen=True)
class Section:
    """A group of the staff navigation with the links that this person has."""

    label: Label
    links: list[Link]


staff: Registry[StaffEntry] = Registry(key=lambda entry: entry.url_name)
# The main navigation above a public page, and the links below it. Below stand
# by law: imprint, privacy, accessibility, Leichte Sprache, sign language.
public: Registry[PublicEntry] = Registry(key=lambda entry: entry.url_name)
footer: Registry[PublicEntry] = Registry(key=lambda entry: entry.url_name)
# What a visitor can do about the very page, such as to report a mistake on it;
# the link carries `?page=` with the path.
page_actions: Registry[PublicEntry] = Registry(key=lambda entry: entry.url_name)


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
                is_current=_is_current(request.path, address, arguments),
                count=counting(request) if counting else 0,
            )
        )
    return links


def _is_current(path: str, address: str, arguments: dict[str, str]) -> bool:
    """Return whether the page lies at or below the address of the link."""
    is_start = address.strip("/").count("/") < len(arguments)
    return path == address if is_start else path.startswith(address)
