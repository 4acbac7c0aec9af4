from django.utils.translation import gettext_lazy as _

from hafen.core.db.sheets import Column, Sheet

PROCEDURES = Sheet(
    "child-protection",
    _("Child protection"),
    (
        Column(_("Number"), lambda row: row.number, 12),
        Column(_("Since"), lambda row: row.opened_on, 12),
        Column(_("Assessment"), lambda row: row.get_judgement_display(), 32),
        Column(_("Confirmed on"), lambda row: row.confirmed_on, 12),
        Column(_("Closed on"), lambda row: row.closed_on, 12),
    ),
)
