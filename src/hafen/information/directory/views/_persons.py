from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.permissions import requires
from hafen.information.directory import queries, services
from hafen.information.directory.forms import PersonForm
from hafen.information.directory.rules import EDIT_SERVICE
from hafen.information.directory.views._common import editable, sections


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_SERVICE)
def edit_persons(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Whom one may ask about the offer: name, change the consent, take off."""
    service = editable(request, pk)
    rows = queries.persons_of(service, request.user)
    people = queries.persons_to_name(service, request.user)
    step = request.POST.get("step")
    if step == "remove":
        row = get_object_or_404(rows, pk=request.POST.get("row"))
        services.withdraw_person(row=row, by=request.user)
        messages.success(request, _("The person no longer stands at this offer."))
        return redirect("directory:edit_persons", municipality, pk)
    form = PersonForm(request.POST if step == "name" else None, people=people)
    if form.is_bound and form.is_valid():
        values = form.cleaned_data
        services.name_person(
            service=service,
            person=values["person"],
            agreed_on=values["agreed_on"],
            agreed_how=values["agreed_how"],
            is_single=values["is_single"],
            by=request.user,
        )
        messages.success(request, _("The changes were saved."))
        return redirect("directory:edit_persons", municipality, pk)
    context = {
        "form": form,
        "service": service,
        "rows": rows,
        "people": people,
        "sections": sections(service, "persons"),
    }
    status = 422 if form.errors else 200
    return render(request, "directory/persons.html", context, status=status)
