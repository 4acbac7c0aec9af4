"""Statements and invoices are issued, and invoices taken back; none is changed."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.places.models import Municipality
from hafen.core.taxonomy.reference import words_in
from hafen.exchange.interpreting import billing, papers, xrechnung
from hafen.exchange.interpreting.errors import (
    AlreadyCancelled,
    MonthNotOver,
    NoPaymentTerms,
    NoService,
    NotElectronic,
    NothingToIssue,
)
from hafen.exchange.interpreting.models import (
    Appointment,
    Institution,
    Interpreter,
    Service,
    Voucher,
    numbered,
)
from hafen.exchange.interpreting.queries import last_number, without_voucher
from hafen.exchange.interpreting.services._tell import (
    booking_address,
    own_address,
    tell_booker,
)
from hafen.exchange.pool.errors import NoWayToTell
from hafen.exchange.pool.models import Helper
from hafen.exchange.pool.services import can_follow_links, spoken_to, tell

Kind = Voucher.Kind
Jobs = list[Appointment]


@transaction.atomic
def issue_month(
    *, municipality: Municipality, first_day: date, kind: str, by: User, now: datetime
) -> list[Voucher]:
    """
    Issue the papers of a month, one for each interpreter or institution.

    :raises MonthNotOver: before the month has ended
    :raises NoPaymentTerms: for invoices that would not say how to pay them
    :raises NotElectronic: for those to public offices, while data is missing
    :raises NothingToIssue: when all that is due stands on a paper
    """
    service = _numbering(municipality)
    after = (first_day + timedelta(days=31)).replace(day=1)
    if timezone.localdate(now) < after:
        raise MonthNotOver
    if kind == Kind.INVOICE and not service.invoice_note:
        raise NoPaymentTerms
    before = timezone.make_aware(datetime.combine(after, datetime.min.time()))
    jobs = list(without_voucher(municipality, kind, before=before))
    if not jobs:
        raise NothingToIssue
    if kind == Kind.INVOICE:
        buyers = {job.institution for job in jobs}
        refuse_incomplete(service, [each for each in buyers if each.leitweg_id])
    make = _invoice if kind == Kind.INVOICE else _statement
    return [
        make(service, group, first_day, by=by, now=now) for group in _groups(jobs, kind)
    ]


def _numbering(municipality: Municipality) -> Service:
    """
    Return the settings, locked: whoever holds them gives the next number.

    :raises NoService: if nobody looks after interpreting here yet
    """
    rows = Service.objects.select_for_update(of=("self",))
    found = rows.filter(municipality=municipality).first()
    if found is None:
        raise NoService
    return found


def refuse_incomplete(service: Service, buyers: list[Institution]) -> None:
    """
    Look whether electronic invoices to some institutions can be issued.

    :raises NotElectronic: with what is missing
    """
    missing = billing.lacking(service) if buyers else []
    for buyer in buyers:
        missing += billing.lacking_of_buyer(buyer)
    if missing:
        raise NotElectronic(*missing)


def _groups(jobs: Iterable[Appointment], kind: str) -> list[Jobs]:
    found: dict[Any, Jobs] = {}
    for job in jobs:
        whose = job.claim.helper_id if job.claim else None
        key = job.institution_id if kind == Kind.INVOICE else whose
        found.setdefault(key, []).append(job)
    return list(found.values())


def _statement(
    service: Service, jobs: Jobs, first_day: date, *, by: User, now: datetime
) -> Voucher:
    claims = [job.claim for job in jobs if job.claim]
    helper: Helper = claims[0].helper
    row = Voucher(
        kind=Kind.STATEMENT,
        helper=helper,
        name=helper.name,
        jobs=len(jobs),
        cents=sum(claim.cents for claim in claims),
    )
    language = spoken_to(helper, service.municipality)
    address = [helper.name, *helper.address.splitlines()]
    made = _issue(
        row, service, first_day, language, address, by=by, now=now,
        paper=lambda head: papers.statement(head, jobs),
    )  # fmt: skip
    Appointment.objects.filter(pk__in=[job.pk for job in jobs]).update(statement=made)
    _tell_interpreter(made, helper, language, now=now)
    return made


def _invoice(
    service: Service, jobs: Jobs, first_day: date, *, by: User, now: datetime
) -> Voucher:
    booker = jobs[0].institution
    row = Voucher(
        kind=Kind.INVOICE,
        institution=booker,
        name=booker.name,
        jobs=len(jobs),
        cents=sum(job.fee_cents for job in jobs),
        leitweg_id=booker.leitweg_id,
    )
    made = _issue(
        row, service, first_day, service.municipality.default_language,
        _address(booker), by=by, now=now,
        paper=lambda head: papers.invoice(head, jobs),
        jobs=jobs,
    )  # fmt: skip
    Appointment.objects.filter(pk__in=[job.pk for job in jobs]).update(invoice=made)
    _tell_institution(made, now=now)
    return made


def _address(booker: Institution) -> list[str]:
    lines = booker.invoice_address or f"{booker.name}\n{booker.address}"
    return [line.strip() for line in lines.splitlines() if line.strip()]


def _issue(
    row: Voucher,
    service: Service,
    first_day: date,
    language: str,
    address: list[str],
    *,
    by: User,
    now: datetime,
    paper: Callable[[papers.Head], bytes],
    jobs: Jobs | None = None,
) -> Voucher:
    """Give a paper its number and keep it; with the jobs of an invoice also as XML."""
    town, today = service.municipality, timezone.localdate(now)
    row.municipality, row.first_day, row.year = town, first_day, today.year
    row.number = last_number(town, row.kind, today.year) + 1
    row.issued_at, row.issued_by = now, by
    head = papers.Head(
        municipality=town,
        language=language,
        code=numbered(row.kind, row.year, row.number),
        address=address,
        first_day=first_day,
        today=today,
        note=service.invoice_note if row.is_invoice and row.cents > 0 else "",
        tax=billing.tax_note(service, jobs, language) if jobs else "",
    )
    row.pdf = paper(head)
    if row.leitweg_id and jobs:
        row.xml = xrechnung.xml(billing.bill(service, row, jobs))
    row.save()
    audit.record(action="interpreting.voucher.issued", subject=row, by=by)
    return row


@transaction.atomic
def cancel_invoice(*, voucher: Voucher, by: User, now: datetime) -> Voucher:
    """
    Take an invoice back by a paper with a number of its own; its jobs wait again.

    :raises AlreadyCancelled: if it was taken back before, or takes one back itself
    :raises NotElectronic: if it is for a public office, while data is missing
    """
    service = _numbering(voucher.municipality)
    fresh = Voucher.objects.select_related("cancelled_by").get(pk=voucher.pk)
    if not fresh.is_invoice or not fresh.may_be_cancelled or fresh.institution is None:
        raise AlreadyCancelled
    row = Voucher(
        kind=Kind.INVOICE,
        institution=fresh.institution,
        name=fresh.name,
        jobs=fresh.jobs,
        cents=-fresh.cents,
        cancels=fresh,
        leitweg_id=fresh.leitweg_id,
    )
    if row.leitweg_id:
        refuse_incomplete(service, [fresh.institution])
    made = _issue(
        row, service, fresh.first_day, service.municipality.default_language,
        _address(fresh.institution), by=by, now=now,
        paper=lambda head: papers.cancellation(
            head, cancelled=fresh.code, cents=row.cents
        ),
        jobs=list(Appointment.objects.filter(invoice=fresh).order_by("starts_at")),
    )  # fmt: skip
    Appointment.objects.filter(invoice=fresh).update(invoice=None)
    _tell_institution(made, now=now)
    return made


def _tell_interpreter(
    voucher: Voucher, helper: Helper, language: str, *, now: datetime
) -> None:
    with words_in(language):
        lines = [_("Your statement %(number)s is ready.") % {"number": voucher.code}]
        rows = Interpreter.objects.filter(offer__helper=helper)
        mine = rows.select_related("municipality").order_by("pk").first()
        if mine is not None and can_follow_links(helper):
            lines += [_("You find it on your own page:"), own_address(mine, language)]
        else:
            lines.append(_("We send you the paper, or you get it from us."))
        text = "\n\n".join(lines)
        # Whoever cannot be reached gets it at the desk.
        with suppress(NoWayToTell):
            tell(helper, subject=_("Your statement"), text=text, now=now)


def _tell_institution(voucher: Voucher, *, now: datetime) -> None:
    booker = voucher.institution
    if booker is None:
        return
    with words_in(booker.language):
        said = (
            _("We have taken an invoice back: %(number)s.")
            if voucher.cancels_id
            else _("Your invoice %(number)s is ready.")
        )
        lines = [said % {"number": voucher.code}]
        if booker.is_approved:
            lines += [_("You find it with your bookings:"), booking_address(booker)]
        subject = _("Your invoice for interpreting")
        text = "\n\n".join(lines)
        tell_booker(booker, subject=subject, text=text, now=now)
