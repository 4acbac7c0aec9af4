from typing import Any

from django.utils.translation import gettext_lazy as _

from hafen.core.db.sheets import Column, Sheet


def _next(row: Any) -> Any:
    return row.next_at or row.first_day


EVENTS = Sheet(
    "events",
    _("Events"),
    (
        Column(_("Title"), lambda row: row.title, 40),
        Column(_("State"), lambda row: row.get_state_display()),
        Column(_("Next date"), _next),
        Column(_("Kind"), lambda row: row.get_kind_display()),
    ),
)
