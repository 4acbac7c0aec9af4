from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hafen.core.db.sheets import Column, Sheet

MEETINGS = Sheet(
    "case-tables",
    _("Case tables"),
    (
        Column(_("Title"), lambda row: row.title, 32),
        Column(_("Begins at"), lambda row: timezone.localtime(row.starts_at), 18),
        Column(_("Place"), lambda row: row.place, 32),
        Column(_("Who invites"), lambda row: row.owner.name, 28),
    ),
)
MEASURES = Sheet(
    "measures",
    _("Measures of case tables"),
    (
        Column(_("Case"), lambda row: row.number, 12),
        Column(_("What is done"), lambda row: row.text, 48),
        Column(_("Who takes it on"), lambda row: row.who, 32),
        Column(_("Until"), lambda row: row.due_on, 12),
        Column(_("Done on"), lambda row: row.done_on, 12),
    ),
)
