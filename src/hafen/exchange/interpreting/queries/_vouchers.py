"""Statements and invoices that were issued, and what still waits for one."""

from datetime import datetime
from typing import Any

from django.db.models import Max, Q, QuerySet

from hafen.core.accounts.models import User
from hafen.core.places.models import Municipality
from hafen.exchange.allowances.models import Claim
from hafen.exchange.interpreting.billing import lacking
from hafen.exchange.interpreting.models import (
    Appointment,
    AppointmentQuerySet,
    Institution,
    Interpreter,
    Service,
    Voucher,
)
from hafen.exchange.interpreting.rules import SETTLE

Kind = Voucher.Kind
_APPROVED = [Claim.State.APPROVED, Claim.State.PAID]


def vouchers_visible_to(user: User) -> QuerySet[Voucher]:
    """Return the papers without their bytes, the newest number first."""
    if not SETTLE.held_by(user):
        return Voucher.objects.none()
    rows = Voucher.objects.filter(municipality=user.municipality_id)
    return rows.defer("pdf", "xml").select_related(
        "municipality", "cancelled_by", "cancels"
    )


def filtered_vouchers(
    rows: QuerySet[Voucher], *, kind: str, year: int
) -> QuerySet[Voucher]:
    return rows.filter(kind=kind, year=year).order_by("-number")


def statements_of(interpreter: Interpreter) -> QuerySet[Voucher]:
    """Return what an interpreter sees of own statements by link."""
    rows = Voucher.objects.filter(helper=interpreter.offer.helper_id)
    return rows.order_by("-first_day", "-number")


def invoices_of(institution: Institution) -> QuerySet[Voucher]:
    rows = Voucher.objects.filter(institution=institution)
    return rows.order_by("-year", "-number")


def missing_for_offices(service: Service) -> list[str]:
    """Return what electronic invoices lack, where an institution needs them."""
    offices = Institution.objects.filter(municipality=service.municipality_id)
    return lacking(service) if offices.exclude(leitweg_id="").exists() else []


def without_voucher(
    municipality: Municipality, kind: str, *, before: datetime
) -> AppointmentQuerySet:
    """Return the jobs that are due and on no paper yet.

    A statement waits for the approval of the claim; what comes late for the paper
    of its month stands on the next one.
    """
    due = {
        Kind.STATEMENT: Q(claim__state__in=_APPROVED, statement__isnull=True),
        Kind.INVOICE: Q(fee_cents__gt=0, invoice__isnull=True),
    }
    rows = Appointment.objects.filter(
        due[Kind(kind)],
        municipality=municipality,
        starts_at__lt=before,
        closed_at__isnull=False,
    )
    return rows.select_related("claim__helper__municipality", "institution").order_by(
        "starts_at", "id"
    )


def last_number(municipality: Municipality, kind: str, year: int) -> int:
    rows = Voucher.objects.filter(municipality=municipality, kind=kind, year=year)
    found: dict[str, Any] = rows.aggregate(last=Max("number"))
    return found["last"] or 0
