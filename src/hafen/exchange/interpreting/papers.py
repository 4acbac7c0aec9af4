"""Statements and invoices as PDF/UA, in the language of whoever reads them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from hafen.core.files.typesetting import direction, isolated, pdf, titled
from hafen.core.mail.letters import sender
from hafen.core.places.models import Municipality
from hafen.core.taxonomy.reference import screen_language, words_in
from hafen.exchange.allowances.words import money
from hafen.exchange.interpreting.models import Appointment
from hafen.exchange.interpreting.queries import minutes_of
from hafen.exchange.interpreting.words import language_names, when

_TEMPLATE = Path(__file__).parent / "typst" / "voucher.typ"


@dataclass(frozen=True)
class Head:
    """What stands on every paper.

    :param address: name and lines of whoever gets it
    :param first_day: of the month that it is about
    :param note: words of the municipality below the sum
    :param tax: how the fees are taxed, and the number of who taxes them
    """

    municipality: Municipality
    language: str
    code: str
    address: Sequence[str]
    first_day: date
    today: date
    note: str = ""
    tax: str = ""


def statement(head: Head, jobs: Sequence[Appointment]) -> bytes:
    """Return what an interpreter gets for the jobs; no client stands in it."""
    with words_in(head.language):
        titles = [
            _("When"), _("Language"), _("Minutes"), _("For the work"), _("Refund"),
        ]  # fmt: skip
        rows = [
            [
                *_job(job, head.today),
                *(money(job.claim.pay_cents), money(job.claim.refund_cents)),
            ]
            for job in jobs
            if job.claim
        ]
        cents = sum(job.claim.cents for job in jobs if job.claim)
        return _paper(head, _("Statement %(number)s"), [titles, *rows], cents)


def invoice(head: Head, jobs: Sequence[Appointment]) -> bytes:
    """Return what an institution pays for the jobs; no interpreter stands in it."""
    with words_in(head.language):
        titles = [
            _("When"), _("Language"), _("Minutes"), _("Your code for the client"),
            _("Fee"),
        ]  # fmt: skip
        rows = [
            [*_job(job, head.today), job.code, money(job.fee_cents)] for job in jobs
        ]
        cents = sum(job.fee_cents for job in jobs)
        return _paper(head, _("Invoice %(number)s"), [titles, *rows], cents)


def cancellation(head: Head, *, cancelled: str, cents: int) -> bytes:
    """Return the paper that takes an invoice back, with a number of its own."""
    with words_in(head.language):
        about = _("It takes invoice %(number)s back.") % {"number": cancelled}
        return _paper(head, _("Cancellation %(number)s"), [[]], cents, about=about)


def _job(job: Appointment, today: date) -> list[str]:
    names = language_names(today)
    what = f"{names.get(job.language, job.language)}, {job.get_mode_display()}"
    if not job.is_done:
        what = f"{what} ({job.get_state_display()})"
    return [when(job.spans[0]), what, str(minutes_of(job))]


def _paper(
    head: Head, title: str, table: list[list[str]], cents: int, *, about: str = ""
) -> bytes:
    language = screen_language(head.language)
    month = date_format(head.first_day, "YEAR_MONTH_FORMAT")
    lines = about or _("Interpreting until the end of %(month)s") % {"month": month}
    total = _("Sum: %(amount)s") % {"amount": money(cents)}
    titles, *rows = table
    data: dict[str, Any] = {
        "language": language.split("-")[0],
        "direction": direction(language),
        "sender": sender(head.municipality),
        "address": head.address,
        "day": isolated(date_format(head.today, "DATE_FORMAT"), language),
        "title": titled(title % {"number": head.code}, language),
        "about": isolated(lines, language),
        "head": titles,
        "rows": [[isolated(cell, language) for cell in row] for row in rows],
        "sum": isolated(total, language),
        "notes": [isolated(n, language) for n in (head.tax, head.note) if n],
    }
    return pdf(_TEMPLATE, data)
