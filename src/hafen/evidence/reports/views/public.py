"""What whoever has a link reads, and everybody: released tables, nothing live."""

import json
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hafen.core.db import context
from hafen.core.db.context import Context
from hafen.core.db.permissions import public
from hafen.core.places.features import of_feature
from hafen.core.places.models import Municipality
from hafen.core.places.requests import PlaceRequest
from hafen.core.taxonomy.reference import words_in
from hafen.core.ui.visitors import by_link
from hafen.evidence.reports import dcat, keys, papers, queries
from hafen.evidence.reports.doors import FEATURE
from hafen.evidence.reports.measuring import templates
from hafen.evidence.reports.models import OpenDataset
from hafen.evidence.reports.opening import OpenTable, open_tables
from hafen.evidence.reports.telling import from_json
from hafen.evidence.reports.views._reports import filed


@by_link(FEATURE, writes=False)
def shared(request: PlaceRequest, pk: UUID, code: str) -> HttpResponse:
    """A report as it was released, for whoever has the link."""
    row = queries.share_at(request.municipality, pk, timezone.localdate())
    if row is None or not keys.is_code(row.pk, code):
        raise Http404
    release, main = row.release, request.municipality.default_language
    found = from_json(release.result)
    if kind := request.GET.get("as", ""):
        with words_in(main):
            return filed(found, release.shaped, kind)
    shown = {
        "release": release,
        "report": found,
        "main": main,
        "share": row,
        "kinds": list(papers.TYPES),
    }
    return render(request, "reports/public/shared.html", shown)


@require_safe
@public
@of_feature(FEATURE)
def open_data(request: PlaceRequest, municipality: str, language: str) -> HttpResponse:
    """The data sets that everybody may use."""
    del municipality, language
    with context.acting(Context(municipality=request.municipality.pk)):
        rows = _datasets(request.municipality)
    shown = {"rows": rows, "main": request.municipality.default_language}
    return render(request, "reports/public/open_data.html", shown)


@require_safe
@public
@of_feature(FEATURE)
def catalogue(request: PlaceRequest, municipality: str, language: str) -> HttpResponse:
    """The same for programs, in DCAT-AP.de."""
    del municipality, language
    town = request.municipality
    with (
        context.acting(Context(municipality=town.pk)),
        words_in(town.default_language),
    ):
        found = dcat.catalogue(town, _("Open data"), _datasets(town))
    text = json.dumps(found, ensure_ascii=False, indent=1)
    return HttpResponse(text, content_type=dcat.TYPE)


@require_safe
@public
@of_feature(FEATURE)
def table(
    request: PlaceRequest, municipality: str, language: str, pk: UUID, name: str
) -> HttpResponse:
    """One table as CSV."""
    del municipality, language
    with context.acting(Context(municipality=request.municipality.pk)):
        rows = queries.open_datasets_of(request.municipality)
        row = get_object_or_404(rows, pk=pk)
        tables = {each.name: each for each in open_tables(row.release)}
    if name not in tables:
        raise Http404
    answer = HttpResponse(tables[name].csv, content_type=papers.TYPES["csv"])
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def _datasets(town: Municipality) -> list[tuple[OpenDataset, str, list[OpenTable]]]:
    """Return each data set with what it tells, and its tables."""
    return [
        (row, _about(row), open_tables(row.release))
        for row in queries.open_datasets_of(town)
    ]


def _about(row: OpenDataset) -> str:
    """Return what a report tells, in the active language."""
    kind = row.release.template
    return str(templates[kind].about) if kind in templates else row.release.title
