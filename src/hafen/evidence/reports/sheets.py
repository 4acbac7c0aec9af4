from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hafen.core.db.sheets import Column, Sheet

RELEASES = Sheet(
    "released-reports",
    _("Released reports"),
    (
        Column(_("Title"), lambda row: row.title, 40),
        Column(_("From"), lambda row: row.first, 12),
        Column(_("Until"), lambda row: row.last, 12),
        Column(_("Released on"), lambda row: timezone.localdate(row.created_at), 12),
        Column(_("State of the data"), lambda row: row.data_hash, 30),
    ),
)
OUTSIDE = Sheet(
    "figures-of-other-offices",
    _("Figures of other offices"),
    (
        Column(_("Figure"), lambda row: row.name, 40),
        Column(_("Value"), lambda row: row.value, 14),
        Column(_("Unit"), lambda row: row.unit),
        Column(_("Region"), lambda row: row.region),
        Column(_("As of"), lambda row: row.as_of, 12),
        Column(_("Source"), lambda row: row.source, 40),
        Column(_("What it counts"), lambda row: row.definition, 60),
    ),
)
