from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from hafen.casework.cases.tallies import LEAST
from hafen.core.db.sheets import Column, Sheet

_FEW = format_lazy(_("fewer than {least}"), least=LEAST)
OBSTACLES = Sheet(
    "obstacles",
    _("Obstacles in cases"),
    (
        Column(_("Household"), lambda row: row[0].case.household.name, 28),
        Column(_("Area of life"), lambda row: row[1], 28),
        Column(_("What stands in the way"), lambda row: row[0].text, 40),
        Column(_("Office concerned"), lambda row: row[0].agency, 28),
        Column(
            _("Structural obstacle"),
            lambda row: row[0].structural.name if row[0].structural else "",
            28,
        ),
        Column(_("Since"), lambda row: row[0].since, 12),
        Column(_("Solved on"), lambda row: row[0].solved_on, 12),
        Column(_("How it was solved"), lambda row: row[0].solution, 40),
    ),
)
STRUCTURAL = Sheet(
    "structural-obstacles",
    _("Structural obstacles"),
    (
        Column(_("What stands in the way"), lambda row: row[0].row.name, 40),
        Column(_("Area of life"), lambda row: row[1], 28),
        Column(_("Legal area"), lambda row: row[2], 20),
        Column(_("Office concerned"), lambda row: row[0].row.agency, 28),
        Column(_("Since"), lambda row: row[0].row.since, 12),
        Column(
            _("Cases"),
            lambda row: _FEW if row[0].cases is None else row[0].cases,
            12,
        ),
        Column(
            _("Districts"),
            lambda row: ", ".join(
                f"{name}: {number}" for name, number in row[0].districts
            ),
            40,
        ),
        Column(_("Proposal"), lambda row: row[0].row.proposal, 60),
        Column(_("State"), lambda row: row[0].row.get_state_display(), 20),
        Column(_("How it was solved"), lambda row: row[0].row.solution, 40),
    ),
)
