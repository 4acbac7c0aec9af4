from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.permissions import requires
from hafen.core.places.queries import district_tree
from hafen.core.ui.conflict import edited
from hafen.information.directory import choices, queries, services
from hafen.information.directory.forms import (
    ContactForm,
    NewServiceForm,
    WhatForm,
    WhomForm,
)
from hafen.information.directory.models import Service
from hafen.information.directory.rules import EDIT_EVERY_SERVICE, EDIT_SERVICE
from hafen.information.directory.shapes import ServiceData
from hafen.information.directory.views._common import (
    editable,
    section_address,
    sections,
)
from hafen.network.organisations.models import OrganisationQuerySet
from hafen.network.organisations.queries import (
    organisations_editable_by,
    organisations_visible_to,
)

NEXT = {"what": "where", "whom": "contact"}


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_SERVICE)
def create(request: SignedInRequest, municipality: str) -> HttpResponse:
    form = NewServiceForm(
        request.POST or None,
        initial={"organisation": request.GET.get("organisation")},
        organisations=_organisations(request),
        topics=_topics(),
    )
    if request.method == "POST" and form.is_valid():
        service = services.create_service(
            municipality=request.municipality,
            data=_data(form),
            by=request.user,
            now=timezone.now(),
        )
        messages.success(request, _("The offer was created as a draft."))
        return redirect(section_address(municipality, service.pk, "what"))
    status = 422 if form.errors else 200
    return render(request, "directory/new.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_SERVICE)
def edit(
    request: SignedInRequest, municipality: str, pk: UUID, section: str
) -> HttpResponse:
    """One section of an offer: what, for whom, contact."""
    service = editable(request, pk)
    form = _form(request, service, section)

    def save(*, expected: int | None) -> None:
        services.edit_service(
            service=service,
            data=_data(form),
            expected=expected,
            by=request.user,
            now=timezone.now(),
        )

    done = edited(request, form, service, save, current=form.initial)
    if done is True:
        messages.success(request, _("The changes were saved."))
        return redirect(_next(request, municipality, pk, section))
    if done:
        return done
    context = {
        "form": form,
        "service": service,
        "section": section,
        "sections": sections(service, section),
    }
    status = 422 if form.errors else 200
    return render(request, "directory/edit.html", context, status=status)


def _next(request: SignedInRequest, slug: str, pk: UUID, section: str) -> str:
    if "onwards" in request.POST and section in NEXT:
        return section_address(slug, pk, NEXT[section])
    return section_address(slug, pk, section)


def _form(request: SignedInRequest, service: Service, section: str) -> Any:
    """Return the form of a section, with what is known.

    :raises Http404: when there is no such section
    """
    data = queries.data_of(service)
    sent, options = request.POST or None, {"version": service.version}
    if section == "what":
        return WhatForm(
            sent,
            initial=WhatForm.said(data),
            organisations=_organisations(request),
            topics=_topics(),
            **options,
        )
    if section == "whom":
        language, today = get_language() or "de", timezone.localdate()
        return WhomForm(
            sent,
            initial=WhomForm.said(data),
            groups=choices.target_groups(language=language, today=today),
            languages=choices.languages_offered(language=language),
            residence=choices.residence(language=language, today=today),
            districts=choices.districts(district_tree(request.municipality)),
            **options,
        )
    if section == "contact":
        return ContactForm(sent, initial=ContactForm.said(data), **options)
    raise Http404


def _data(form: Any) -> ServiceData:
    data: ServiceData = form.data_of_service
    return data


def _topics() -> list[Any]:
    return choices.topics(language=get_language() or "de", today=timezone.localdate())


def _organisations(request: SignedInRequest) -> OrganisationQuerySet:
    """Return those under which the person may list an offer."""
    if EDIT_EVERY_SERVICE.held_by(request.user):
        return organisations_visible_to(request.user).present().sorted()
    return organisations_editable_by(request.user).present().sorted()
