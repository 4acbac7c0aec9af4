"""Behind the mailed link: an organisation looks at its entries without an account.

Opening a page changes nothing, and a form carries a signed time token.
"""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from hafen.core.places.requests import PlaceRequest
from hafen.core.ui.visitors import by_link, language_of
from hafen.information.directory import queries, services
from hafen.information.directory.forms import (
    ConfirmForm,
    MailedProposalForm,
    new_token,
)
from hafen.information.directory.models import Review, Service
from hafen.information.directory.proposing import said_by


@by_link()
def review(request: PlaceRequest, token: str) -> HttpResponse:
    """All entries that are due, and one button that says they are right."""
    found = _review(request, token)
    form = ConfirmForm(request.POST or None, initial={"token": new_token()})
    if form.is_bound and form.is_valid():
        services.confirm_all(review=found, by=None, now=timezone.now())
        return redirect(request.path)
    entries = queries.entries_of(found)
    context = {
        "review": found,
        "entries": entries,
        "open_entries": [entry for entry in entries if not entry.answer],
        "form": ConfirmForm(initial={"token": new_token()}),
        "review_token": token,
    }
    return render(request, "directory/public/review.html", context)


@by_link()
def mailed_proposal(request: PlaceRequest, token: str, short_id: str) -> HttpResponse:
    """One entry as a form on one page; what is sent goes to the editors."""
    found = _review(request, token)
    service = _service(found, short_id)
    initial = {**said_by(service), "token": new_token()}
    form = MailedProposalForm(request.POST or None, initial=initial)
    if form.is_bound and form.is_valid():
        _propose(form, service, found)
        here = (request.municipality.slug, language_of(request))
        return redirect("directory_public:review", *here, token)
    context = {"form": form, "service": service, "review_token": token}
    status = 422 if form.errors else 200
    return render(request, "directory/public/propose.html", context, status=status)


def _propose(form: MailedProposalForm, service: Service, found: Review) -> None:
    """Hand on what was changed; without a change the entry is still right."""
    how: dict[str, Any] = {"service": service, "by": None, "now": timezone.now()}
    how |= {"note": form.cleaned_data["note"], "review": found}
    try:
        if form.cleaned_data["is_ended"]:
            proposal = services.propose_end(**how)
        else:
            proposal = services.propose_change(said=form.said, **how)
    except services.NothingProposed:
        return
    services.note_answer(review=found, proposal=proposal, now=timezone.now())


def _review(request: PlaceRequest, token: str) -> Review:
    found = queries.review_of_token(request.municipality, services.hash_of(token))
    if found is None:
        raise Http404
    return found


def _service(review: Review, short_id: str) -> Service:
    for entry in queries.entries_of(review):
        if entry.service.short_id == short_id:
            return entry.service
    raise Http404
