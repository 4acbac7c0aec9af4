"""How one works together with an organisation: levels, sites, what cases count."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import answer
from hafen.core.places.features import of_feature
from hafen.core.places.queries import districts_of, sites_visible_to
from hafen.network.organisations import queries, services, words
from hafen.network.organisations.features import COOPERATION
from hafen.network.organisations.forms import LevelForm, PresenceForm
from hafen.network.organisations.models import Organisation, Presence
from hafen.network.organisations.rules import (
    EDIT_COOPERATION,
    VIEW_COOPERATION,
    VIEW_ORGANISATION,
)
from hafen.network.organisations.sheets import map_sheet, serving_sheet

YEAR = timedelta(days=365)


@require_safe
@requires(VIEW_COOPERATION)
@of_feature(COOPERATION)
def cooperation(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """How close the cooperation is and was, under which agreements, and where."""
    del municipality
    today = timezone.localdate()
    rows = queries.organisations_visible_to(request.user).select_related("municipality")
    counted = queries.with_cases(rows, first=today - YEAR, last=today)
    organisation = get_object_or_404(counted, pk=pk)
    agreements = queries.agreements_visible_to(request.user)
    context = {
        "organisation": organisation,
        "levels": queries.levels_of(organisation),
        "facts": queries.facts_of(organisation, request.user, today),
        "agreements": queries.with_parties(
            agreements.filter(parties__organisation=organisation)
        ),
        "presences": organisation.presences.select_related("site"),
        "today": today,
        "may_cooperate": True,
        "may_edit": EDIT_COOPERATION.held_by(request.user),
    }
    return render(request, "organisations/cooperation.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_COOPERATION)
@of_feature(COOPERATION)
def set_level(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    organisation = _organisation(request, pk)
    form = LevelForm(request.POST or None, initial={"since": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        services.set_level(organisation=organisation, **form.content, by=request.user)
        messages.success(request, _("The level of cooperation was recorded."))
        return redirect("organisations:cooperation", municipality, pk)
    return _asked(request, form, organisation, _("Level of cooperation"))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_COOPERATION)
@of_feature(COOPERATION)
def add_presence(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    organisation = _organisation(request, pk)
    sites = sites_visible_to(request.user).order_by("sort_key", "id")
    form = PresenceForm(request.POST or None, sites=sites)
    if request.method == "POST" and form.is_valid():
        services.place_at_site(
            organisation=organisation, **form.content, by=request.user
        )
        messages.success(request, _("The changes were saved."))
        return redirect("organisations:cooperation", municipality, pk)
    return _asked(request, form, organisation, _("Work at a site"))


@require_POST
@requires(EDIT_COOPERATION)
@of_feature(COOPERATION)
def end_presence(
    request: SignedInRequest, municipality: str, pk: UUID, presence: UUID
) -> HttpResponse:
    rows = queries.presences_editable_by(request.user).select_related("organisation")
    found = get_object_or_404(rows, pk=presence, organisation=pk)
    services.leave_site(presence=found, by=request.user)
    messages.success(request, _("The changes were saved."))
    return redirect("organisations:cooperation", municipality, pk)


@require_safe
@requires(VIEW_ORGANISATION)
@of_feature(COOPERATION)
def network_map(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Fields of work by district: who is active there, and where there is a gap."""
    del municipality
    labels = words.topics(timezone.localdate())
    tag = get_language() or "de"
    level = request.GET.get("level", "1")
    districts = [
        row for row in districts_of(request.municipality) if str(row.level) == level
    ]
    cells = queries.network_map(
        request.municipality,
        topics=[label.code for label in labels],
        districts=[row.pk for row in districts],
    )
    columns = [_("whole town"), *(row.name_in(tag) for row in districts)]
    lines = [(label.name, cells[label.code]) for label in labels]
    if file := answer(request, map_sheet(columns), lines):
        return file
    context = {
        "columns": columns,
        "lines": lines,
        "drawing": words.drawing(lines, columns),
        "gaps": sum(cell.is_gap for _name, row in lines for cell in row[1:]),
    }
    return render(request, "organisations/map.html", context)


@require_safe
@requires(VIEW_COOPERATION)
@of_feature(COOPERATION)
def serving(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Who serves which site: the town and independent providers in one picture."""
    del municipality
    found = queries.who_serves_where(request.municipality)
    lines = [
        (site.name, ["; ".join(names) for names in tasks.values()])
        for site, tasks in found.items()
    ]
    tasks = [str(label) for label in Presence.Task.labels]
    if file := answer(request, serving_sheet(tasks), lines):
        return file
    context = {"lines": lines, "tasks": tasks}
    return render(request, "organisations/serving.html", context)


def _organisation(request: SignedInRequest, pk: UUID) -> Organisation:
    rows = queries.organisations_visible_to(request.user)
    return get_object_or_404(rows.select_related("municipality"), pk=pk)


def _asked(
    request: SignedInRequest,
    form: LevelForm | PresenceForm,
    organisation: Organisation,
    title: str,
) -> HttpResponse:
    context = {"form": form, "organisation": organisation, "title": title}
    status = 422 if form.errors else 200
    return render(request, "organisations/asked.html", context, status=status)
