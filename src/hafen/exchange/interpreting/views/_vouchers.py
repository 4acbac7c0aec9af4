"""Statements and invoices: issued for a month, listed by number, opened as PDF."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.audit import services as audit
from hafen.core.db.errors import DomainError
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import answer
from hafen.core.places.features import of_feature
from hafen.exchange.interpreting import queries, services
from hafen.exchange.interpreting.doors import FEATURE
from hafen.exchange.interpreting.models import Voucher
from hafen.exchange.interpreting.rules import EXPORT, SETTLE
from hafen.exchange.interpreting.sheets import VOUCHERS
from hafen.exchange.interpreting.views._common import (
    MOST_EXPORTED,
    PAGE,
    as_issued,
    today,
    tried,
)
from hafen.exchange.interpreting.views._figures import month_of_request
from hafen.exchange.interpreting.views._refusals import refusal

FIRST_YEAR = 2021


@require_safe
@requires(SETTLE)
@of_feature(FEATURE)
def vouchers(request: SignedInRequest, municipality: str) -> HttpResponse:
    """All papers of a year by number: what the cash office checks for gaps."""
    del municipality
    asked, known = request.GET.get("year", ""), range(today().year, FIRST_YEAR, -1)
    year = int(asked) if asked in map(str, known) else today().year
    kind = request.GET.get("kind", "")
    kind = kind if kind in Voucher.Kind.values else Voucher.Kind.INVOICE.value
    visible = queries.vouchers_visible_to(request.user)
    rows = queries.filtered_vouchers(visible, kind=kind, year=year)
    if file := answer(request, VOUCHERS, rows[:MOST_EXPORTED], right=EXPORT):
        return file
    context = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "kind": kind,
        "kinds": [("INVOICE", _("Invoices")), ("STATEMENT", _("Statements"))],
        "year": str(year),
        "years": [str(each) for each in known][:6],
        "may_export": EXPORT.held_by(request.user),
    }
    return render(request, "interpreting/vouchers.html", context)


@require_POST
@requires(SETTLE)
@of_feature(FEATURE)
def issue(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Issue the statements or the invoices of a month."""
    kind = request.POST.get("kind", "")
    if kind not in Voucher.Kind.values:
        raise Http404
    year, month = month_of_request(request.POST)
    try:
        made = services.issue_month(
            municipality=request.municipality,
            first_day=date(year, month, 1),
            kind=kind,
            by=request.user,
            now=timezone.now(),
        )
    except DomainError as refused:
        messages.error(request, refusal(refused))
    else:
        said = ngettext(
            "%(count)s paper was issued, and its reader told.",
            "%(count)s papers were issued, and their readers told.",
            len(made),
        )
        messages.success(request, said % {"count": len(made)})
    where = reverse("interpreting:statements", args=[municipality])
    return redirect(f"{where}?month={year}-{month:02}")


def _voucher(request: SignedInRequest, pk: UUID) -> Voucher:
    return get_object_or_404(queries.vouchers_visible_to(request.user), pk=pk)


@require_safe
@requires(SETTLE)
@of_feature(FEATURE)
def voucher(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    del municipality
    found = _voucher(request, pk)
    audit.seen(subject=found, what="interpreting.voucher")
    return as_issued(request, found)


@require_POST
@requires(SETTLE)
@of_feature(FEATURE)
def cancel_invoice(
    request: SignedInRequest, municipality: str, pk: UUID
) -> HttpResponse:
    found = _voucher(request, pk)

    def step() -> None:
        services.cancel_invoice(voucher=found, by=request.user, now=timezone.now())

    done = _("Taken back. Its jobs wait for the next invoice.")
    tried(request, step, done)
    return redirect("interpreting:vouchers", municipality)
