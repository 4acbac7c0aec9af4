"""Who is invited: to the table by who called it, for one case by who brought it."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from hafen.casework.casetable import queries, services
from hafen.casework.casetable.doors import FEATURE
from hafen.casework.casetable.forms import InviteForm
from hafen.casework.casetable.models import Item, Meeting
from hafen.casework.casetable.rules import CONVENE, RELEASE
from hafen.casework.casetable.views._meetings import called
from hafen.casework.casetable.views._refusals import refusal
from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.errors import DomainError
from hafen.core.db.permissions import requires
from hafen.core.places.features import of_feature
from hafen.network.organisations.queries import organisations_visible_to


@require_http_methods(["GET", "HEAD", "POST"])
@requires(CONVENE)
@of_feature(FEATURE)
def invite(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Invite an office to the table."""
    return _invited(request, municipality, called(request, pk), None)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(RELEASE)
@of_feature(FEATURE)
def invite_guest(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Invite an office for one case, if the person agreed to it."""
    now = timezone.now()
    row = get_object_or_404(queries.own_items(request.user, now=now), pk=pk)
    if not row.meeting.is_open(now):
        raise Http404
    return _invited(request, municipality, row.meeting, row)


def _invited(
    request: SignedInRequest, municipality: str, meeting: Meeting, item: Item | None
) -> HttpResponse:
    form = _form(request)
    if request.method == "POST" and form.is_valid():
        try:
            services.invite(
                meeting=meeting,
                item=item,
                now=timezone.now(),
                by=request.user,
                **form.content,
            )
        except DomainError as refused:
            form.add_error(None, refusal(refused))
        else:
            if item is not None:
                return redirect("casetable:item", municipality, item.pk)
            return redirect("casetable:meeting", municipality, meeting.pk)
    context: dict[str, Any] = {"form": form, "row": meeting, "item": item}
    status = 422 if form.errors else 200
    return render(request, "casetable/invite.html", context, status=status)


def _form(request: SignedInRequest) -> InviteForm:
    today = timezone.localdate()
    rows = {
        "user": queries.people_to_invite(request.user, today=today),
        "organisation": organisations_visible_to(request.user).order_by("sort_key"),
    }
    return InviteForm(request.POST or None, rows=rows)
