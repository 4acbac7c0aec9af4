"""One worry: what was seen, advised, assessed and reported, and how it ends."""

from functools import partial
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.views.decorators.http import require_POST, require_safe

from hafen.casework.cases.rules import EXPORT_CASES
from hafen.casework.childprotection import queries, reference, services
from hafen.casework.childprotection.doors import FEATURE
from hafen.casework.childprotection.forms import (
    AdviceForm,
    CloseForm,
    JudgeForm,
    ParentsForm,
    ReceiptForm,
    ReportForm,
    SecondForm,
    SignForm,
)
from hafen.casework.childprotection.models import Procedure
from hafen.casework.childprotection.rules import PROTECT
from hafen.casework.childprotection.sheets import PROCEDURES
from hafen.casework.childprotection.views._refusals import refusal
from hafen.core.accounts.requests import SignedInRequest
from hafen.core.audit import services as audit
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import answer
from hafen.core.places.features import of_feature
from hafen.core.ui import steps
from hafen.core.ui.steps import Step

PAGE = 50
take = partial(steps.take, refusal=refusal)


@require_safe
@requires(PROTECT)
@of_feature(FEATURE)
def procedures(request: SignedInRequest, municipality: str) -> HttpResponse:
    """What one answers for: numbers and days, no name."""
    del municipality
    part, today = request.GET.get("part", "open"), timezone.localdate()
    rows = queries.procedures_visible_to(request.user)
    found = queries.filtered_procedures(rows, part)
    if file := answer(request, PROCEDURES, found[:5000], right=EXPORT_CASES):
        return file
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(row, row.is_late(today)) for row in page],
        "part": part,
        "parts": [
            ("open", pgettext("child protection", "open")),
            ("closed", pgettext("child protection", "closed")),
        ],
        "may_export": EXPORT_CASES.held_by(request.user),
    }
    return render(request, "childprotection/procedures.html", context)


def found_procedure(request: SignedInRequest, pk: UUID) -> Procedure:
    rows = queries.procedures_visible_to(request.user)
    return get_object_or_404(rows.select_related("confirmed_by", "judged_by"), pk=pk)


@require_safe
@requires(PROTECT)
@of_feature(FEATURE)
def procedure(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    del municipality
    return _page(request, found_procedure(request, pk))


def _page(request: SignedInRequest, row: Procedure, **shown: Any) -> HttpResponse:
    # Not as part of the file: its readings are shown to the family.
    audit.seen(subject=row, what="childprotection.procedure")
    user, today = request.user, timezone.localdate()
    grounds = _grounds()
    may_confirm = bool(row.judgement) and not row.is_confirmed
    context = {
        "row": row,
        "signs": row.signs.order_by("on", "id"),
        "norm": dict(grounds).get(row.ground, row.ground),
        "may_confirm": may_confirm and user.pk != row.judged_by_id and row.is_open,
        "may_report": row.is_open
        and row.reported_at is None
        and (row.is_acute or (row.is_danger and row.is_confirmed)),
        "may_release": user.pk == row.second_id and row.released_on is None,
        "sign": SignForm(initial={"on": today}, auto_id="sign_%s"),
        "second": _second_form(request, row),
        "advice": AdviceForm(initial={"on": today}, auto_id="advice_%s"),
        "parents": ParentsForm(initial={"on": today}, auto_id="parents_%s"),
        "judge": JudgeForm(auto_id="judge_%s"),
        "report": ReportForm(grounds=grounds, auto_id="report_%s"),
        "receipt": ReceiptForm(initial={"on": today}, auto_id="receipt_%s"),
        "close": CloseForm(auto_id="close_%s"),
        **shown,
    }
    status = 422 if shown else 200
    response = render(request, "childprotection/procedure.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _grounds() -> list[tuple[str, str]]:
    return reference.grounds(timezone.localdate(), get_language() or "de")


def _second_form(request: SignedInRequest, row: Procedure, data: Any = None) -> Any:
    today = timezone.localdate()
    people = queries.people_for(row.municipality, row.client_key, today=today)
    others = people.exclude(pk=row.owner_id)
    return SecondForm(data, rows={"user": others}, auto_id="second_%s")


@require_POST
@requires(PROTECT)
@of_feature(FEATURE)
def procedure_step(
    request: SignedInRequest, municipality: str, pk: UUID, name: str
) -> HttpResponse:
    """One step of the way, for the two who answer for it."""

    def done(_result: Any) -> HttpResponse:
        return redirect("childprotection:procedure", municipality, pk)

    row = found_procedure(request, pk)
    return take(request, row, _STEPS, name, page=_page, done=done)


def _sign(request: SignedInRequest, row: Procedure, form: Any) -> None:
    services.note_sign(procedure=row, facts=form.content, by=request.user)


def _second(request: SignedInRequest, row: Procedure, form: Any) -> None:
    today = timezone.localdate()
    services.name_second(procedure=row, today=today, by=request.user, **form.content)


def _advice(request: SignedInRequest, row: Procedure, form: Any) -> None:
    services.note_advice(procedure=row, by=request.user, **form.content)


def _parents(request: SignedInRequest, row: Procedure, form: Any) -> None:
    services.note_parents(procedure=row, by=request.user, **form.content)


def _judge(request: SignedInRequest, row: Procedure, form: Any) -> None:
    now = timezone.now()
    services.judge(procedure=row, now=now, by=request.user, **form.content)


def _confirm(request: SignedInRequest, row: Procedure, _form: Any) -> None:
    services.confirm(procedure=row, now=timezone.now(), by=request.user)


def _report(request: SignedInRequest, row: Procedure, form: Any) -> None:
    now = timezone.now()
    services.report(procedure=row, now=now, by=request.user, **form.content)


def _receipt(request: SignedInRequest, row: Procedure, form: Any) -> None:
    now = timezone.now()
    services.note_receipt(procedure=row, now=now, by=request.user, **form.content)


def _close(request: SignedInRequest, row: Procedure, form: Any) -> None:
    today = timezone.localdate()
    services.close(procedure=row, today=today, by=request.user, **form.content)


def _release(request: SignedInRequest, row: Procedure, _form: Any) -> None:
    today = timezone.localdate()
    services.release(procedure=row, today=today, by=request.user)


def _form(form: Any, name: str) -> Any:
    return lambda request, _row: form(request.POST, auto_id=f"{name}_%s")


_STEPS = {
    "sign": Step(_form(SignForm, "sign"), _sign),
    "second": Step(
        lambda request, row: _second_form(request, row, request.POST), _second
    ),
    "advice": Step(_form(AdviceForm, "advice"), _advice),
    "parents": Step(_form(ParentsForm, "parents"), _parents),
    "judge": Step(_form(JudgeForm, "judge"), _judge),
    "confirm": Step(None, _confirm),
    "report": Step(
        lambda request, _row: ReportForm(
            request.POST, grounds=_grounds(), auto_id="report_%s"
        ),
        _report,
    ),
    "receipt": Step(_form(ReceiptForm, "receipt"), _receipt),
    "close": Step(_form(CloseForm, "close"), _close),
    "release": Step(None, _release),
}


@require_safe
@requires(PROTECT)
@of_feature(FEATURE)
def sheet(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """One page for asking advice: a number, the age, and what was seen; no name."""
    del municipality
    row = found_procedure(request, pk)
    audit.seen(subject=row, what="childprotection.procedure")
    signs = row.signs.order_by("on", "id")
    context = {
        "row": row,
        "about": queries.pseudonymous(row, row.about),
        "signs": [(sign, queries.pseudonymous(row, sign.text)) for sign in signs],
    }
    response = render(request, "childprotection/sheet.html", context)
    response["Cache-Control"] = "no-store"
    return response
