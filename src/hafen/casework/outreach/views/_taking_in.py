"""People who were approached get a file, with the first person of it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hafen.casework.cases import queries as files
from hafen.casework.cases.forms import HouseholdForm, PersonForm, notice_given
from hafen.casework.cases.models import Household
from hafen.casework.cases.views import known
from hafen.casework.cases.words import language_choices
from hafen.casework.outreach import services
from hafen.casework.outreach.doors import FEATURE
from hafen.casework.outreach.models import Arrival
from hafen.casework.outreach.rules import WORK_OUTSIDE
from hafen.casework.outreach.views._arrivals import found_arrival
from hafen.casework.outreach.views._refusals import refusal
from hafen.core.accounts.models import Team
from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.errors import DomainError
from hafen.core.db.permissions import requires
from hafen.core.places.features import of_feature
from hafen.core.places.models import District


@require_http_methods(["GET", "HEAD", "POST"])
@requires(WORK_OUTSIDE)
@of_feature(FEATURE)
def take_in(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """The form of a household, filled with what the arrival tells."""
    row = found_arrival(request, pk)
    household, person = _forms(request, row)
    is_valid = request.method == "POST" and household.is_valid() and person.is_valid()
    alike = known(request, person.content) if is_valid else []
    if is_valid and not alike and (file := _take_in(request, row, household, person)):
        messages.success(request, _("The household was taken in."))
        return redirect("cases:household", municipality, file.pk)
    context = {"row": row, "form": household, "person": person, "alike": alike}
    status = 422 if household.errors or person.errors or alike else 200
    return render(request, "outreach/take_in.html", context, status=status)


def _forms(request: SignedInRequest, row: Arrival) -> tuple[HouseholdForm, PersonForm]:
    today, data = timezone.localdate(), request.POST or None
    rows: dict[str, Any] = {
        "team": Team.objects.filter(pk=row.team_id),
        "owner": files.members_of(row.team, today=today),
        "district": District.objects.filter(municipality=row.municipality_id),
    }
    household = HouseholdForm(
        data,
        rows=rows,
        initial={
            "name": row.name,
            "address": row.address,
            "district": row.district_id,
            "team": row.team_id,
            "owner": request.user.pk,
            "arrived_on": row.on,
        },
    )
    spoken = dict(zip(("language_1", "language_2"), row.languages, strict=False))
    person = PersonForm(
        data,
        prefix="person",
        languages=language_choices(today),
        today=today,
        initial=notice_given(request.user.municipality, today) | spoken,
    )
    return household, person


def _take_in(
    request: SignedInRequest, row: Arrival, household: HouseholdForm, person: PersonForm
) -> Household | None:
    """Take people in; None where the form says why it was refused."""
    try:
        return services.take_in(
            arrival=row,
            household=household.content,
            person=person.content,
            today=timezone.localdate(),
            by=request.user,
        )
    except DomainError as refused:
        household.add_error(None, refusal(refused))
        return None
