"""The payment list, the sums of a year, and the certificate."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.audit import services as audit
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import answer
from hafen.core.places.features import of_feature
from hafen.exchange.allowances import queries, services
from hafen.exchange.allowances.certificates import certificate as paper
from hafen.exchange.allowances.doors import FEATURE
from hafen.exchange.allowances.errors import ListChanged
from hafen.exchange.allowances.forms.claims import DeclarationForm, PayForm
from hafen.exchange.allowances.rules import (
    ENTER_CLAIM,
    EXPORT_CLAIMS,
    PAY_CLAIMS,
    VIEW_CLAIMS,
)
from hafen.exchange.allowances.sheets import PAYMENTS, TOTALS
from hafen.exchange.allowances.views._refusals import refusal
from hafen.exchange.pool.models import Helper

PAGE = 50
# So many go to the cash office at once; the rest makes the next list.
MOST_PAID = 500
FIRST_YEAR = 2021


@require_http_methods(["GET", "HEAD", "POST"])
@requires(PAY_CLAIMS)
@of_feature(FEATURE)
def payments(request: SignedInRequest, municipality: str) -> HttpResponse:
    """What is approved and not paid, as a list for the cash office."""
    rows = list(queries.to_pay(request.user)[:MOST_PAID])
    if file := answer(request, PAYMENTS, rows, right=PAY_CLAIMS):
        return file
    today = timezone.localdate()
    form = PayForm(request.POST or None, today=today, initial={"paid_on": today})
    if request.method == "POST" and form.is_valid():
        try:
            services.pay_claims(
                municipality=request.municipality,
                claims=_keys(request.POST.getlist("claim")),
                paid_on=form.cleaned_data["paid_on"],
                by=request.user,
            )
        except ListChanged as refused:
            form.add_error(None, refusal(refused))
        else:
            messages.success(request, _("The list is marked as paid."))
            return redirect("allowances:payments", municipality)
    context = {
        "rows": rows,
        "total": sum(row.cents for row in rows),
        "form": form,
        "payouts": queries.payouts_visible_to(request.user)[:10],
        "may_export": True,
    }
    status = 422 if form.errors else 200
    return render(request, "allowances/payments.html", context, status=status)


def _keys(sent: list[str]) -> list[UUID]:
    try:
        return [UUID(key) for key in sent]
    except ValueError as wrong:
        raise Http404 from wrong


@require_safe
@requires(VIEW_CLAIMS)
@of_feature(FEATURE)
def totals(request: SignedInRequest, municipality: str) -> HttpResponse:
    """What each person gets in a year, beside the limit."""
    del municipality
    today = timezone.localdate()
    known = range(today.year, FIRST_YEAR - 1, -1)
    asked = request.GET.get("year", "")
    year = int(asked) if asked in map(str, known) else today.year
    rows = queries.totals(request.municipality, year, today=today)
    if file := answer(request, TOTALS, rows, right=EXPORT_CLAIMS):
        return file
    context = {
        "year": year,
        "years": [str(each) for each in known][:6],
        "chosen": str(year),
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "paid": sum(row.paid + row.refunds for row in rows),
        "may_export": EXPORT_CLAIMS.held_by(request.user),
    }
    return render(request, "allowances/totals.html", context)


def _helper(request: SignedInRequest, pk: UUID, year: int) -> Helper:
    if not FIRST_YEAR <= year <= timezone.localdate().year:
        raise Http404
    return get_object_or_404(queries.helpers_visible_to(request.user), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(ENTER_CLAIM)
@of_feature(FEATURE)
def person(
    request: SignedInRequest, municipality: str, pk: UUID, year: int
) -> HttpResponse:
    """A helper's year: what was paid, what others pay, and what is left."""
    helper = _helper(request, pk, year)
    form = DeclarationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.declare(
            helper=helper,
            year=year,
            kind=form.cleaned_data["kind"],
            cents=form.cents,
            by=request.user,
            now=timezone.now(),
        )
        messages.success(request, _("The changes were saved."))
        return redirect("allowances:person", municipality, pk, year)
    audit.seen(subject=helper, what="allowances.person")
    years = queries.year_of(helper, year, today=timezone.localdate())
    claims = queries.claims_visible_to(request.user).filter(helper=helper)
    context = {
        "helper": helper,
        "year": str(year),
        "years": years.values(),
        "claims": claims.order_by("-on", "-id")[:PAGE],
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "allowances/person.html", context, status=status)


@require_safe
@requires(VIEW_CLAIMS)
@of_feature(FEATURE)
def certificate(
    request: SignedInRequest, municipality: str, pk: UUID, year: int
) -> HttpResponse:
    del municipality
    helper = _helper(request, pk, year)
    audit.seen(subject=helper, what="allowances.certificate")
    today = timezone.localdate()
    content = paper(
        queries.year_of(helper, year, today=today).values(),
        municipality=request.municipality,
        language=helper.language,
        today=today,
    )
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="certificate-{year}.pdf"'
    response["Cache-Control"] = "no-store"
    return response
