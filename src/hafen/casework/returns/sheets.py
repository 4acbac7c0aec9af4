from django.utils.translation import gettext_lazy as _

from hafen.casework.returns.fences import STEP
from hafen.core.db.sheets import Column, Sheet

COUNTS = Sheet(
    "returns",
    _("Referrals to advice on a return"),
    (
        Column(_("Quarter"), lambda row: row[0].name, 24),
        Column(_("At least"), lambda row: row[1] or f"< {STEP}", 12),
    ),
)
