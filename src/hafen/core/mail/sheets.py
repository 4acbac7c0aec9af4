from django.utils.translation import gettext_lazy as _

from hafen.core.db.sheets import Column, Sheet

OUTBOX = Sheet(
    "outgoing-mail",
    _("Outgoing mail"),
    (
        Column(_("Subject"), lambda row: row.subject, 40),
        Column(_("Recipient"), lambda row: row.recipient, 30),
        Column(_("Written"), lambda row: row.created_at),
        Column(_("Next attempt"), lambda row: row.next_try_at),
        Column(_("Reason"), lambda row: row.trouble),
    ),
)
