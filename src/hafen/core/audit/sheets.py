from django.utils.translation import gettext_lazy as _

from hafen.core.db.sheets import Column, Sheet

TRAIL = Sheet(
    "audit-trail",
    _("Audit trail"),
    (
        Column(_("When"), lambda row: row.at),
        Column(_("What"), lambda row: f"{row.get_kind_display()}: {row.action}", 40),
        Column(_("Entry"), lambda row: f"{row.subject_table} {row.subject_id}", 50),
        Column(_("Fields"), lambda row: ", ".join(row.fields), 30),
        Column(_("Person"), lambda row: str(row.actor_id or ""), 38),
    ),
)
