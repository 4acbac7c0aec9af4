from django.http import Http404, HttpResponse, JsonResponse
from django.views.decorators.http import require_http_methods

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.permissions import requires
from hafen.information.directory import queries
from hafen.information.directory.exporting import (
    COLUMNS,
    as_csv,
    as_workbook,
    export_rows,
)
from hafen.information.directory.rules import EXPORT_SERVICE
from hafen.information.directory.views._listing import chosen_services, filter_form

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "HEAD"])
@requires(EXPORT_SERVICE)
def export(request: SignedInRequest, municipality: str, kind: str) -> HttpResponse:
    """The filtered list as a file: CSV, XLSX or JSON."""
    chosen = chosen_services(request, filter_form(request)).sorted()
    languages = request.municipality.languages
    rows = export_rows(queries.with_list_columns(chosen, languages=languages))
    if kind == "json":
        response: HttpResponse = JsonResponse(
            {"columns": list(COLUMNS), "offers": rows}
        )
    elif kind == "csv":
        response = HttpResponse(as_csv(rows), content_type="text/csv; charset=utf-8")
    elif kind == "xlsx":
        response = HttpResponse(as_workbook(rows), content_type=_XLSX)
    else:
        raise Http404
    name = f"angebote-{municipality}.{kind}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
