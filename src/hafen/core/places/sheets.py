from typing import Any

from django.utils.translation import gettext_lazy as _

from hafen.core.db.sheets import Column, Sheet


def _numbers(row: Any) -> str:
    ends = [row.number_from, row.number_to]
    numbers = " – ".join(str(end or "") for end in ends) if any(ends) else ""
    return f"{numbers} {row.get_parity_display()}".strip()


STREETS = Sheet(
    "streets",
    _("Streets"),
    (
        Column(_("Street"), lambda row: row.street, 30),
        Column(_("Postal code"), lambda row: row.postal_code),
        Column(_("House numbers"), _numbers),
        Column(_("District"), lambda row: row.district.name if row.district else ""),
        Column(_("Site in charge"), lambda row: row.site.name if row.site else "", 30),
    ),
)
