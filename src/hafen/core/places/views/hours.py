"""Opening hours of a site: the week as a whole, single days, absences."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hafen.core.db.forms import Form
from hafen.core.db.permissions import requires
from hafen.core.places import queries, rules, services
from hafen.core.places.forms import ExceptionForm, HoursFormSet
from hafen.core.places.models import OpeningException, Site
from hafen.core.places.requests import PlaceRequest
from hafen.core.places.services import HoursRow
from hafen.core.places.views.pages import Crumb, crumbs, form_page, to


@requires(rules.EDIT_HOURS)
def edit_hours(request: PlaceRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Edit the weekly hours, those of later periods among them."""
    del municipality
    site = _site(request, pk)
    guard = Form(request.POST or None, version=site.version)
    # A sent line that equals the saved one must not count as left empty.
    initial = queries.weekly_rows_of(site) if request.method != "POST" else None
    lines: Any = HoursFormSet(request.POST or None, initial=initial, prefix="hours")
    if request.method == "POST" and not lines.is_valid():
        guard.is_valid()
        guard.add_error(None, _("Please check the lines that are marked."))

    def save() -> str:
        rows = [HoursRow(**line) for line in lines.filled()]
        services.replace_hours(site, rows=rows, expected=guard.read_version)
        return to(request, "site", site.pk)

    return form_page(
        request,
        guard,
        save,
        title=_("Opening hours"),
        crumbs=_way(request, site),
        template="places/hours.html",
        lines=lines,
        site=site,
    )


@requires(rules.EDIT_HOURS)
def add_exception(request: PlaceRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Enter other hours of one day, or an absence."""
    del municipality
    site = _site(request, pk)
    row = OpeningException(municipality=request.municipality, site=site)
    form = ExceptionForm(request.POST or None, row=row)

    def save() -> str:
        services.except_day(site, **form.content)
        return to(request, "site", site.pk)

    return form_page(
        request,
        form,
        save,
        title=_("Other hours on one day, or an absence"),
        crumbs=_way(request, site),
        note=_("Leave both times empty if it is closed on that day."),
    )


@require_POST
@requires(rules.EDIT_HOURS)
def retract_exception(
    request: PlaceRequest, municipality: str, pk: UUID
) -> HttpResponse:
    """Let the usual hours hold again on that day."""
    del municipality
    exception = get_object_or_404(queries.exceptions_visible_to(request.user), pk=pk)
    services.retract_exception(exception)
    return redirect(to(request, "site", exception.site_id))


def _site(request: PlaceRequest, pk: UUID) -> Site:
    return get_object_or_404(queries.sites_visible_to(request.user), pk=pk)


def _way(request: PlaceRequest, site: Site) -> list[Crumb]:
    here = Crumb(site.name, to(request, "site", site.pk))
    return [*crumbs(request, (_("Sites"), "sites")), here]
