"""Who lacks which training: helpers by association, colleagues, and units."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.errors import DomainError
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import answer
from hafen.core.places.features import of_feature
from hafen.exchange.pool.queries import helpers_visible_to
from hafen.exchange.training import queries, services
from hafen.exchange.training.doors import FEATURE
from hafen.exchange.training.forms import AffiliationForm, RecordForm, UnitForm
from hafen.exchange.training.models import Module
from hafen.exchange.training.rules import (
    EXPORT_TRAINING,
    RUN_TRAINING,
    VIEW_TRAINING,
)
from hafen.exchange.training.sheets import HELPERS, STAFF, UNITS
from hafen.exchange.training.views._programme import MOST_EXPORTED, PAGE
from hafen.exchange.training.views._refusals import refusal
from hafen.mechanisms.todos.queries import receivers_for
from hafen.network.organisations.queries import organisations_visible_to

Kind = Module.Kind
_PARTS = {
    "helpers": (HELPERS, Kind.BASIC, queries.helpers_without),
    "staff": (STAFF, Kind.DIVERSITY, queries.staff_without),
}


@require_safe
@requires(VIEW_TRAINING)
@of_feature(FEATURE)
def gaps(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Who lacks a kind of training; of units only numbers are shown."""
    del municipality
    part = request.GET.get("part", "helpers")
    if part == "units":
        kind = _kind(request, Kind.INTERCULTURAL)
        sheet = UNITS
        rows: Any = queries.coverage(request.municipality, kind)
    else:
        sheet, usual, find = _PARTS.get(part, _PARTS["helpers"])
        kind = _kind(request, usual)
        rows = find(request.municipality, kind, timezone.localdate())
    if file := answer(request, sheet, rows[:MOST_EXPORTED], right=EXPORT_TRAINING):
        return file
    context = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "part": part,
        "parts": [
            ("helpers", pgettext("training", "helpers by association")),
            ("staff", pgettext("training", "colleagues")),
            ("units", pgettext("training", "units")),
        ],
        "kind": kind,
        "kinds": [(each.value, each.label) for each in Kind if each != Kind.EVENT],
        "may_run": RUN_TRAINING.held_by(request.user),
        "may_export": EXPORT_TRAINING.held_by(request.user),
    }
    return render(request, "training/gaps.html", context)


def _kind(request: SignedInRequest, usual: Kind) -> str:
    asked = request.GET.get("kind", "")
    return asked if asked in Kind.values else str(usual)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(RUN_TRAINING)
@of_feature(FEATURE)
def record(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Note what somebody has learned elsewhere."""
    people, _teams = receivers_for(request.user)
    form = RecordForm(
        request.POST or None,
        rows={
            "helper": helpers_visible_to(request.user),
            "user": people,
            "module": queries.modules_visible_to(request.user),
        },
    )
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        services.record_qualification(
            municipality=request.municipality,
            whose={name: values[name] for name in ("helper", "user")},
            module=values["module"],
            acquired_on=values["acquired_on"],
            note=values["note"],
            by=request.user,
        )
        messages.success(request, _("The changes were saved."))
        return redirect("training:gaps", municipality)
    return _form_page(request, form, _("Note a qualification"))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(RUN_TRAINING)
@of_feature(FEATURE)
def affiliate(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Say which association sees to the training of a helper."""
    form = AffiliationForm(
        request.POST or None,
        rows={
            "helper": helpers_visible_to(request.user),
            "organisation": organisations_visible_to(request.user).order_by("sort_key"),
        },
        initial={"helper": request.GET.get("helper")},
    )
    if request.method == "POST" and form.is_valid():
        services.affiliate(by=request.user, **form.content)
        messages.success(request, _("The changes were saved."))
        return redirect("training:gaps", municipality)
    return _form_page(request, form, _("Which association sees to the training"))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(RUN_TRAINING)
@of_feature(FEATURE)
def unit(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Note a unit and how many work in it; the same name corrects it."""
    form = UnitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.save_unit(
                municipality=request.municipality, by=request.user, **form.content
            )
        except DomainError as refused:
            form.add_error(None, refusal(refused))
        else:
            messages.success(request, _("The changes were saved."))
            return redirect("training:gaps", municipality)
    return _form_page(request, form, _("Note a unit"))


def _form_page(request: SignedInRequest, form: Any, heading: str) -> HttpResponse:
    context = {"form": form, "heading": heading}
    status = 422 if form.errors else 200
    return render(request, "training/form.html", context, status=status)
