from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.core.db.sheets import Column, Sheet

MATTERS = Sheet(
    "housing-advice",
    _("Housing advice and mediation"),
    (
        Column(_("Household"), lambda row: row.case.household.name, 28),
        Column(_("What it is about"), lambda row: row.get_kind_display(), 24),
        Column(_("Begun on"), lambda row: row.begun_on, 12),
        Column(_("Look again on"), lambda row: row.again_on, 12),
        Column(_("Closed on"), lambda row: row.closed_on, 12),
        Column(
            pgettext_lazy("matter", "What came of it"),
            lambda row: row.get_outcome_display(),
            24,
        ),
    ),
)
COUNTS = Sheet(
    "housing-advice-counts",
    _("Housing advice in numbers"),
    (
        Column(_("What it is about"), lambda row: row[0], 28),
        Column(_("Begun"), lambda row: row[1], 12),
        Column(_("Solved or agreed"), lambda row: row[2], 12),
    ),
)
