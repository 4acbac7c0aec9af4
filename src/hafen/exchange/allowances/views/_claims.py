"""Claims: the list, the form, the page, and the decision."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.audit import services as audit
from hafen.core.db.errors import DomainError
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import answer
from hafen.core.places.features import of_feature
from hafen.core.ui.pages import render_page
from hafen.exchange.allowances import queries, services
from hafen.exchange.allowances.doors import FEATURE
from hafen.exchange.allowances.forms.claims import (
    ApproveForm,
    ClaimForm,
    FilterForm,
    RefuseForm,
)
from hafen.exchange.allowances.limits import Verdict
from hafen.exchange.allowances.models import Claim, Kind
from hafen.exchange.allowances.rules import (
    DECIDE_CLAIM,
    ENTER_CLAIM,
    EXPORT_CLAIMS,
    OVERRIDE_LIMIT,
    PAY_CLAIMS,
    VIEW_CLAIMS,
)
from hafen.exchange.allowances.sheets import CLAIMS
from hafen.exchange.allowances.views._refusals import refusal
from hafen.exchange.allowances.words import shown_lines

PAGE = 25
MOST_EXPORTED = 10_000


@require_safe
@requires(VIEW_CLAIMS)
@of_feature(FEATURE)
def claims(request: SignedInRequest, municipality: str) -> HttpResponse:
    """What is to be checked first, and what became of the rest."""
    del municipality
    form = FilterForm(request.GET or None)
    values: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    part, words = values.get("part") or "submitted", values.get("q", "")
    visible = queries.claims_visible_to(request.user)
    days = {name: values.get(name) for name in ("first", "last")}
    rows = queries.filtered(visible, part=part, words=words, **days)
    if file := answer(request, CLAIMS, rows[:MOST_EXPORTED], right=EXPORT_CLAIMS):
        return file
    context = {
        "form": form,
        "filters": sum(map(bool, (words, *days.values()))),
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "part": part,
        "parts": _parts().items(),
        "may_enter": ENTER_CLAIM.held_by(request.user),
        "may_export": EXPORT_CLAIMS.held_by(request.user),
        "may_pay": PAY_CLAIMS.held_by(request.user),
    }
    return render_page(request, "allowances/claims.html", context)


def _parts() -> dict[str, str]:
    states = {state.value.lower(): str(state.label) for state in Claim.State}
    return states | {"all": pgettext("claims", "all")}


@require_http_methods(["GET", "HEAD", "POST"])
@requires(ENTER_CLAIM)
@of_feature(FEATURE)
def add_claim(request: SignedInRequest, municipality: str) -> HttpResponse:
    orders = queries.orders_visible_to(request.user).order_by("-until", "-id")
    initial = {"order": request.GET.get("order"), "on": timezone.localdate()}
    form = ClaimForm(request.POST or None, orders=orders, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.enter_claim(
                order=form.cleaned_data["order"],
                data=form.claim,
                by=request.user,
                now=timezone.now(),
            )
        except DomainError as refused:
            form.add_error(None, refusal(refused))
        else:
            messages.success(request, _("Saved. Somebody else checks it now."))
            return redirect("allowances:claim", municipality, made.pk)
    status = 422 if form.errors else 200
    return render(request, "allowances/claim_form.html", {"form": form}, status=status)


@require_safe
@requires(VIEW_CLAIMS)
@of_feature(FEATURE)
def claim(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """A claim, what it was made from, and what the year still allows."""
    del municipality
    return _page(request, _found(request, pk))


def _found(request: SignedInRequest, pk: UUID) -> Claim:
    return get_object_or_404(queries.claims_visible_to(request.user), pk=pk)


def _page(
    request: SignedInRequest,
    found: Claim,
    *,
    approve_form: ApproveForm | None = None,
    refuse_form: RefuseForm | None = None,
) -> HttpResponse:
    audit.seen(subject=found, what="allowances.claim")
    today = timezone.localdate()
    year_of_payment = found.payout.paid_on.year if found.payout else today.year
    years = queries.year_of(found.helper, year_of_payment, today=today)
    year = years[Kind(found.tariff.kind)]
    weighed = year.with_claim(found.pay_cents if found.is_submitted else 0)
    is_beyond = weighed.verdict is Verdict.BEYOND
    may_override = OVERRIDE_LIMIT.held_by(request.user)
    is_own = request.user.pk in (found.entered_by_id, found.helper.user_id)
    forms = [each for each in (approve_form, refuse_form) if each is not None]
    context = {
        "claim": found,
        "lines": shown_lines(found.priced),
        "year": year,
        "is_near": weighed.verdict is Verdict.NEAR,
        "is_beyond": is_beyond,
        "may_override": may_override,
        "is_own": is_own,
        "may_decide": found.is_submitted and DECIDE_CLAIM.held_by(request.user),
        "may_approve": not is_own and (may_override or not is_beyond),
        "approve": approve_form or ApproveForm(),
        "refuse": refuse_form or RefuseForm(),
    }
    status = 422 if any(form.errors for form in forms) else 200
    return render(request, "allowances/claim.html", context, status=status)


@require_POST
@requires(DECIDE_CLAIM)
@of_feature(FEATURE)
def approve(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    found = _found(request, pk)
    form = ApproveForm(request.POST)
    if form.is_valid():
        # Whoever has no right to go beyond the limit cannot give a reason either.
        may_override = OVERRIDE_LIMIT.held_by(request.user)
        reason = form.cleaned_data["override_reason"] if may_override else ""
        try:
            services.approve_claim(
                claim=found,
                by=request.user,
                now=timezone.now(),
                override_reason=reason,
            )
        except DomainError as refused:
            form.add_error(None, refusal(refused))
        else:
            messages.success(request, _("Approved. It stands on the payment list."))
            return redirect("allowances:claim", municipality, pk)
    return _page(request, _found(request, pk), approve_form=form)


@require_POST
@requires(DECIDE_CLAIM)
@of_feature(FEATURE)
def refuse(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    found = _found(request, pk)
    form = RefuseForm(request.POST)
    if form.is_valid():
        try:
            services.refuse_claim(
                claim=found,
                reason=form.cleaned_data["reason"],
                by=request.user,
                now=timezone.now(),
            )
        except DomainError as refused:
            form.add_error(None, refusal(refused))
        else:
            messages.success(request, _("Refused."))
            return redirect("allowances:claim", municipality, pk)
    return _page(request, _found(request, pk), refuse_form=form)
