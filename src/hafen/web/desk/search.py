"""One search over the desk: each room finds what this person may see there."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import methodcaller
from typing import Any

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.casework.cases import queries as cases
from hafen.casework.cases.doors import FEATURE as CASES
from hafen.core.accounts import queries as accounts
from hafen.core.accounts.models import User
from hafen.core.db.names import sort_key
from hafen.core.places import queries as places
from hafen.core.places.features import is_on
from hafen.exchange.volunteers import queries as volunteers
from hafen.exchange.volunteers.doors import FEATURE as VOLUNTEERS
from hafen.exchange.volunteers.queries import VolunteerFilter
from hafen.information.directory import queries as directory
from hafen.information.directory.queries import StaffFilter
from hafen.network.organisations import queries as organisations
from hafen.network.organisations.features import COOPERATION

# More hits than a page has room for are shown by the list of the room.
SHOWN = 10
SHORTEST = 2
Find = Callable[[User, str, date], "QuerySet[Model]"]


@dataclass(frozen=True)
class Hit:
    """One thing found.

    :param note: what tells it from others of its name
    """

    title: str
    note: str
    address: str


@dataclass(frozen=True)
class Part:
    """What one room found.

    :param has_more: whether there are more than are shown
    """

    heading: str | Promise
    hits: list[Hit]
    has_more: bool


@dataclass(frozen=True)
class Source:
    """Where is searched.

    :param page: name of the address of one hit; takes its key
    :param note: reads the note of a row
    :param key: the column that holds the key of the page
    """

    heading: str | Promise
    find: Find
    page: str
    note: Callable[[Model], str]
    key: str = "pk"


def _offers(user: User, words: str, today: date) -> QuerySet[Model]:
    return directory.filtered(
        directory.services_visible_to(user),
        StaffFilter(words=words),
        languages=user.municipality.languages,
        today=today,
    ).select_related("organisation")


def _organisations(user: User, words: str, _today: date) -> QuerySet[Model]:
    return organisations.search_names(
        organisations.organisations_visible_to(user), words
    )


def _networks(user: User, words: str, _today: date) -> QuerySet[Model]:
    found = organisations.networks_visible_to(user)
    if not is_on(user.municipality, COOPERATION):
        found = found.none()
    return (
        organisations.networks_named(found, words).select_related("parent").by_network()
    )


def _contact_persons(user: User, words: str, _today: date) -> QuerySet[Model]:
    found = organisations.contact_persons_visible_to(user)
    return (
        found.filter(name__icontains=words)
        .select_related("organisation")
        .prefetch_related(None)
    )


def _sites(user: User, words: str, _today: date) -> QuerySet[Model]:
    return places.sites_matching(places.sites_visible_to(user), kind="", text=words)


def _units(user: User, words: str, _today: date) -> QuerySet[Model]:
    return places.units_visible_to(user).filter(sort_key__contains=sort_key(words))


def _people(user: User, words: str, _today: date) -> QuerySet[Model]:
    return accounts.find(accounts.people_visible_to(user), text=words)


def _clients(user: User, words: str, today: date) -> QuerySet[Model]:
    found = cases.clients_named(cases.clients_visible_to(user, today=today), words)
    if not is_on(user.municipality, CASES):
        found = found.none()
    return found.select_related("household")


def _volunteers(user: User, words: str, today: date) -> QuerySet[Model]:
    found = volunteers.filtered(
        volunteers.volunteers_visible_to(user),
        VolunteerFilter(part="all", words=words),
        today=today,
    )
    if not is_on(user.municipality, VOLUNTEERS):
        found = found.none()
    return found.select_related("helper").order_by("helper__sort_key", "pk")


def _column(row: Any, path: str) -> Any:
    """Return a column of the row or of one it points to; None where none is."""
    return reduce(lambda at, name: getattr(at, name, None), path.split("."), row)


def _note(*paths: str) -> Callable[[Model], str]:
    """Return a reader of columns, here or of a row that was read along."""

    def read(row: Model) -> str:
        found = (str(_column(row, path) or "") for path in paths)
        return " · ".join(part for part in found if part)

    return read


SOURCES = (
    Source(_("Offers"), _offers, "directory:detail", _note("organisation.name")),
    Source(
        _("Organisations"),
        _organisations,
        "organisations:detail",
        methodcaller("get_kind_display"),
    ),
    Source(
        _("Networks and bodies"),
        _networks,
        "organisations:network",
        _note("parent.name"),
    ),
    Source(
        _("Contact persons"),
        _contact_persons,
        "organisations:people",
        _note("position", "organisation.name"),
        key="organisation_id",
    ),
    Source(_("Sites"), _sites, "places:site", _note("street", "house_number")),
    Source(_("Offices"), _units, "places:unit", _note("phone")),
    Source(_("People"), _people, "accounts:person", _note("email")),
    Source(_("People accompanied"), _clients, "cases:client", _note("household.name")),
    Source(
        pgettext_lazy("volunteering", "Volunteers"),
        _volunteers,
        "volunteers:volunteer",
        methodcaller("get_stage_display"),
    ),
)


def search(user: User, words: str, *, today: date) -> list[Part]:
    """Return what the person may see and the words name, room by room.

    :param words: at least two letters; fewer find nothing
    """
    words = words.strip().replace("\x00", "")
    if len(words) < SHORTEST:
        return []
    parts = (_part(source, user, words, today) for source in SOURCES)
    return [part for part in parts if part.hits]


def _part(source: Source, user: User, words: str, today: date) -> Part:
    rows = list(source.find(user, words, today)[: SHOWN + 1])
    return Part(
        heading=source.heading,
        hits=list(_hits(source, user.municipality.slug, rows[:SHOWN])),
        has_more=len(rows) > SHOWN,
    )


def _hits(source: Source, slug: str, rows: Iterable[Model]) -> Iterable[Hit]:
    for row in rows:
        yield Hit(
            title=str(getattr(row, "name", row)),
            note=source.note(row),
            address=reverse(source.page, args=[slug, getattr(row, source.key)]),
        )
