from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hafen.core.db.sheets import Column, Sheet

BULLETINS = Sheet(
    "needs-bulletins",
    _("Needs bulletins"),
    (
        Column(_("From"), lambda row: row.first, 12),
        Column(_("Until"), lambda row: row.last, 12),
        Column(_("Sent on"), lambda row: timezone.localdate(row.created_at), 12),
        Column(_("Needs"), lambda row: row.needs, 10),
        Column(_("Organisations"), lambda row: row.told, 12),
        Column(_("Answers"), lambda row: row.answers, 10),
    ),
)
