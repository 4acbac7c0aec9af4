"""A restriction of processing: put in force, looked at again, told of, lifted."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.audit import services as audit
from hafen.core.db.errors import DomainError
from hafen.core.db.permissions import requires
from hafen.mechanisms.privacy import letters, rights
from hafen.mechanisms.privacy import restricting as services
from hafen.mechanisms.privacy.forms import LiftForm, LookAgainForm
from hafen.mechanisms.privacy.four_eyes import may_carry_out
from hafen.mechanisms.privacy.models import RightsRequest
from hafen.mechanisms.privacy.rights import is_officer
from hafen.mechanisms.privacy.rules import HANDLE_RIGHTS
from hafen.mechanisms.privacy.views._common import found_request, refusal

# A contested fact is checked within a month or two.
_AGAIN = timedelta(days=60)


def shown(
    request: SignedInRequest, asked: RightsRequest, roots: list[Any]
) -> dict[str, Any]:
    """Return what the page says of a restriction; nothing of other requests."""
    if not asked.is_restriction or not (asked.is_open or asked.is_in_force):
        return {}
    found: dict[str, Any] = {
        "is_officer": is_officer(request.user),
        "mailboxes": [reach for reach in services.reaches_of(roots) if reach.email],
    }
    if asked.is_in_force:
        return found | {
            "again": LookAgainForm(initial={"on": asked.look_again_on}),
            "lift": LiftForm(),
        }
    refused = ""
    try:
        may_carry_out(asked, by=request.user, now=timezone.now())
    except DomainError as error:
        refused = refusal(error)
    return found | {
        "others": services.others_of(roots),
        "begin": LookAgainForm(initial={"on": timezone.localdate() + _AGAIN}),
        "refusal": refused,
    }


@require_POST
@requires(HANDLE_RIGHTS)
def step(
    request: SignedInRequest, municipality: str, pk: UUID, name: str
) -> HttpResponse:
    """Do what a button of a restriction says."""
    if name not in _STEPS:
        raise Http404
    asked = found_request(request, pk)
    try:
        messages.success(request, _STEPS[name](request, asked))
    except DomainError as error:
        messages.error(request, refusal(error))
    return redirect("privacy:request", municipality, pk)


def _begin(request: SignedInRequest, asked: RightsRequest) -> str:
    services.put_in_force(
        asked=asked,
        look_again_on=_day(request),
        by=request.user,
        now=timezone.now(),
        today=timezone.localdate(),
    )
    return _("The restriction is in force. Nobody at work finds the data any more.")


def _again(request: SignedInRequest, asked: RightsRequest) -> str:
    services.look_again(
        asked=asked, on=_day(request), by=request.user, today=timezone.localdate()
    )
    return _("The restriction goes on.")


def _tell(request: SignedInRequest, asked: RightsRequest) -> str:
    sent = services.tell(asked=asked, by=request.user, today=timezone.localdate())
    noted = _("It is noted that the person was told today.")
    mailed = ngettext("%(count)d mail was sent.", "%(count)d mails were sent.", sent)
    return f"{noted} {mailed % {'count': sent}}" if sent else noted


def _lift(request: SignedInRequest, asked: RightsRequest) -> str:
    form = LiftForm(request.POST)
    if not form.is_valid():
        raise services.NotYetTold
    services.lift(
        asked=asked,
        because=form.cleaned_data["because"],
        by=request.user,
        now=timezone.now(),
    )
    return _("The restriction is lifted.")


_STEPS = {"begin": _begin, "again": _again, "tell": _tell, "lift": _lift}


def _day(request: SignedInRequest) -> Any:
    form = LookAgainForm(request.POST)
    if not form.is_valid():
        raise services.NotInTime
    return form.cleaned_data["on"]


@never_cache
@require_safe
@requires(HANDLE_RIGHTS)
def letter(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """The letter that tells the person, in their language and in German."""
    del municipality
    asked = found_request(request, pk)
    with rights.opened(request.user):
        reaches = services.reaches_of(rights.rows_of(asked.roots))
    if not asked.is_in_force or not reaches:
        raise Http404
    audit.seen(subject=asked, what="privacy.request.letter")
    content = letters.lifting(asked, reaches, today=timezone.localdate())
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="einschraenkung.pdf"'
    return response
