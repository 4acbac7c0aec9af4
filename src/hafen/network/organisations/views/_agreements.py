"""The register of contracts and agreements."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from hafen.core.accounts.models import User
from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.errors import DomainError
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import answer
from hafen.core.places.features import of_feature
from hafen.core.ui.conflict import edited
from hafen.network.organisations import queries, services
from hafen.network.organisations.features import COOPERATION
from hafen.network.organisations.forms import (
    AgreementFilterForm,
    AgreementForm,
    DeliverableForm,
    agreement_said,
)
from hafen.network.organisations.models import Agreement, AgreementQuerySet
from hafen.network.organisations.rules import EDIT_COOPERATION, VIEW_COOPERATION
from hafen.network.organisations.sheets import AGREEMENTS

PAGE = 50


@require_safe
@requires(VIEW_COOPERATION)
@of_feature(COOPERATION)
def agreements(request: SignedInRequest, municipality: str) -> HttpResponse:
    """List the agreements by party; what ends next stands first."""
    del municipality
    organisations = queries.organisations_visible_to(request.user).sorted()
    form = AgreementFilterForm(request.GET, organisations=organisations)
    rows = queries.with_deliverables(_wanted(request, form))
    if file := answer(request, AGREEMENTS, rows):
        return file
    context = {
        "form": form,
        "filters": sum(map(bool, form.cleaned_data.values())),
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "today": timezone.localdate(),
        "may_edit": EDIT_COOPERATION.held_by(request.user),
    }
    return render(request, "organisations/agreements.html", context)


def _wanted(request: SignedInRequest, form: AgreementFilterForm) -> AgreementQuerySet:
    form.is_valid()
    rows = queries.agreements_visible_to(request.user)
    today = timezone.localdate()
    when = form.cleaned_data.get("when", "")
    if when == "":
        rows = rows.in_force(today)
    elif when == "ended":
        rows = rows.filter(ends_on__lt=today)
    if party := form.cleaned_data.get("organisation"):
        rows = rows.filter(parties__organisation=party)
    return rows


@require_http_methods(["GET", "HEAD", "POST"])
@requires(VIEW_COOPERATION)
@of_feature(COOPERATION)
def agreement(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Show an agreement and what is owed under it; add what else is owed."""
    rows = queries.with_deliverables(queries.agreements_visible_to(request.user))
    found = get_object_or_404(rows.select_related("contact", "file"), pk=pk)
    may_edit = EDIT_COOPERATION.held_by(request.user)
    form = DeliverableForm(request.POST or None)
    if request.method == "POST" and may_edit and form.is_valid():
        services.add_deliverable(agreement=found, **form.content, by=request.user)
        messages.success(request, _("The changes were saved."))
        return redirect("organisations:agreement", municipality, pk)
    context = {
        "agreement": found,
        "form": form,
        "may_edit": may_edit,
        "today": timezone.localdate(),
    }
    status = 422 if form.errors else 200
    return render(request, "organisations/agreement.html", context, status=status)


@require_POST
@requires(EDIT_COOPERATION)
@of_feature(COOPERATION)
def delivered(
    request: SignedInRequest, municipality: str, pk: UUID, deliverable: UUID
) -> HttpResponse:
    rows = queries.deliverables_editable_by(request.user)
    services.finish_deliverable(
        deliverable=get_object_or_404(rows, pk=deliverable, agreement=pk),
        by=request.user,
        now=timezone.now(),
        today=timezone.localdate(),
    )
    messages.success(request, _("The changes were saved."))
    return redirect("organisations:agreement", municipality, pk)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_COOPERATION)
@of_feature(COOPERATION)
def create_agreement(request: SignedInRequest, municipality: str) -> HttpResponse:
    wanted = request.GET.get("organisation", "")
    parties = queries.organisations_visible_to(request.user).filter(
        pk__in=[UUID(wanted)] if _is_key(wanted) else []
    )
    first = {"owner": request.user.pk, "parties": [row.pk for row in parties]}
    form = _form(request, initial=first)
    if request.method == "POST" and form.is_valid():
        row = services.record_agreement(
            municipality=request.municipality, data=_data(form), by=request.user
        )
        _attach(request, form, row)
        messages.success(request, _("The agreement was recorded."))
        return redirect("organisations:agreement", municipality, row.pk)
    return _page(request, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_COOPERATION)
@of_feature(COOPERATION)
def edit_agreement(
    request: SignedInRequest, municipality: str, pk: UUID
) -> HttpResponse:
    found = get_object_or_404(queries.agreements_editable_by(request.user), pk=pk)
    said = agreement_said(found)
    form = _form(request, initial=said, version=found.version)

    def save(*, expected: int | None) -> None:
        services.edit_agreement(
            agreement=found, data=_data(form), expected=expected, by=request.user
        )

    done = edited(request, form, found, save, current=said)
    if done is True:
        _attach(request, form, found)
        messages.success(request, _("The changes were saved."))
        return redirect("organisations:agreement", municipality, pk)
    return done or _page(request, form, found)


def _form(request: SignedInRequest, **options: Any) -> AgreementForm:
    user = request.user
    people: QuerySet[User] = User.objects.filter(
        municipality=user.municipality_id, is_active=True
    )
    contacts = queries.contact_persons_visible_to(user).select_related("organisation")
    return AgreementForm(
        request.POST or None,
        request.FILES or None,
        organisations=queries.organisations_visible_to(user).sorted(),
        contacts=contacts.prefetch_related(None),
        people=people.order_by("name", "id"),
        **options,
    )


def _page(
    request: SignedInRequest, form: AgreementForm, found: Agreement | None
) -> HttpResponse:
    context = {"form": form, "agreement": found}
    status = 422 if form.errors else 200
    return render(request, "organisations/agreement_edit.html", context, status=status)


def _data(form: AgreementForm) -> services.AgreementData:
    data: services.AgreementData = {}
    content = {name: said for name, said in form.content.items() if name != "file"}
    data.update(content)  # type: ignore[typeddict-item]  # fields are its keys
    return data


def _attach(request: SignedInRequest, form: AgreementForm, row: Agreement) -> None:
    upload = form.content.get("file")
    if not upload:
        return
    try:
        services.attach_file(agreement=row, upload=upload, by=request.user)
    except DomainError:
        messages.error(request, _("The file was not taken; please try another one."))


def _is_key(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
