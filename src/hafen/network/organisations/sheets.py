from datetime import date
from operator import itemgetter
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from hafen.core.db.sheets import Column, Sheet
from hafen.core.taxonomy.queries import Label
from hafen.core.ui.fields import spelled
from hafen.network.organisations.models import Network, Organisation
from hafen.network.organisations.words import network_name, topic_names


def organisations_sheet(labels: list[Label]) -> Sheet:
    """Return what the register holds; the names of the fields of work are known."""
    return Sheet(
        "organisations",
        _("Organisations"),
        (
            Column(_("Name"), lambda row: row.name, 40),
            Column(_("Kind"), lambda row: row.get_kind_display()),
            Column(_("Legal form"), lambda row: row.get_legal_form_display()),
            Column(_("Who works there"), lambda row: row.get_workforce_display()),
            Column(
                _("Fields of work"),
                lambda row: "; ".join(topic_names(row.topics, labels)),
                30,
            ),
            Column(_("Districts"), _districts, 30),
            Column(_("Languages"), lambda row: "; ".join(row.languages)),
            Column(_("Street and number"), lambda row: row.street, 30),
            Column(_("Postal code"), lambda row: row.postal_code, 10),
            Column(_("Town"), lambda row: row.city),
            Column(_("State"), lambda row: row.get_state_display()),
            Column(_("Telephone"), lambda row: spelled(row.phone)),
            Column(_("E-mail"), lambda row: row.email, 30),
            Column(_("Website"), lambda row: row.website, 30),
            Column(_("Last change"), lambda row: row.updated_at),
        ),
    )


def _districts(row: Organisation) -> str:
    if row.is_city_wide:
        return str(_("whole town"))
    tag = get_language() or "de"
    return "; ".join(each.district.name_in(tag) for each in row.districts.all())


PERSONS = Sheet(
    "contact-persons",
    _("Contact persons"),
    (
        Column(_("Organisation"), lambda row: row.organisation.name, 40),
        Column(_("Name"), lambda row: row.name, 30),
        Column(_("Task"), lambda row: row.position, 30),
        Column(_("Telephone"), lambda row: spelled(row.phone)),
        Column(_("E-mail"), lambda row: row.email, 30),
        Column(_("Last confirmed on"), lambda row: row.confirmed_on, 12),
    ),
)

DUPLICATES = Sheet(
    "possible-duplicates",
    _("Entries that may be the same"),
    (
        Column(_("Organisation"), lambda pair: pair.first.name, 40),
        Column(_("Looks like"), lambda pair: pair.second.name, 40),
        Column(_("Likeness in per cent"), lambda pair: pair.score, 12),
    ),
)

AGREEMENTS = Sheet(
    "agreements",
    _("Agreements"),
    (
        Column(pgettext_lazy("agreement", "Subject"), lambda row: row.subject, 40),
        Column(_("Parties"), lambda row: "; ".join(_parties(row)), 40),
        Column(_("Signed on"), lambda row: row.signed_on, 12),
        Column(_("Ends on"), lambda row: row.ends_on, 12),
        Column(_("Payments"), lambda row: row.payment),
        Column(_("Who looks after it"), lambda row: row.owner.name),
        Column(_("Deliverables"), lambda row: _delivered(row), 12),
    ),
)


def _parties(row: Any) -> list[str]:
    return [party.organisation.name for party in row.parties.all()]


def _delivered(row: Any) -> str:
    all_of_them = row.deliverables.all()
    done = sum(each.done_on is not None for each in all_of_them)
    return f"{done}/{len(all_of_them)}"


def map_sheet(columns: list[str]) -> Sheet:
    """Return the columns of the map; a row is its name and its cells."""
    return Sheet(
        "network-map",
        _("Map of the network"),
        [
            Column(_("Field of work"), itemgetter(0), 30),
            *(Column(name, _numbers(place), 14) for place, name in enumerate(columns)),
        ],
    )


def _numbers(place: int) -> Any:
    def read(line: Any) -> str:
        cell = line[1][place]
        return "–" if cell.is_gap else f"{cell.organisations} / {cell.offers}"

    return read


def serving_sheet(tasks: list[str]) -> Sheet:
    """Return the columns of who serves where; a row is a site and its tasks."""

    def at(place: int) -> Any:
        return lambda line: line[1][place]

    columns = [Column(name, at(place), 30) for place, name in enumerate(tasks)]
    return Sheet(
        "who-serves-where",
        _("Who serves where"),
        [Column(_("Site"), itemgetter(0), 30), *columns],
    )


NETWORKS = Sheet(
    "networks",
    _("Networks and bodies"),
    (
        Column(_("Name"), lambda row: row.name, 40),
        Column(_("Working group of"), lambda row: row.parent and row.parent.name, 30),
        Column(_("Kind"), lambda row: row.get_kind_display()),
        Column(_("Members"), lambda row: row.members, 10),
        Column(_("When it meets"), lambda row: row.rhythm, 30),
        Column(_("Ended on"), lambda row: row.ended_on, 12),
    ),
)


def members_sheet(network: Network, day: date) -> Sheet:
    """Return who takes part in a network on a day."""
    shown = date_format(day, "SHORT_DATE_FORMAT")
    return Sheet(
        "members",
        f"{network.name} · {shown}",
        (
            Column(_("Organisation"), lambda row: row.organisation.name, 40),
            Column(_("Kind"), lambda row: row.organisation.get_kind_display()),
            Column(_("Joined on"), lambda row: row.joined_on, 12),
            Column(_("Left on"), lambda row: row.left_on, 12),
            Column(_("Telephone"), lambda row: spelled(row.organisation.phone)),
            Column(_("E-mail"), lambda row: row.organisation.email, 30),
        ),
    )


def matrix_sheet(networks: list[Network], day: date) -> Sheet:
    """Return the columns of the matrix; a row is an organisation and its marks."""

    def at(place: int) -> Any:
        return lambda line: "×" if line[1][place] else ""

    columns = [Column(row.name, at(place)) for place, row in enumerate(networks)]
    shown = date_format(day, "SHORT_DATE_FORMAT")
    return Sheet(
        "membership-matrix",
        f"{_('Who takes part where')} · {shown}",
        [Column(_("Organisation"), lambda line: line[0].name, 40), *columns],
    )


SPEAKERS = Sheet(
    "speakers",
    _("Spokespersons"),
    (
        Column(_("Network"), lambda row: _above(row.network), 40),
        Column(_("Working group"), lambda row: _group(row.network), 30),
        Column(_("Office"), lambda row: row.get_office_display()),
        Column(_("Name"), lambda row: row.person.name, 30),
        Column(_("Organisation"), lambda row: row.person.organisation.name, 30),
        Column(_("Since"), lambda row: row.since, 12),
        Column(_("Until"), lambda row: row.until, 12),
        Column(_("Telephone"), lambda row: spelled(row.person.phone)),
        Column(_("E-mail"), lambda row: row.person.email, 30),
    ),
)


def _above(network: Network) -> str:
    return (network.parent or network).name


def _group(network: Network) -> str:
    return network.name if network.is_group else ""


def appearances_sheet(labels: list[Label]) -> Sheet:
    """Return the log; the names of the topics are known."""
    return Sheet(
        "presentations",
        _("Presentations and participations"),
        (
            Column(_("Date"), lambda row: row.held_on, 12),
            Column(_("Kind"), lambda row: row.get_kind_display()),
            Column(_("Occasion"), lambda row: row.title, 40),
            Column(_("Where"), lambda row: row.place, 30),
            Column(
                _("Network, body or working group"),
                lambda row: row.network and network_name(row.network),
                40,
            ),
            Column(
                _("Organisation"),
                lambda row: row.organisation and row.organisation.name,
                30,
            ),
            Column(_("Who of us was there"), _present, 30),
            Column(_("Before whom"), lambda row: row.audience, 30),
            Column(_("Number of people"), lambda row: row.number, 10),
            Column(
                _("Topics"), lambda row: "; ".join(topic_names(row.topics, labels)), 30
            ),
            Column(_("Own contribution and result"), lambda row: row.contribution, 40),
            Column(_("Material"), _papers, 30),
        ),
    )


def _present(row: Any) -> str:
    return "; ".join(each.attended_by.name for each in row.people.all())


def _papers(row: Any) -> str:
    return "; ".join(each.file.name for each in row.materials.all())


ATTENDANCE = Sheet(
    "presence-in-networks",
    _("Presence in networks"),
    (
        Column(_("Network"), lambda line: _above(line.network), 40),
        Column(_("Working group"), lambda line: _group(line.network), 30),
        Column(_("Last contact"), lambda line: line.last_on, 12),
        Column(_("Times present in the period"), lambda line: line.times, 12),
        Column(_("Without contact"), lambda line: _mark(line), 14),
    ),
)


def _mark(line: Any) -> str:
    if line.last_on is None:
        return str(_("never"))
    return str(_("long ago")) if line.is_quiet else ""
