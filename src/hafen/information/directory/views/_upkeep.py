"""What keeps the catalogue right: one page of care, and its decisions."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.permissions import requires
from hafen.information.directory import queries, services
from hafen.information.directory.forms import DecisionForm, ProposalForm
from hafen.information.directory.models import Proposal
from hafen.information.directory.proposing import said_by
from hafen.information.directory.rules import EDIT_SERVICE, PUBLISH_SERVICE

STALEST = 20


@require_http_methods(["GET", "HEAD"])
@requires(PUBLISH_SERVICE)
def upkeep(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Proposals, unanswered reviews, the stalest entries, what is being set up."""
    del municipality
    now = timezone.now()
    context = {
        "proposals": queries.proposals_to_decide(request.user),
        "reviews": queries.reviews_waiting(request.user),
        "stalest": queries.stalest(request.user, now=now, most=STALEST),
        "preparations": queries.in_preparation(request.user),
        "today": timezone.localdate(now),
    }
    return render(request, "directory/upkeep.html", context)


@require_POST
@requires(PUBLISH_SERVICE)
def confirm_review(
    request: SignedInRequest, municipality: str, pk: UUID
) -> HttpResponse:
    """Somebody said it on the telephone: all still right."""
    found = get_object_or_404(queries.reviews_waiting(request.user), pk=pk)
    services.confirm_all(review=found, by=request.user, now=timezone.now())
    messages.success(request, _("The entries are marked as checked today."))
    return redirect("directory:upkeep", municipality)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_SERVICE)
def propose(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """What an organisation's own editor wants changed of a public entry."""
    rows = queries.services_owned_by(request.user).select_related(
        "organisation", "municipality"
    )
    service = get_object_or_404(rows, pk=pk)
    form = ProposalForm(request.POST or None, initial=said_by(service))
    if request.method == "POST" and form.is_valid():
        how: dict[str, Any] = {
            "service": service,
            "note": form.cleaned_data["note"],
            "by": request.user,
            "now": timezone.now(),
        }
        try:
            if form.cleaned_data["is_ended"]:
                services.propose_end(**how)
            else:
                services.propose_change(said=form.said, **how)
        except services.NothingProposed:
            messages.info(request, _("Nothing was changed."))
        else:
            messages.success(request, _("The editors will look at it."))
        return redirect("directory:detail", municipality, pk)
    context = {"form": form, "service": service}
    status = 422 if form.errors else 200
    return render(request, "directory/propose.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(PUBLISH_SERVICE)
def decide(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """A proposal beside what stands now: take over field by field, or decline."""
    proposal = get_object_or_404(queries.proposals_to_decide(request.user), pk=pk)
    form = DecisionForm(request.POST or None, names=list(proposal.content))
    if request.method == "POST" and form.is_valid():
        try:
            done = _decide(request, proposal, form)
        except services.AlreadyDecided:
            messages.info(request, _("A colleague has decided already."))
        else:
            messages.success(request, done)
        return redirect("directory:upkeep", municipality)
    context = {
        "proposal": proposal,
        "service": proposal.service,
        "differences": _differences(proposal),
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "directory/decide.html", context, status=status)


def _decide(request: SignedInRequest, proposal: Proposal, form: DecisionForm) -> str:
    how: dict[str, Any] = {
        "proposal": proposal,
        "by": request.user,
        "now": timezone.now(),
    }
    if request.POST.get("step") == "accept":
        services.accept_proposal(fields=form.cleaned_data["fields_taken"], **how)
        return _("What was proposed has been taken over.")
    services.decline_proposal(reason=form.cleaned_data["reason"], **how)
    return _("Everything stays as it is.")


def _differences(proposal: Proposal) -> list[dict[str, Any]]:
    """Return each proposed field: how it stands now, and how it shall be."""
    now = said_by(proposal.service)
    labels = {name: field.label for name, field in ProposalForm.base_fields.items()}
    return [
        {
            "name": name,
            "label": labels[name],
            "now": now[name],
            "proposed": text,
            # Somebody changed it after the organisation had read it.
            "has_moved": now[name] != proposal.before.get(name, ""),
        }
        for name, text in proposal.content.items()
    ]
