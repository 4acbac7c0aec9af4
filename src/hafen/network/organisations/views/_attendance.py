"""How often the unit was present in each network, and which went to sleep."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import answer
from hafen.core.places.features import of_feature
from hafen.network.organisations import queries, sheets
from hafen.network.organisations.features import COOPERATION
from hafen.network.organisations.forms import AttendanceFilterForm
from hafen.network.organisations.rules import EDIT_COOPERATION, VIEW_COOPERATION


@require_safe
@requires(VIEW_COOPERATION)
@of_feature(COOPERATION)
def attendance(request: SignedInRequest, municipality: str) -> HttpResponse:
    """List the networks by when somebody of the unit was there last."""
    del municipality
    today = timezone.localdate()
    form = AttendanceFilterForm(request.GET)
    form.is_valid()
    chosen = form.cleaned_data
    first = chosen.get("first") or today.replace(month=1, day=1)
    last = chosen.get("last") or today
    lines = queries.attendance(request.user, first=first, last=last, today=today)
    if chosen.get("quiet"):
        lines = queries.quiet(lines)
    if file := answer(request, sheets.ATTENDANCE, lines):
        return file
    context = {
        "form": form,
        "filters": sum(map(bool, chosen.values())),
        "lines": lines,
        "first": first,
        "last": last,
        "may_edit": EDIT_COOPERATION.held_by(request.user),
    }
    return render(request, "organisations/attendance.html", context)
