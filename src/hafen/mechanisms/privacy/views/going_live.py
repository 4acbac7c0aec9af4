from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.permissions import requires
from hafen.mechanisms.privacy import measures, queries, services
from hafen.mechanisms.privacy import pack as packing
from hafen.mechanisms.privacy.decisions import BY_CODE
from hafen.mechanisms.privacy.forms import ConfirmationForm
from hafen.mechanisms.privacy.rules import CONFIRM_DECISION, READ_PRIVACY


@require_safe
@requires(READ_PRIVACY)
def decisions(request: SignedInRequest, municipality: str) -> HttpResponse:
    return render(
        request,
        "privacy/decisions.html",
        {
            "states": queries.states_visible_to(request.user),
            "may_confirm": CONFIRM_DECISION.held_by(request.user),
        },
    )


@requires(CONFIRM_DECISION)
def decision(request: SignedInRequest, municipality: str, code: str) -> HttpResponse:
    if code not in BY_CODE:
        raise Http404
    made = queries.confirmations_visible_to(request.user).filter(code=code).first()
    form = ConfirmationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.confirm_decision(
                code=code, by=request.user, today=timezone.localdate(), **form.content
            )
        except services.NotYetDecided:
            form.add_error("decided_on", _("This day has not come yet."))
        except services.AlreadyConfirmed:
            form.add_error(None, _("A colleague has just confirmed this decision."))
        else:
            messages.success(request, _("The decision is confirmed."))
            return redirect("privacy:decisions", municipality)
    return render(
        request,
        "privacy/decision.html",
        {"decision": BY_CODE[code], "made": made, "form": form},
        status=422 if form.errors else 200,
    )


@require_POST
@requires(CONFIRM_DECISION)
def withdraw_confirmation(
    request: SignedInRequest, municipality: str, code: str
) -> HttpResponse:
    services.withdraw_confirmation(
        confirmation=get_object_or_404(
            queries.confirmations_visible_to(request.user), code=code
        )
    )
    messages.success(request, _("The decision is open again."))
    return redirect("privacy:decisions", municipality)


@require_safe
@requires(READ_PRIVACY)
def record(request: SignedInRequest, municipality: str) -> HttpResponse:
    return render(
        request,
        "privacy/record.html",
        {
            "activities": queries.record_of_processing(timezone.localdate()),
            "run": queries.run_visible_to(request.user),
            "measures": measures.measures(),
        },
    )


@require_GET
@requires(READ_PRIVACY)
def pack(request: SignedInRequest, municipality: str) -> HttpResponse:
    response = HttpResponse(
        packing.workbook(queries.states_visible_to(request.user)),
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )
    response["Content-Disposition"] = (
        f'attachment; filename="datenschutz-{request.user.municipality.slug}.xlsx"'
    )
    return response
