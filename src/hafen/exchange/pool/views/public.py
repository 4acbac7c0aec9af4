"""What people do without signing in: answer, ask for a new link, renew."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from hafen.core.db.errors import DomainError
from hafen.core.places.requests import PlaceRequest
from hafen.core.ui.visitors import by_link
from hafen.exchange.pool import keys, queries, services
from hafen.exchange.pool.doors import FEATURE
from hafen.exchange.pool.forms.public import AnswerForm
from hafen.exchange.pool.models import Match, Posting


@by_link(FEATURE)
def answer(request: PlaceRequest, pk: UUID, code: str) -> HttpResponse:
    """Show what is asked; a button answers, once, and looking changes nothing."""
    match = queries.match_of_link(request.municipality, pk)
    side = keys.side_of(match, code) if match else None
    if match is None or side is None:
        raise Http404
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        found = _answer(match, side, request.POST.get("step", ""), form)
        return redirect(f"{request.path}?{found}" if found else request.path)
    return _answer_page(request, match, side, form)


def _answer(match: Match, side: str, step: str, form: AnswerForm) -> str:
    """Do what the button says; an answer that is too late shows on the page."""
    now = timezone.now()
    try:
        if step == "new":
            services.ask_anew(match=match, now=now)
            return "sent=1"
        services.answer(
            match=match,
            side=side,
            accepts=step == "yes",
            reason=form.cleaned_data["reason"],
            now=now,
        )
    except DomainError:
        return ""
    return ""


def _answer_page(
    request: PlaceRequest, match: Match, side: str, form: AnswerForm
) -> HttpResponse:
    is_helper = side == keys.HELPER
    mine = match.helper_agreed_at if is_helper else match.seeker_agreed_at
    too_late = match.answer_by is not None and match.answer_by < timezone.now()
    waits = match.is_asked if is_helper else match.is_accepted and mine is None
    is_over = match.is_expired or (waits and is_helper and too_late)
    shown = {
        "match": match,
        "form": form,
        "is_helper": is_helper,
        "said_yes": mine is not None and match.is_active,
        "is_over": is_over,
        "may_renew": match.is_expired and is_helper and match.need.is_open,
        "is_sent": "sent" in request.GET,
        "waits": waits and not is_over,
    }
    status = 422 if form.errors else 200
    return render(request, "pool/answer.html", shown, status=status)


@by_link(FEATURE)
def renew(request: PlaceRequest, part: str, pk: UUID, code: str) -> HttpResponse:
    """Say by one press of a button that an offer or a request still holds."""
    posting = queries.posting_of_link(request.municipality, part, pk)
    if posting is None or not keys.is_renewal_code(posting, code):
        raise Http404
    if request.method == "POST":
        _try(_RENEWALS.get(request.POST.get("step", "")), posting)
        return redirect(request.path)
    shown = {"posting": posting, "asks": posting.reminded_at is not None}
    return render(request, "pool/renew.html", shown)


def _keep(posting: Posting) -> Any:
    return services.renew_posting(posting=posting, by=None, now=timezone.now())


def _stop(posting: Posting) -> Any:
    return services.stop_posting(
        posting=posting, state=Posting.State.WITHDRAWN, by=None, now=timezone.now()
    )


_RENEWALS: dict[str, Callable[[Posting], Any]] = {"keep": _keep, "stop": _stop}


def _try(step: Callable[[Posting], Any] | None, posting: Posting) -> None:
    if step is None:
        raise Http404
    try:
        step(posting)
    except DomainError:
        return  # pressed twice: the page shows how it stands
