from django.utils.translation import gettext_lazy as _

from hafen.core.db.sheets import Column, Sheet

NEWS = Sheet(
    "news",
    _("News"),
    (
        Column(_("Title"), lambda row: row.title, 40),
        Column(_("State"), lambda row: row.get_state_display()),
        Column(_("Shown from"), lambda row: row.publish_at),
        Column(_("Last day"), lambda row: row.ends_on),
        Column(_("Team"), lambda row: row.team.name if row.team else ""),
        Column(_("Person"), lambda row: row.owner.name if row.owner else ""),
    ),
)
