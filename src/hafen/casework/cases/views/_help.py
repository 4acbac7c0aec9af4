"""Help from the exchange for a household that agreed to it."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hafen.casework.cases import queries, services
from hafen.casework.cases.doors import FEATURE
from hafen.casework.cases.forms import SeekForm
from hafen.casework.cases.rules import VIEW_CASES, WORK_ON_CASES
from hafen.casework.cases.views._asking import asked
from hafen.casework.cases.views._cases import found_case
from hafen.core.accounts.requests import SignedInRequest
from hafen.core.audit import services as audit
from hafen.core.db.permissions import requires
from hafen.core.places.features import of_feature


@require_safe
@requires(VIEW_CASES)
@of_feature(FEATURE)
def help_sought(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """What was asked for, and how it stands; or whose consent is missing."""
    del municipality
    row, today = found_case(request, pk), timezone.localdate()
    audit.seen(subject=row, what="cases.case")
    context = {
        "row": row,
        "sought": queries.sought_in(row),
        "agreed": queries.consents_to_matching(row, today=today),
    }
    return render(request, "cases/help.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(WORK_ON_CASES)
@of_feature(FEATURE)
def seek(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Ask the exchange; without a consent there is no such page."""
    row, today = found_case(request, pk), timezone.localdate()
    agreed = queries.consents_to_matching(row, today=today)
    if not agreed:
        raise Http404
    desks = queries.desks_of_help(request.user, today=today)
    form = SeekForm(request.POST or None, rows={"consent": agreed, "owner": desks})

    def save() -> None:
        services.seek_help(
            case=row, now=timezone.now(), by=request.user, **form.content
        )

    return asked(
        request,
        form,
        save,
        title=_("Look for help"),
        back=reverse("cases:help", args=[municipality, pk]),
        lead=_("Told are language, district and times; no name, and nothing else."),
    )
