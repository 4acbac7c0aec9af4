"""Behind the mailed link: an organisation looks at its entries without an account.

No cookie and no session: the origin of the request and a signed time token
stand in for a form token, and opening a page changes nothing.
"""

from typing import Any
from urllib.parse import urlsplit

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from hafen.core.db.context import Context, acting
from hafen.core.db.permissions import public
from hafen.core.places.models import Municipality
from hafen.core.ui.errors import forbidden
from hafen.information.directory import queries, services
from hafen.information.directory.forms import (
    ConfirmForm,
    MailedProposalForm,
    new_token,
)
from hafen.information.directory.models import Review, Service
from hafen.information.directory.proposing import said_by


class VisitorRequest(HttpRequest):
    """A request to a town's public pages."""

    municipality: Municipality


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@public
def review(
    request: VisitorRequest, municipality: str, language: str, token: str
) -> HttpResponse:
    """All entries that are due, and one button that says they are right."""
    with _here(request):
        found = _review(request, token)
        form = ConfirmForm(request.POST or None, initial={"token": new_token()})
        if request.method == "POST":
            if not _comes_from_here(request):
                return forbidden(request)
            if form.is_valid():
                services.confirm_all(review=found, by=None, now=timezone.now())
                return redirect(
                    "directory_public:review", municipality, language, token
                )
            form = ConfirmForm(initial={"token": new_token()})
        entries = queries.entries_of(found)
        context = {
            "review": found,
            "entries": entries,
            "open_entries": [entry for entry in entries if not entry.answer],
            "form": form,
            "review_token": token,
        }
        return _answer(request, "directory/public/review.html", context)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@public
def mailed_proposal(
    request: VisitorRequest,
    municipality: str,
    language: str,
    token: str,
    short_id: str,
) -> HttpResponse:
    """One entry as a form on one page; what is sent goes to the editors."""
    with _here(request):
        found = _review(request, token)
        service = _service(found, short_id)
        initial = {**said_by(service), "token": new_token()}
        form = MailedProposalForm(request.POST or None, initial=initial)
        if request.method == "POST" and not _comes_from_here(request):
            return forbidden(request)
        if form.is_bound and form.is_valid():
            _propose(form, service, found)
            return redirect("directory_public:review", municipality, language, token)
        context = {"form": form, "service": service, "review_token": token}
        status = 422 if form.errors else 200
        return _answer(request, "directory/public/propose.html", context, status)


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


def _here(request: VisitorRequest) -> Any:
    return acting(Context(municipality=request.municipality.pk))


def _review(request: VisitorRequest, token: str) -> Review:
    found = queries.review_of_token(request.municipality, services.hash_of(token))
    if found is None:
        raise Http404
    return found


def _service(review: Review, short_id: str) -> Service:
    for entry in queries.entries_of(review):
        if entry.service.short_id == short_id:
            return entry.service
    raise Http404


def _comes_from_here(request: HttpRequest) -> bool:
    origin = request.headers.get("Origin") or request.headers.get("Referer", "")
    return urlsplit(origin).netloc == request.get_host()


def _answer(
    request: HttpRequest, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """Answer so that nobody keeps the page and no address leaks by its links."""
    response = render(request, template, context, status=status)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "same-origin"
    return response
