"""What an office does without an account: read, take on or refuse, say what came."""

import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from hafen.casework.cases.words import language_choices
from hafen.casework.referrals import keys, queries, services
from hafen.casework.referrals.doors import FEATURE
from hafen.casework.referrals.forms import (
    AcceptForm,
    ArriveForm,
    FinishForm,
    NumberForm,
    RefuseForm,
)
from hafen.casework.referrals.models import Referral, ReferralDocument
from hafen.casework.referrals.views._common import copy_of
from hafen.casework.referrals.words import topics
from hafen.core.db.context import opened_for
from hafen.core.db.errors import DomainError
from hafen.core.places.requests import PlaceRequest
from hafen.core.ui.visitors import by_link

COOKIE = "hafen_referral"
_HOURS = 10
_DO: dict[str, Callable[..., Referral]] = {
    "accept": services.accept,
    "refuse": services.refuse,
    "arrive": services.arrive,
    "finish": services.finish,
}


@by_link(FEATURE)
def answer(request: PlaceRequest, pk: UUID, code: str) -> HttpResponse:
    """The page behind the mailed link; looking changes nothing."""
    if not keys.is_code(pk, code):
        raise Http404
    # The link opens this one row, and nothing of the file that it came from.
    with opened_for(pk):
        row = queries.referral_by_link(request.municipality, pk)
        if row is None:
            raise Http404
        return _answered(request, row)


@by_link(FEATURE, writes=False)
def paper(request: PlaceRequest, pk: UUID, code: str, document: UUID) -> HttpResponse:
    """A copy that went along: for the office that took the person on."""
    if not keys.is_code(pk, code):
        raise Http404
    with opened_for(pk):
        row = queries.referral_by_link(request.municipality, pk)
        if row is None or (row.needs_number and not _is_let_in(request, row)):
            raise Http404
        try:
            found = services.open_document(
                referral=pk, document=document, today=timezone.localdate()
            )
        except services.NotOpened:
            raise Http404 from None
        return copy_of(found)


def _answered(request: PlaceRequest, row: Referral) -> HttpResponse:
    step, sent = request.POST.get("step", ""), request.method == "POST"
    forms = _forms(row, step, request.POST if sent else None)
    if sent and step in forms and forms[step].is_valid():
        # Where somebody was quicker the page says how it stands.
        with suppress(DomainError):
            _DO[step](referral=row, now=timezone.now(), by=None, **forms[step].content)
        return redirect(request.path)
    said = NumberForm(request.POST if sent and step == "open" else None)
    if said.is_bound and said.is_valid() and _is_opened(row, said):
        return _let_in(request, row)
    today = timezone.localdate()
    is_known = not row.needs_number or _is_let_in(request, row)
    opens = is_known and row.opens_on(today)
    if opens:
        services.note_opening(row, "referrals.told")
    context = {
        "row": row,
        "topic": topics(today).name(row.topic),
        "spoken": dict(language_choices(today)).get(row.language, row.language),
        "told": json.loads(row.told) if opens and row.told else [],
        "documents": _papers(row) if opens else [],
        "is_known": is_known,
        "said": said,
        **forms,
    }
    status = 422 if any(form.errors for form in (*forms.values(), said)) else 200
    return render(request, "referrals/answer.html", context, status=status)


def _papers(row: Referral) -> list[tuple[ReferralDocument, str]]:
    """Return the copies that are there, each with its address."""
    kept = queries.documents_of(row).filter(size__gt=0)
    return [(each, keys.paper_address(row, each.pk)) for each in kept]


def _is_opened(row: Referral, form: NumberForm) -> bool:
    try:
        services.open_told(referral=row, said=form.cleaned_data["number"])
    except services.TooManyTries:
        form.add_error("number", _("Too many tries. Please wait a few minutes."))
    except services.WrongNumber:
        form.add_error("number", _("This number is wrong."))
    return form.is_valid()


def _let_in(request: PlaceRequest, row: Referral) -> HttpResponse:
    """Remember in the browser for a working day that the office knows its number."""
    response = redirect(request.path)
    response.set_signed_cookie(
        COOKIE,
        keys.mailbox_of(row),
        salt=COOKIE,
        max_age=_HOURS * 3600,
        path=f"/{request.municipality.slug}/",
        secure=bool(settings.SESSION_COOKIE_SECURE),
        httponly=True,
        samesite="Lax",
    )
    return response


def _is_let_in(request: PlaceRequest, row: Referral) -> bool:
    known = request.get_signed_cookie(
        COOKIE, default="", salt=COOKIE, max_age=_HOURS * 3600
    )
    return bool(known == keys.mailbox_of(row))


def _forms(row: Referral, step: str, sent: Any) -> dict[str, Any]:
    """Return the forms of the page, the one that was sent with its content."""

    def made(name: str, form: Any, **options: Any) -> Any:
        data = sent if name == step else None
        return form(data, auto_id=f"{name}_%s", **options)

    today = timezone.localdate()
    return {
        "accept": made("accept", AcceptForm),
        "refuse": made("refuse", RefuseForm),
        "arrive": made("arrive", ArriveForm, initial={"on": today}),
        "finish": made("finish", FinishForm, referral=row),
    }
