from typing import Any

from django.utils.translation import gettext_lazy as _

from hafen.core.db.sheets import Column, Sheet


def _place(service: Any) -> str:
    for at in service.loaded_places:
        district = at.location.district.name if at.location.district else ""
        street = at.location.street_line or at.location.name
        return f"{street}\n{district}".strip()
    return ""


SERVICES = Sheet(
    "offers",
    _("Offers"),
    (
        Column(_("Name"), lambda row: row.name, 40),
        Column(_("Organisation"), lambda row: row.organisation.name, 30),
        Column(_("State"), lambda row: row.get_state_display()),
        Column(_("Place"), _place, 30),
        Column(_("Next check"), lambda row: row.next_check_on),
    ),
)
