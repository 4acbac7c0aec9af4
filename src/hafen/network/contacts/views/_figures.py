from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import answer
from hafen.core.places.features import of_feature
from hafen.network.contacts import queries, services, words
from hafen.network.contacts.doors import FEATURE
from hafen.network.contacts.forms import EstimateForm, TaskForm
from hafen.network.contacts.queries import DIMENSIONS, Line
from hafen.network.contacts.rules import (
    EXPORT_CONTACT,
    MANAGE_CONTACT,
    RECORD_CONTACT,
    VIEW_CONTACT,
)
from hafen.network.contacts.sheets import PRESENCE, figures_sheet
from hafen.network.contacts.views._common import (
    chosen_contacts,
    known_words,
    this_year,
)
from hafen.network.organisations.models import Organisation

PAGE = 50
# Without a word for half a year a relation has gone to sleep.
QUIET_DAYS = 180


@require_safe
@requires(VIEW_CONTACT)
@of_feature(FEATURE)
def figures(request: SignedInRequest, municipality: str) -> HttpResponse:
    """How many contacts there were, split by target group and one thing more."""
    del municipality
    context = _counted(request)
    lines = [
        *([name, *line.cells] for name, line in context["lines"]),
        [_("Total"), *context["total"].cells],
        [_("Estimated besides"), *context["estimated"].cells],
    ]
    sheet = figures_sheet(context["heading"], context["groups"])
    if file := answer(request, sheet, lines, right=EXPORT_CONTACT):
        return file
    return render(request, "contacts/figures.html", context)


def _counted(request: SignedInRequest) -> dict[str, Any]:
    known = known_words()
    form, chosen, rows = chosen_contacts(request, known)
    asked = request.GET.get("by", "")
    dimension = asked if asked in DIMENSIONS else "month"
    lines = queries.figures(rows, dimension=dimension)
    whole = queries.total(queries.figures(rows, dimension="month"))
    name = words.namer(dimension, known, timezone.localdate())
    estimated: Line = queries.estimates(
        request.user, first=chosen.first, last=chosen.last
    )
    return {
        "form": form,
        "filters": chosen.count,
        "lines": [(name(line.key) or _("not stated"), line) for line in lines],
        "total": whole,
        "estimated": estimated,
        "groups": known.groups,
        "heading": words.DIMENSION_NAMES[dimension],
        "dimension": dimension,
        "dimensions": words.DIMENSION_NAMES.items(),
        "may_export": EXPORT_CONTACT.held_by(request.user),
        "may_manage": MANAGE_CONTACT.held_by(request.user),
    }


@require_safe
@requires(VIEW_CONTACT)
@of_feature(FEATURE)
def presence(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Which partners were met, when last, and who has never been met."""
    del municipality
    today = timezone.localdate()
    form, chosen, _rows = chosen_contacts(request, known_words())
    first = chosen.first or this_year(today)
    rows = queries.presence(request.user, first=first, last=chosen.last)
    if file := answer(request, PRESENCE, rows, right=EXPORT_CONTACT):
        return file
    found = queries.actors(request.user, first=first, last=chosen.last or today)
    kinds = dict(Organisation.Kind.choices)
    context = {
        "form": form,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "first": first,
        "last": chosen.last,
        "actors": found,
        "actor_kinds": [(kinds[kind], number) for kind, number in found.kinds],
        "quiet_since": today - timedelta(days=QUIET_DAYS),
        "may_export": EXPORT_CONTACT.held_by(request.user),
        "may_record": RECORD_CONTACT.held_by(request.user),
    }
    return render(request, "contacts/presence.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(MANAGE_CONTACT)
@of_feature(FEATURE)
def estimate(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Say how many contacts of a month nobody recorded."""
    today = timezone.localdate()
    form = EstimateForm(
        request.POST or None, initial={"month": today}, known=known_words()
    )
    if request.method == "POST" and form.is_valid():
        services.estimate_unrecorded(
            municipality=request.municipality,
            month=form.cleaned_data["month"],
            group=form.cleaned_data["group"],
            number=form.cleaned_data["number"],
            by=request.user,
        )
        messages.success(request, _("The estimate stands beside the counted figures."))
        return redirect("contacts:figures", municipality)
    status = 422 if form.errors else 200
    return render(request, "contacts/estimate.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(MANAGE_CONTACT)
@of_feature(FEATURE)
def add_task(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Name the tasks by which the contact point reports its activities."""
    form = TaskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_task(
                municipality=request.municipality,
                code=form.cleaned_data["code"],
                name=form.cleaned_data["name"],
                by=request.user,
            )
        except services.TaskExists:
            form.add_error("code", _("Another task has this letter already."))
        else:
            messages.success(request, _("The task can be chosen from now on."))
            return redirect("contacts:add_task", municipality)
    tasks = queries.tasks_of(request.user.municipality_id)
    context = {"form": form, "tasks": tasks}
    status = 422 if form.errors else 200
    return render(request, "contacts/tasks.html", context, status=status)
