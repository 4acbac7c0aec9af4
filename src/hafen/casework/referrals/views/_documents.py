"""Copies of papers that go along: added, looked at, taken back."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from hafen.casework.referrals import queries, reference, services
from hafen.casework.referrals.doors import FEATURE
from hafen.casework.referrals.forms import AttachForm
from hafen.casework.referrals.models import Referral, ReferralDocument
from hafen.casework.referrals.rules import REFER, VIEW_REFERRALS
from hafen.casework.referrals.views._common import copy_of
from hafen.casework.referrals.views._referral import found_referral
from hafen.casework.referrals.views._refusals import refusal
from hafen.core.accounts.requests import SignedInRequest
from hafen.core.audit import services as audit
from hafen.core.db.errors import DomainError
from hafen.core.db.permissions import requires
from hafen.core.places.features import of_feature


@require_http_methods(["GET", "HEAD", "POST"])
@requires(REFER)
@of_feature(FEATURE)
def attach(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Lay the copy of a paper to a referral that has not left the house."""
    row = found_referral(request, pk)
    if not row.is_draft or reference.PAPERS not in row.categories:
        raise Http404
    today = timezone.localdate()
    form = AttachForm(
        request.POST or None,
        request.FILES or None,
        papers=queries.papers_for(row, request.user, today=today),
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.attach_document(
                referral=row,
                paper=form.content["paper"],
                upload=form.content["file"],
                today=today,
                by=request.user,
            )
        except DomainError as refused:
            form.add_error("file", refusal(refused))
        else:
            messages.success(request, _("The changes were saved."))
            return redirect("referrals:referral", municipality, pk)
    context = {"row": row, "form": form}
    status = 422 if form.errors else 200
    return render(request, "referrals/attach.html", context, status=status)


def _document(row: Referral, pk: UUID) -> ReferralDocument:
    return get_object_or_404(queries.documents_of(row), pk=pk, size__gt=0)


@require_safe
@requires(VIEW_REFERRALS)
@of_feature(FEATURE)
def document(
    request: SignedInRequest, municipality: str, pk: UUID, document: UUID
) -> HttpResponse:
    """The copy that goes along, for whoever sends it."""
    del municipality
    row = found_referral(request, pk)
    found = _document(row, document)
    audit.seen(subject=row.client or row, what="referrals.referral")
    return copy_of(found)


@require_POST
@requires(REFER)
@of_feature(FEATURE)
def detach(
    request: SignedInRequest, municipality: str, pk: UUID, document: UUID
) -> HttpResponse:
    row = found_referral(request, pk)
    try:
        services.detach_document(document=_document(row, document), by=request.user)
    except DomainError as refused:
        messages.error(request, refusal(refused))
    return redirect("referrals:referral", municipality, pk)
