from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.errors import LostUpdate
from hafen.core.db.permissions import requires
from hafen.core.places import queries as places
from hafen.core.places.features import of_feature
from hafen.mechanisms.todos.queries import receivers_for
from hafen.voice.inquiries import queries, services
from hafen.voice.inquiries.doors import FEATURE
from hafen.voice.inquiries.forms.settings import MailboxForm, PointForm, TemplateForm
from hafen.voice.inquiries.models import ContactPoint, Mailbox
from hafen.voice.inquiries.rules import MANAGE_CONTACT_POINT

_POINT = (
    "name",
    "is_public",
    "team",
    "addressee",
    "site",
    "phone",
    "email",
    "answer_days",
    "urgent_days",
    "funding",
)
_BOX = (
    "point",
    "address",
    "host",
    "port",
    "folder",
    "user",
    "sign_in",
    "token_url",
    "client_id",
    "is_active",
)


@require_safe
@requires(MANAGE_CONTACT_POINT)
@of_feature(FEATURE)
def settings(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Contact points, mailboxes and texts, each with its page."""
    del municipality
    context = {
        "points": queries.points_visible_to(request.user),
        "mailboxes": queries.mailboxes_visible_to(request.user),
        "templates": queries.templates_visible_to(request.user),
        "checklists": queries.checklists_visible_to(request.user),
    }
    return render(request, "inquiries/settings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(MANAGE_CONTACT_POINT)
@of_feature(FEATURE)
def point(
    request: SignedInRequest, municipality: str, pk: UUID | None = None
) -> HttpResponse:
    rows = queries.points_visible_to(request.user)
    found = get_object_or_404(rows, pk=pk) if pk else None
    people, teams = receivers_for(request.user)
    form = PointForm(
        request.POST or None,
        initial=_said_of_point(found),
        version=found.version if found else None,
        rows={
            "team": teams,
            "addressee": people,
            "site": places.sites_visible_to(request.user).in_order(),
        },
        languages=request.municipality.languages,
    )
    if request.method == "POST" and form.is_valid():
        data: services.PointData = {}
        data.update(form.point_data)  # type: ignore[typeddict-item]  # its keys
        try:
            services.save_point(
                municipality=request.municipality,
                point=found,
                data=data,
                expected=form.read_version,
                by=request.user,
            )
        except LostUpdate:
            form.add_error(None, _("Somebody else was faster; please look again."))
        else:
            return _saved(request, municipality)
    return _form_page(request, form, _("Contact point"))


def _said_of_point(found: ContactPoint | None) -> dict[str, Any] | None:
    if found is None:
        return {"is_public": True}
    said = {name: getattr(found, name) for name in _POINT}
    texts = {f"mandate_{tag}": text for tag, text in found.mandates.items()}
    return {**said, **texts}


@require_http_methods(["GET", "HEAD", "POST"])
@requires(MANAGE_CONTACT_POINT)
@of_feature(FEATURE)
def mailbox(
    request: SignedInRequest, municipality: str, pk: UUID | None = None
) -> HttpResponse:
    rows = queries.mailboxes_visible_to(request.user)
    found: Mailbox | None = get_object_or_404(rows, pk=pk) if pk else None
    form = MailboxForm(
        request.POST or None,
        initial={name: getattr(found, name) for name in _BOX} if found else None,
        version=found.version if found else None,
        points=queries.points_visible_to(request.user),
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.save_mailbox(
                municipality=request.municipality,
                mailbox=found,
                data=form.content,
                expected=form.read_version,
                by=request.user,
            )
        except LostUpdate:
            form.add_error(None, _("Somebody else was faster; please look again."))
        else:
            return _saved(request, municipality)
    return _form_page(request, form, _("Mailbox"))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(MANAGE_CONTACT_POINT)
@of_feature(FEATURE)
def template(
    request: SignedInRequest, municipality: str, pk: UUID | None = None
) -> HttpResponse:
    rows = queries.templates_visible_to(request.user)
    found = get_object_or_404(rows, pk=pk) if pk else None
    initial: dict[str, Any] = {}
    if found is not None:
        initial = {f"text_{text.language}": text.text for text in found.texts.all()}
        initial["name"] = found.name
    form = TemplateForm(
        request.POST or None, initial=initial, languages=request.municipality.languages
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.save_template(
                municipality=request.municipality,
                template=found,
                name=form.cleaned_data["name"],
                texts=form.texts,
                by=request.user,
            )
        except services.TemplateExists:
            form.add_error("name", _("Another text has this name."))
        else:
            return _saved(request, municipality)
    hint = _(
        "Places that are filled by themselves: {number}, {name}, {due}, {town},"
        " {phone}, {link}."
    )
    return _form_page(request, form, _("Reply template"), hint=hint)


def _saved(request: SignedInRequest, municipality: str) -> HttpResponse:
    messages.success(request, _("The changes were saved."))
    return redirect("inquiries:settings", municipality)


def _form_page(
    request: SignedInRequest, form: Any, title: str, hint: str = ""
) -> HttpResponse:
    context = {"form": form, "title": title, "hint": hint}
    status = 422 if form.errors else 200
    return render(request, "inquiries/setting.html", context, status=status)
