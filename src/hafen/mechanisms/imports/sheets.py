from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from hafen.core.db.sheets import Column, Sheet
from hafen.mechanisms.imports.results import said


def _by(run: Any) -> str:
    return run.by.name if run.by else _now("command line")


def _remarks(row: Any) -> str:
    return "\n".join(
        f"{remark.column} {said(remark)}".strip() for remark in row.remarks
    )


IMPORTS = Sheet(
    "imports",
    _("Imports so far"),
    (
        Column(_("File"), lambda row: row.file_name, 40),
        Column(_("When"), lambda row: row.created_at),
        Column(_("By whom"), _by),
        Column(_("State"), lambda row: row.get_state_display()),
        Column(_("New"), lambda row: row.counts.get("created", 0)),
        Column(_("Changed"), lambda row: row.counts.get("updated", 0)),
        Column(_("Not imported"), lambda row: row.counts.get("errors", 0)),
    ),
)
ROWS = Sheet(
    "import-rows",
    _("Rows of the list"),
    (
        Column(_("Row"), lambda row: row.number, 8),
        Column(_("What becomes of it"), lambda row: row.get_fate_display()),
        Column(_("Entry"), lambda row: row.title, 40),
        Column(_("Remarks"), _remarks, 60),
    ),
)
