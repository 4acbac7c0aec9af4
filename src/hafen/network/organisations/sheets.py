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
