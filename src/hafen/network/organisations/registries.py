"""What upper rooms tell about an organisation: who uses it, and for what."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.utils.functional import Promise

from hafen.core.db.permissions import Permission
from hafen.core.db.registry import Registry
from hafen.core.places.models import Municipality
from hafen.network.organisations.models import Organisation


@dataclass(frozen=True)
class Usage:
    """One row that depends on an organisation, as its page lists it.

    :param url: None where the row has no page that the reader may open
    """

    title: str
    state: str
    url: str | None


@dataclass(frozen=True)
class UsageSource:
    """A room's answer to the question who uses an organisation.

    :param find: gives at most `limit` usages that the user may see, and how
        many there are, in at most two queries
    :param needs: whether something public would break without it
    """

    name: str
    heading: str | Promise
    find: Callable[[Organisation, Any, int], tuple[list[Usage], int]]
    needs: Callable[[Organisation], bool]


@dataclass(frozen=True)
class Follower:
    """A room that keeps something that follows from an organisation.

    :param follow: called in the transaction of each change that is public
    """

    name: str
    follow: Callable[[Organisation], None]


@dataclass(frozen=True)
class PageAction:
    """Something that an upper room lets people do on an organisation's page.

    :param template: draws it; it reads `organisation` and asks no question of
        the database
    :param feature: the switch of the municipality that hides it
    """

    name: str
    template: str
    permission: Permission
    feature: str = ""


@dataclass(frozen=True)
class PublicLink:
    """A page about something that an organisation offers."""

    title: str
    language: str
    address: str


@dataclass(frozen=True)
class PublicSource:
    """What an upper room tells the public about an organisation.

    :param find: gives what is public now, in the language asked for, in at
        most two queries
    """

    name: str
    heading: str | Promise
    find: Callable[[Organisation, str], list[PublicLink]]


@dataclass(frozen=True)
class Fact:
    """One line of what is known about the cooperation, such as the last contact."""

    label: str | Promise
    value: str


@dataclass(frozen=True)
class FactSource:
    """What an upper room knows about the cooperation with an organisation.

    :param find: gives what the user may know today, in at most one query
    """

    name: str
    find: Callable[[Organisation, Any, date], list[Fact]]


@dataclass(frozen=True)
class MapSource:
    """Something that fills the map of the network beside the organisations.

    :param count: gives numbers by domain and district; None: the whole town
    """

    name: str
    count: Callable[[Municipality], Mapping[tuple[str, UUID | None], int]]


@dataclass(frozen=True)
class Pointer:
    """Rows that name an organisation or contact person by key, without a relation.

    What has a relation needs no entry: two entries that become one take along
    all that the models of the house relate to them.

    :param field: the column with the key
    :param kind: what the key may name, "organisation" or "person"
    """

    name: str
    model: type[Model]
    field: str
    kind: str = "organisation"


pointers: Registry[Pointer] = Registry(key=lambda pointer: pointer.name)
fact_sources: Registry[FactSource] = Registry(key=lambda source: source.name)
map_sources: Registry[MapSource] = Registry(key=lambda source: source.name)
public_sources: Registry[PublicSource] = Registry(key=lambda source: source.name)
page_actions: Registry[PageAction] = Registry(key=lambda action: action.name)
followers: Registry[Follower] = Registry(key=lambda follower: follower.name)
usage_sources: Registry[UsageSource] = Registry(key=lambda source: source.name)
