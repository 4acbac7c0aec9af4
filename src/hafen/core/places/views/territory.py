"""Districts with their map, territories beside the tree, and streets."""

import tempfile
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hafen.core.db.permissions import requires
from hafen.core.db.sheets import answer
from hafen.core.places import queries, rules, services
from hafen.core.places.drawing import draw
from hafen.core.places.errors import FileUnreadable
from hafen.core.places.forms import (
    DistrictFileForm,
    DistrictForm,
    StreetForm,
    TerritoryForm,
)
from hafen.core.places.models import StreetRange, Territory
from hafen.core.places.requests import PlaceRequest
from hafen.core.places.services import ImportResult
from hafen.core.places.sheets import STREETS as SHEET
from hafen.core.places.views.pages import crumbs, form_page, to, typed

STREETS = 50


@require_safe
@requires(rules.VIEW_PLACES)
def districts(request: PlaceRequest, municipality: str) -> HttpResponse:
    """Show the tree of districts beside its map."""
    del municipality
    rows = list(queries.districts_visible_to(request.user).active().in_order())
    return render(
        request,
        "places/districts.html",
        {
            "nodes": queries.tree_of(rows),
            "drawing": draw(rows),
            "count": len(rows),
            "may_edit": rules.EDIT_TERRITORY.held_by(request.user),
        },
    )


@requires(rules.EDIT_TERRITORY)
def edit_district(request: PlaceRequest, municipality: str, pk: UUID) -> HttpResponse:
    del municipality
    row = get_object_or_404(queries.districts_visible_to(request.user), pk=pk)
    form = DistrictForm(request.POST or None, row=row)

    def save() -> str:
        services.rename_district(row, **form.content, expected=form.read_version)
        return to(request, "districts")

    return form_page(
        request,
        form,
        save,
        title=_("Edit district"),
        crumbs=crumbs(request, (_("Districts"), "districts")),
    )


@requires(rules.EDIT_TERRITORY)
def import_districts(request: PlaceRequest, municipality: str) -> HttpResponse:
    """Bring in a GeoJSON file; the first sending is a trial unless unticked."""
    del municipality
    form = DistrictFileForm(request.POST or None, request.FILES or None)
    result: ImportResult | None = None
    if request.method == "POST" and form.is_valid():
        try:
            result = _import(request, form)
        except FileUnreadable as refused:
            form.add_error("file", str(refused))
    return render(
        request,
        "places/import_districts.html",
        {
            "form": form,
            "result": result,
            "is_trial": result is not None and form.cleaned_data["dry_run"],
            "crumbs": crumbs(request, (_("Districts"), "districts")),
        },
        status=422 if form.errors else 200,
    )


@require_safe
@requires(rules.VIEW_PLACES)
def territories(request: PlaceRequest, municipality: str) -> HttpResponse:
    """List social regions, action areas and target regions with their districts."""
    del municipality
    kind = typed(request, "kind")
    today = timezone.localdate()
    found = queries.territories_of(request.municipality, on=today, kind=kind or None)
    return render(
        request,
        "places/territories.html",
        {
            "territories": found,
            "kinds": Territory.Kind.choices,
            "kind": kind,
            "may_edit": rules.EDIT_TERRITORY.held_by(request.user),
        },
    )


@requires(rules.EDIT_TERRITORY)
def add_territory(request: PlaceRequest, municipality: str) -> HttpResponse:
    del municipality
    row = Territory(municipality=request.municipality)
    return _edit_territory(request, row, _("New territory"))


@requires(rules.EDIT_TERRITORY)
def edit_territory(request: PlaceRequest, municipality: str, pk: UUID) -> HttpResponse:
    del municipality
    row = get_object_or_404(queries.territories_visible_to(request.user), pk=pk)
    return _edit_territory(request, row, _("Edit territory"))


@require_safe
@requires(rules.VIEW_PLACES)
def streets(request: PlaceRequest, municipality: str) -> HttpResponse:
    """List the streets with the site in charge."""
    del municipality
    text = typed(request, "q")
    found = queries.streets_visible_to(request.user, search=text)
    if file := answer(request, SHEET, found):
        return file
    page = Paginator(found, STREETS).get_page(request.GET.get("page"))
    may_edit = rules.EDIT_TERRITORY.held_by(request.user)
    context = {"page": page, "text": text, "may_edit": may_edit}
    return render(request, "places/streets.html", context)


@requires(rules.EDIT_TERRITORY)
def add_street(request: PlaceRequest, municipality: str) -> HttpResponse:
    del municipality
    row = StreetRange(municipality=request.municipality)
    return _edit_street(request, row, _("New street"))


@requires(rules.EDIT_TERRITORY)
def edit_street(request: PlaceRequest, municipality: str, pk: UUID) -> HttpResponse:
    del municipality
    row = get_object_or_404(queries.streets_visible_to(request.user), pk=pk)
    return _edit_street(request, row, _("Edit street"))


@require_POST
@requires(rules.EDIT_TERRITORY)
def remove_street(request: PlaceRequest, municipality: str, pk: UUID) -> HttpResponse:
    del municipality
    row = get_object_or_404(queries.streets_visible_to(request.user), pk=pk)
    services.remove_street(row)
    return redirect(to(request, "streets"))


def _import(request: PlaceRequest, form: DistrictFileForm) -> ImportResult:
    file: Any = form.cleaned_data["file"]
    with tempfile.TemporaryDirectory() as folder:
        # Only the last part of the name: it may carry a path of the sender.
        path = Path(folder) / (Path(file.name).name or "districts.geojson")
        with path.open("wb") as target:
            target.writelines(file.chunks())
        return services.import_districts(
            path=path,
            municipality=request.municipality,
            layer=form.cleaned_data["layer"],
            dry_run=form.cleaned_data["dry_run"],
        )


def _edit_territory(request: PlaceRequest, row: Territory, title: str) -> HttpResponse:
    form = TerritoryForm(request.POST or None, row=row)

    def save() -> str:
        values = form.content
        districts = values.pop("districts")
        services.save_territory(
            row, values=values, districts=districts, expected=form.read_version
        )
        return to(request, "territories")

    way = crumbs(request, (_("Territories"), "territories"))
    return form_page(request, form, save, title=title, crumbs=way)


def _edit_street(request: PlaceRequest, row: StreetRange, title: str) -> HttpResponse:
    form = StreetForm(request.POST or None, row=row)

    def save() -> str:
        services.save_street(row, values=form.content, expected=form.read_version)
        return to(request, "streets")

    way = crumbs(request, (_("Streets"), "streets"))
    return form_page(request, form, save, title=title, crumbs=way)
