from django.utils.translation import gettext_lazy as _

from hafen.core.db.sheets import Column, Sheet
from hafen.exchange.board import categories

POSTS = Sheet(
    "notices",
    _("Notice board"),
    (
        Column(_("Number"), lambda row: row.number, 10),
        Column(_("Offered or wanted"), lambda row: row.get_side_display()),
        Column(_("Category"), lambda row: categories.name_of(row.category)),
        Column(_("Title"), lambda row: row.title, 40),
        Column(_("Language"), lambda row: row.language, 10),
        Column(_("District"), lambda row: row.district.name if row.district else ""),
        Column(_("State"), lambda row: row.get_state_display()),
        Column(_("Hangs until"), lambda row: row.valid_until, 12),
        Column(_("What came of it"), lambda row: row.get_outcome_display(), 30),
    ),
)
