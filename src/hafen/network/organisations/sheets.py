from django.utils.translation import gettext_lazy as _

from hafen.core.db.sheets import Column, Sheet
from hafen.core.ui.fields import spelled

ORGANISATIONS = Sheet(
    "organisations",
    _("Organisations"),
    (
        Column(_("Name"), lambda row: row.name, 40),
        Column(_("Kind"), lambda row: row.get_kind_display()),
        Column(_("State"), lambda row: row.get_state_display()),
        Column(_("Telephone"), lambda row: spelled(row.phone)),
        Column(_("E-mail"), lambda row: row.email, 30),
        Column(_("Website"), lambda row: row.website, 30),
        Column(_("Last change"), lambda row: row.updated_at),
    ),
)
