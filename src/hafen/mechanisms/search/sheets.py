from django.utils.translation import gettext_lazy as _

from hafen.core.db.sheets import Column, Sheet

WORDS = Sheet(
    "searched-not-found",
    _("Searched, not found"),
    (
        Column(_("Words"), lambda row: row["words"], 40),
        Column(_("Language"), lambda row: row["language"]),
        Column(_("How often"), lambda row: row["total"]),
        Column(_("Last time"), lambda row: row["last_day"]),
    ),
)
TOPICS = Sheet(
    "gaps-by-topic",
    _("Searched, not found: by topic"),
    (
        Column(_("Topic"), lambda gap: gap.topic, 40),
        Column(_("District"), lambda gap: gap.district, 30),
        Column(_("Language"), lambda gap: gap.language),
        Column(_("How often"), lambda gap: gap.total),
        Column(_("Last time"), lambda gap: gap.last_day),
    ),
)
