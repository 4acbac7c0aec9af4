"""The list of remarks as a file for the spreadsheet where the list is mended."""

import csv
from collections.abc import Iterable

from django.http import HttpResponse
from django.utils.translation import gettext as _

from hafen.core.db.workbooks import harmless
from hafen.mechanisms.imports.models import StagedRow
from hafen.mechanisms.imports.results import said


def remarks_as_csv(rows: Iterable[StagedRow], *, name: str) -> HttpResponse:
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    # The mark tells Excel that this is UTF-8.
    response.write("\ufeff")
    writer = csv.writer(response, delimiter=";")
    heads = [_("row"), _("column"), _("value"), _("remark"), _("imported")]
    writer.writerow([harmless(head) for head in heads])
    for row in rows:
        for remark in row.remarks:
            cells = [
                str(row.number),
                remark.column,
                remark.value,
                said(remark),
                _("no") if row.fate == StagedRow.Fate.ERROR else _("yes"),
            ]
            writer.writerow([harmless(cell) for cell in cells])
    return response
