from django.utils.translation import gettext_lazy as _

from hafen.core.db.sheets import Column, Sheet

GAPS = Sheet(
    "searched-not-found",
    _("Searched, not found"),
    (
        Column(_("Words"), lambda row: row["words"], 40),
        Column(_("Language"), lambda row: row["language"]),
        Column(_("How often"), lambda row: row["total"]),
        Column(_("Last time"), lambda row: row["last_day"]),
    ),
)
