from operator import itemgetter
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hafen.core.db.sheets import Column, Sheet
from hafen.core.taxonomy.queries import Label
from hafen.core.ui.fields import spelled
from hafen.network.organisations.models import Organisation
from hafen.network.organisations.words import topic_names


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


SIGN_IN = Sheet(
    "sign-in",
    _("Sign-in sheet"),
    (Column(_("Organisation"), lambda row: row.name, 40),),
    blank=(_("Name"), _("E-mail"), _("Signature")),
)

AGREEMENTS = Sheet(
    "agreements",
    _("Agreements"),
    (
        Column(_("Subject"), lambda row: row.subject, 40),
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
