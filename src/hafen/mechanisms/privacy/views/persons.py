"""Requests of persons: find, answer, erase."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.audit import services as audit
from hafen.core.db.errors import DomainError
from hafen.core.db.permissions import requires
from hafen.mechanisms.privacy import (
    erasure,
    export,
    holding,
    mentions,
    queries,
    rights,
    telling,
)
from hafen.mechanisms.privacy import requests as services
from hafen.mechanisms.privacy.forms import PersonSearchForm, RequestForm
from hafen.mechanisms.privacy.four_eyes import NoLongerOpen, may_carry_out
from hafen.mechanisms.privacy.models import RightsRequest
from hafen.mechanisms.privacy.rules import HANDLE_RIGHTS
from hafen.mechanisms.privacy.views import restricting
from hafen.mechanisms.privacy.views._common import found_request, refusal, searched

# The open ones come first; what is done is looked up in the trail.
NEWEST = 200


@require_safe
@requires(HANDLE_RIGHTS)
def listing(request: SignedInRequest, municipality: str) -> HttpResponse:
    """The requests so far, and the field that looks for a person."""
    found = queries.requests_visible_to(request.user)
    return render(
        request,
        "privacy/requests.html",
        {
            "form": PersonSearchForm(),
            "asked_for": found[:NEWEST],
        },
    )


@never_cache
@require_POST
@requires(HANDLE_RIGHTS)
def search(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Find the rows that may be the person."""
    form, hits = searched(request)
    return render(
        request,
        "privacy/found.html",
        {
            "form": form,
            "hits": hits,
            "start": RequestForm(
                hits=hits, initial={"received_on": timezone.localdate()}
            ),
        },
        status=422 if form.errors else 200,
    )


@require_POST
@requires(HANDLE_RIGHTS)
def receive(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Enter what the person asks for."""
    form = RequestForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose who it is, what is asked for, and the day."))
        return redirect("privacy:requests", municipality)
    try:
        asked = services.receive(by=request.user, **form.content)
    except DomainError as refused:
        messages.error(request, refusal(refused))
        return redirect("privacy:requests", municipality)
    return redirect("privacy:request", municipality, asked.pk)


@never_cache
@require_safe
@requires(HANDLE_RIGHTS)
def detail(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """What the house knows of the person; for an erasure, what goes and stays."""
    asked = found_request(request, pk)
    with rights.opened(request.user):
        return _page(request, asked)


def _page(request: SignedInRequest, asked: RightsRequest) -> HttpResponse:
    is_shown = asked.is_open or asked.is_in_force
    roots = rights.rows_of(asked.roots) if is_shown else []
    parts = rights.gather(roots, alone=asked.is_erasure)
    if roots:
        audit.seen(subject=asked, what="privacy.request")
    hidden = is_shown and len(roots) < len(asked.roots)
    return render(
        request,
        "privacy/request.html",
        {
            "asked": asked,
            "is_shown": is_shown,
            "people": [" · ".join(rights.values_of(row))[:200] for row in roots],
            "parts": [(part, part.last_day(timezone.localdate())) for part in parts],
            "notices": _notices(request, asked),
            "left_out": hidden or export.left_out(request.user, parts),
            **_erasing(request, asked, roots, parts),
            **restricting.shown(request, asked, roots),
        },
    )


def _notices(request: SignedInRequest, asked: RightsRequest) -> list[Any]:
    rows = telling.notices_visible_to(request.user).filter(request=asked)
    return [(telling.kind_of(row.kind), row) for row in rows]


def _erasing(
    request: SignedInRequest,
    asked: RightsRequest,
    roots: list[Any],
    parts: list[rights.Part],
) -> dict[str, Any]:
    if not asked.is_erasure or not asked.is_open:
        return {}
    words = mentions.needles(roots)
    refused = ""
    try:
        may_carry_out(asked, by=request.user, now=timezone.now())
        erasure.check(roots)
        holding.refuse(roots)
    except DomainError as found:
        refused = refusal(found)
    told = telling.recipients_of(rights.gather(roots))
    return {
        "recipients": [(telling.kind_of(label), each) for label, each in told],
        "mentions": list(mentions.find(request.user, words, parts)),
        "refusal": refused,
    }


@never_cache
@require_safe
@requires(HANDLE_RIGHTS)
def download(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """The copy for the person, as one file."""
    asked = found_request(request, pk)
    audit.seen(subject=asked, what="privacy.request.copy")
    with rights.opened(request.user):
        is_shown = asked.is_open or asked.is_in_force
        roots = rights.rows_of(asked.roots) if is_shown else []
        content = export.archive(
            request.user, roots, request.municipality, now=timezone.now()
        )
    response = HttpResponse(content, content_type="application/zip")
    response["Content-Disposition"] = 'attachment; filename="auskunft.zip"'
    return response


@require_POST
@requires(HANDLE_RIGHTS)
def close(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """The copy was handed over, the erasure is carried out, or neither."""
    asked, now = found_request(request, pk), timezone.now()
    step = request.POST.get("step")
    try:
        if step == "withdraw":
            services.withdraw(asked=asked, now=now)
            messages.success(request, _("The request was closed; nothing was done."))
        elif asked.is_restriction:
            raise NoLongerOpen
        elif asked.is_erasure:
            services.carry_out(
                asked=asked,
                blacken=request.POST.getlist("mention"),
                by=request.user,
                now=now,
            )
            messages.success(request, _("The data of the person was erased."))
        else:
            services.answered(asked=asked, now=now)
            messages.success(request, _("The request is answered."))
    except DomainError as refused:
        messages.error(request, refusal(refused))
    return redirect("privacy:request", municipality, pk)
