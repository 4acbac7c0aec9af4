"""What a person reads and signs on the screen of a tablet, in both languages."""

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hafen.casework.cases import agreeing, queries, services
from hafen.casework.cases.doors import FEATURE
from hafen.casework.cases.forms import HandSignAgreementForm, HandSignForm
from hafen.casework.cases.rules import WORK_ON_CASES
from hafen.casework.cases.views._refusals import refusal
from hafen.core.accounts.requests import SignedInRequest
from hafen.core.audit import services as audit
from hafen.core.db.errors import DomainError
from hafen.core.db.permissions import requires
from hafen.core.places.features import of_feature
from hafen.core.taxonomy.reference import direction, screen_language


@require_http_methods(["GET", "HEAD", "POST"])
@requires(WORK_ON_CASES)
@of_feature(FEATURE)
def sign_consents(
    request: SignedInRequest, municipality: str, pk: UUID
) -> HttpResponse:
    """What stands on the sheet, to be ticked and signed on the screen."""
    today = timezone.localdate()
    people = queries.clients_visible_to(request.user, today=today)
    row = get_object_or_404(people, pk=pk)
    prepared = list(row.consents.prepared().select_related("released").order_by("id"))
    if not prepared:
        raise Http404
    form = HandSignForm(
        request.POST or None, prepared=[(each, each.recipient) for each in prepared]
    )

    def sign() -> None:
        services.sign_consents(client=row, on=today, by=request.user, **form.content)

    back = reverse("cases:agreed", args=[municipality, pk])
    if answer := _signed(request, form, sign, back):
        return answer
    audit.seen(subject=row, what="cases.client")
    languages = agreeing.languages_of(prepared[0])
    ticked = set(request.POST.getlist("ticked"))
    asked = [
        (each, str(each.pk) in ticked, _worded(each, languages)) for each in prepared
    ]
    return _page(request, form, languages, back, name=row.name, asked=asked)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(WORK_ON_CASES)
@of_feature(FEATURE)
def sign_agreement(
    request: SignedInRequest, municipality: str, pk: UUID
) -> HttpResponse:
    """The paper of an agreement, to be signed on the screen."""
    today = timezone.localdate()
    seen = queries.agreements_visible_to(request.user, today=today)
    row = get_object_or_404(seen.filter(signed_on=None), pk=pk)
    form = HandSignAgreementForm(request.POST or None)

    def sign() -> None:
        services.sign_agreement(
            agreement=row, on=today, by=request.user, **form.content
        )

    back = reverse("cases:agreements", args=[municipality, row.case_id])
    if answer := _signed(request, form, sign, back):
        return answer
    audit.seen(subject=row.case, what="cases.case")
    parts = json.loads(row.content)["parts"]
    languages = [screen_language(part["language"]) for part in parts]
    return _page(request, form, languages, back, name=row.client.name, parts=parts)


def _signed(
    request: SignedInRequest, form: Any, sign: Callable[[], None], back: str
) -> HttpResponse | None:
    """Write down what was signed and go back, or tell the form what hinders it."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        sign()
    except DomainError as refused:
        form.add_error(None, refusal(refused))
        return None
    messages.success(request, _("What was signed is written down."))
    return redirect(back)


def _worded(consent: Any, languages: Any) -> list[tuple[str, str, list[str]]]:
    today = timezone.localdate()
    return [
        (tag, direction(tag), agreeing.wording(consent, tag, today=today))
        for tag in languages
    ]


def _page(
    request: SignedInRequest, form: Any, languages: Any, back: str, **shown: Any
) -> HttpResponse:
    words = [(tag, direction(tag), agreeing.headings(tag)) for tag in languages]
    both = {name: " · ".join(each[name] for *_tag, each in words) for name in _BUTTONS}
    context = {"form": form, "languages": words, "both": both, "back": back, **shown}
    status = 422 if form.errors else 200
    response = render(request, "cases/sign.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


_BUTTONS = ("here", "again", "done")
