"""What the navigation shows: rooms register entries in `apps.py: ready()`.

A staff entry appears only to whoever holds its permission; an entry of a room
that the municipality switched off appears to nobody. `core.ui` draws them; the
registries lie down here, because the rooms of core below it have pages too.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
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
    :param text: one sentence, where links are explained
    """

    label: Label
    url_name: str
    order: int = 50
    icon: str = ""
    feature: str = ""
    text: Label = ""


staff: Registry[StaffEntry] = Registry(key=lambda entry: entry.url_name)
# The main navigation above a public page, and the links below it. Below stand
# by law: imprint, privacy, accessibility, Leichte Sprache, sign language.
public: Registry[PublicEntry] = Registry(key=lambda entry: entry.url_name)
footer: Registry[PublicEntry] = Registry(key=lambda entry: entry.url_name)
# The ways to help and take part: one page, and one entry of the main navigation.
taking_part: Registry[PublicEntry] = Registry(key=lambda entry: entry.url_name)
# What a visitor can do about the very page, such as to report a mistake on it;
# the link carries `?page=` with the path.
page_actions: Registry[PublicEntry] = Registry(key=lambda entry: entry.url_name)
