"""The desk: who else may open a released report, and whether its tables are open."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.permissions import requires
from hafen.core.places.features import of_feature
from hafen.evidence.reports import queries, services
from hafen.evidence.reports.doors import FEATURE
from hafen.evidence.reports.forms import OpenForm, ShareForm
from hafen.evidence.reports.models import Release
from hafen.evidence.reports.rules import RELEASE_REPORT


def _release(request: SignedInRequest, pk: UUID) -> Release:
    return get_object_or_404(queries.releases_visible_to(request.user), pk=pk)


@require_POST
@requires(RELEASE_REPORT)
@of_feature(FEATURE)
def share(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Give a link to a released report."""
    row, form = _release(request, pk), ShareForm(request.POST)
    if form.is_valid():
        try:
            services.share(
                release=row,
                by=request.user,
                today=timezone.localdate(),
                **form.content,
            )
        except services.NotSoLong:
            messages.error(
                request, _("A link opens for a year at most, from today on.")
            )
        else:
            messages.success(request, _("The link stands below."))
    else:
        messages.error(request, _("Please say for whom the link is, and until when."))
    return redirect("reports:released", municipality, pk)


@require_POST
@requires(RELEASE_REPORT)
@of_feature(FEATURE)
def withdraw(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Close a link."""
    row = get_object_or_404(queries.shares_visible_to(request.user), pk=pk)
    services.withdraw(share=row, by=request.user, now=timezone.now())
    messages.success(request, _("The link opens nothing any more."))
    return redirect("reports:released", municipality, row.release_id)


@require_POST
@requires(RELEASE_REPORT)
@of_feature(FEATURE)
def open_up(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Let everybody use the tables of a release."""
    row, form = _release(request, pk), OpenForm(request.POST)
    if form.is_valid():
        try:
            services.open_up(release=row, by=request.user, **form.content)
        except services.NothingHidden:
            messages.error(
                request, _("This report hides no small counts, so it cannot be open.")
            )
        else:
            messages.success(request, _("The tables are open data now."))
    return redirect("reports:released", municipality, pk)


@require_POST
@requires(RELEASE_REPORT)
@of_feature(FEATURE)
def close_up(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Take the open data of a release back."""
    row = get_object_or_404(queries.datasets_visible_to(request.user), release=pk)
    services.close_up(dataset=row, by=request.user)
    messages.success(request, _("The tables are no open data any more."))
    return redirect("reports:released", municipality, pk)
