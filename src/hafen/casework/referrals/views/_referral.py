"""One referral: what the office sees, what it said, what came of it."""

import json
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from hafen.casework.cases.models import Consent
from hafen.casework.cases.words import VOCABULARIES, language_choices, words
from hafen.casework.referrals import keys, queries, reference, services
from hafen.casework.referrals.doors import FEATURE
from hafen.casework.referrals.forms import (
    AcceptForm,
    ArriveForm,
    FinishForm,
    LaterForm,
    RefuseForm,
)
from hafen.casework.referrals.models import Referral
from hafen.casework.referrals.rules import REFER, VIEW_REFERRALS
from hafen.casework.referrals.slips import slip as make_slip
from hafen.casework.referrals.views._common import take
from hafen.casework.referrals.words import tongue, topics
from hafen.core.accounts.requests import SignedInRequest
from hafen.core.audit import services as audit
from hafen.core.db.permissions import requires
from hafen.core.places.features import of_feature
from hafen.core.taxonomy import queries as taxonomy
from hafen.core.taxonomy.models import Vocabulary
from hafen.core.ui.steps import Step


def found_referral(request: SignedInRequest, pk: UUID) -> Referral:
    rows = queries.referrals_visible_to(request.user, today=timezone.localdate())
    joined = rows.select_related("service__organisation", "organisation", "unit__site")
    return get_object_or_404(joined, pk=pk)


@require_safe
@requires(VIEW_REFERRALS)
@of_feature(FEATURE)
def referral(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    del municipality
    return _page(request, found_referral(request, pk))


def _page(request: SignedInRequest, row: Referral, **shown: Any) -> HttpResponse:
    # As part of the file, for the page "Who read this file".
    audit.seen(subject=row.client or row, what="referrals.referral")
    today = timezone.localdate()
    known = taxonomy.labels_by_vocabulary(
        [Vocabulary.NEEDS, *VOCABULARIES.values()], language=tongue(), today=today
    )
    spoken = dict(language_choices(today))
    may_attach = reference.PAPERS in row.categories
    documents = list(queries.documents_of(row)) if may_attach else []
    context = {
        "row": row,
        "topic": topics(today, labels=known[Vocabulary.NEEDS]).name(row.topic),
        "language": spoken.get(row.language, row.language),
        "norm": dict(reference.grounds(today, tongue())).get(row.norm, row.norm),
        "categories": [Consent.Category(code).label for code in row.categories],
        # Once offered the copy is read; it was made in the language of the town.
        "told": (
            queries.told_now(
                row, documents, wording=words(today, known), spoken=spoken, day=today
            )
            if row.is_draft
            else json.loads(row.told or "[]")
        ),
        "documents": documents,
        "may_attach": may_attach,
        "number": _number(row),
        "is_late": row.is_late(today),
        "accept": AcceptForm(auto_id="accept_%s"),
        "refuse": RefuseForm(auto_id="refuse_%s"),
        "arrive": ArriveForm(initial={"on": today}, auto_id="arrive_%s"),
        "finish": FinishForm(referral=row, auto_id="finish_%s"),
        "later": LaterForm(auto_id="later_%s"),
        **shown,
    }
    response = render(
        request, "referrals/referral.html", context, status=422 if shown else 200
    )
    response["Cache-Control"] = "no-store"
    return response


def _number(row: Referral) -> str:
    """Return the number that opens the page of an office, while it has one."""
    has_page = row.is_open and row.has_gone and row.email
    return keys.number_of(row) if has_page and row.needs_number else ""


@require_POST
@requires(REFER)
@of_feature(FEATURE)
def referral_step(
    request: SignedInRequest, municipality: str, pk: UUID, name: str
) -> HttpResponse:
    """Offer it, or write down what the office or the person said."""

    def done(result: Any) -> HttpResponse:
        if result == "gone":
            return redirect("referrals:referrals", municipality)
        return redirect("referrals:referral", municipality, pk)

    row = found_referral(request, pk)
    return take(request, row, _STEPS, name, page=_page, done=done)


def _offer(request: SignedInRequest, row: Referral, _form: Any) -> None:
    services.offer_referral(referral=row, now=timezone.now(), by=request.user)


def _accept(request: SignedInRequest, row: Referral, form: Any) -> None:
    now = timezone.now()
    services.accept(referral=row, now=now, by=request.user, **form.content)


def _refuse(request: SignedInRequest, row: Referral, form: Any) -> None:
    now = timezone.now()
    services.refuse(referral=row, now=now, by=request.user, **form.content)


def _arrive(request: SignedInRequest, row: Referral, form: Any) -> None:
    now = timezone.now()
    services.arrive(referral=row, now=now, by=request.user, **form.content)


def _finish(request: SignedInRequest, row: Referral, form: Any) -> None:
    now = timezone.now()
    services.finish(referral=row, now=now, by=request.user, **form.content)


def _later(request: SignedInRequest, row: Referral, form: Any) -> None:
    services.ask_later(referral=row, by=request.user, **form.content)


def _withdraw(request: SignedInRequest, row: Referral, _form: Any) -> str:
    was_draft = row.is_draft
    today = timezone.localdate()
    services.withdraw_referral(referral=row, today=today, by=request.user)
    return "gone" if was_draft else ""


_STEPS = {
    "offer": Step(None, _offer),
    "accept": Step(
        lambda request, _row: AcceptForm(request.POST, auto_id="accept_%s"), _accept
    ),
    "refuse": Step(
        lambda request, _row: RefuseForm(request.POST, auto_id="refuse_%s"), _refuse
    ),
    "arrive": Step(
        lambda request, _row: ArriveForm(request.POST, auto_id="arrive_%s"), _arrive
    ),
    "finish": Step(
        lambda request, row: FinishForm(
            request.POST, referral=row, auto_id="finish_%s"
        ),
        _finish,
    ),
    "later": Step(
        lambda request, _row: LaterForm(request.POST, auto_id="later_%s"), _later
    ),
    "withdraw": Step(None, _withdraw),
}


@require_safe
@requires(VIEW_REFERRALS)
@of_feature(FEATURE)
def slip(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """The slip on paper, in the person's language."""
    del municipality
    row = found_referral(request, pk)
    content = make_slip(
        row, row.municipality, language=row.language, now=timezone.now()
    )
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="verweis.pdf"'
    response["Cache-Control"] = "no-store"
    return response
