"""The log of presentations, and of meetings of others that the unit took part in."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.errors import DomainError
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import answer
from hafen.core.places.features import of_feature
from hafen.core.ui.conflict import edited
from hafen.network.organisations import queries, services, sheets, words
from hafen.network.organisations.features import COOPERATION
from hafen.network.organisations.forms import AppearanceFilterForm, AppearanceForm
from hafen.network.organisations.models import Appearance
from hafen.network.organisations.rules import EDIT_COOPERATION, VIEW_COOPERATION

PAGE = 50
_FIELDS = (
    "kind",
    "title",
    "held_on",
    "place",
    "network",
    "organisation",
    "audience",
    "number",
    "topics",
    "contribution",
)


@require_safe
@requires(VIEW_COOPERATION)
@of_feature(COOPERATION)
def appearances(request: SignedInRequest, municipality: str) -> HttpResponse:
    """List them by period, kind and group, with how often each group was met."""
    del municipality
    visible = queries.networks_visible_to(request.user).select_related("parent")
    form = AppearanceFilterForm(request.GET, networks=visible.by_network())
    form.is_valid()
    found = queries.appearances_meant(
        queries.appearances_visible_to(request.user), **form.cleaned_data
    )
    if request.GET.get("as"):
        sheet = sheets.appearances_sheet(words.topics(timezone.localdate()))
        if file := answer(request, sheet, queries.with_papers(found)):
            return file
    rows = queries.with_people(found)
    context = {
        "form": form,
        "filters": sum(map(bool, form.cleaned_data.values())),
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "by_group": queries.appearances_by_group(found),
        "may_edit": EDIT_COOPERATION.held_by(request.user),
    }
    return render(request, "organisations/appearances.html", context)


@require_safe
@requires(VIEW_COOPERATION)
@of_feature(COOPERATION)
def appearance(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    del municipality
    rows = queries.with_papers(queries.appearances_visible_to(request.user))
    found = get_object_or_404(rows, pk=pk)
    labels = words.topics(timezone.localdate())
    context = {
        "appearance": found,
        "topics": words.topic_names(found.topics, labels),
        "may_edit": EDIT_COOPERATION.held_by(request.user),
    }
    return render(request, "organisations/appearance.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_COOPERATION)
@of_feature(COOPERATION)
def record_appearance(request: SignedInRequest, municipality: str) -> HttpResponse:
    asked = {
        name: words.key(request.GET.get(name, ""))
        for name in ("network", "organisation")
    }
    initial = {
        **asked,
        "kind": "PARTICIPATION" if asked["network"] else "PRESENTATION",
        "held_on": timezone.localdate(),
        "people": [request.user.pk],
    }
    form = _form(request, initial=initial)
    if request.method == "POST" and form.is_valid():
        row = services.record_appearance(
            municipality=request.municipality, data=_data(form), by=request.user
        )
        _accompany(request, form, row)
        messages.success(request, _("The changes were saved."))
        return redirect("organisations:appearance", municipality, row.pk)
    return _page(request, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_COOPERATION)
@of_feature(COOPERATION)
def edit_appearance(
    request: SignedInRequest, municipality: str, pk: UUID
) -> HttpResponse:
    rows = queries.appearances_editable_by(request.user)
    found = get_object_or_404(rows.select_related("municipality"), pk=pk)
    said = {name: getattr(found, name) for name in _FIELDS}
    said["people"] = list(found.people.values_list("attended_by", flat=True))
    form = _form(request, initial=said, version=found.version)

    def save(*, expected: int | None) -> None:
        services.edit_appearance(
            appearance=found, data=_data(form), expected=expected, by=request.user
        )

    done = edited(request, form, found, save, current=said)
    if done is True:
        _accompany(request, form, found)
        messages.success(request, _("The changes were saved."))
        return redirect("organisations:appearance", municipality, pk)
    return done or _page(request, form, found)


@require_POST
@requires(EDIT_COOPERATION)
@of_feature(COOPERATION)
def take_back_appearance(
    request: SignedInRequest, municipality: str, pk: UUID
) -> HttpResponse:
    rows = queries.appearances_editable_by(request.user)
    services.take_back_appearance(
        appearance=get_object_or_404(rows, pk=pk),
        by=request.user,
        municipality=request.municipality,
        now=timezone.now(),
    )
    messages.success(request, _("The entry was deleted."))
    return redirect("organisations:appearances", municipality)


@require_POST
@requires(EDIT_COOPERATION)
@of_feature(COOPERATION)
def remove_material(
    request: SignedInRequest, municipality: str, pk: UUID, material: UUID
) -> HttpResponse:
    rows = queries.materials_editable_by(request.user)
    found = get_object_or_404(
        rows.select_related("file", "appearance"), pk=material, appearance=pk
    )
    services.remove_material(material=found, by=request.user)
    messages.success(request, _("The changes were saved."))
    return redirect("organisations:appearance", municipality, pk)


def _form(request: SignedInRequest, **options: Any) -> AppearanceForm:
    user = request.user
    visible = queries.networks_visible_to(user).select_related("parent")
    return AppearanceForm(
        request.POST or None,
        request.FILES or None,
        networks=visible.by_network(),
        organisations=queries.organisations_visible_to(user).present().sorted(),
        colleagues=queries.colleagues_of(user),
        topics=words.topic_choices(words.topics(timezone.localdate())),
        **options,
    )


def _data(form: AppearanceForm) -> services.AppearanceData:
    data: services.AppearanceData = {}
    own = {n: v for n, v in form.content.items() if n not in {"file", "due_on"}}
    data.update(own)  # type: ignore[typeddict-item]  # fields are its keys
    return data


def _accompany(request: SignedInRequest, form: AppearanceForm, row: Appearance) -> None:
    """Keep the paper beside the entry, and ask for what is to follow."""
    if due_on := form.content.get("due_on"):
        services.follow_up(
            appearance=row,
            owner=request.user,
            due_on=due_on,
            today=timezone.localdate(),
            by=request.user,
        )
    upload = form.content.get("file")
    if not upload:
        return
    try:
        services.attach_material(appearance=row, upload=upload, by=request.user)
    except DomainError:
        messages.error(request, _("The file was not taken; please try another one."))


def _page(
    request: SignedInRequest, form: AppearanceForm, found: Appearance | None
) -> HttpResponse:
    status = 422 if form.errors else 200
    context = {"form": form, "appearance": found}
    return render(request, "organisations/appearance_edit.html", context, status=status)
