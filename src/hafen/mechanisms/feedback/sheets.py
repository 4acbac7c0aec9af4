from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.core.db.sheets import Column, Sheet

ENTRIES = Sheet(
    "feedback",
    _("Feedback"),
    (
        Column(pgettext_lazy("date of a message", "From"), lambda row: row.created_at),
        Column(_("Kind"), lambda row: row.get_kind_display(), 30),
        Column(_("Page"), lambda row: row.page, 40),
        Column(_("Message"), lambda row: row.message, 60),
        Column(_("What was done"), lambda row: row.outcome, 40),
    ),
)
