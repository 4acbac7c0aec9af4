"""The lists of the room as files."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hafen.core.db.sheets import Column, Sheet
from hafen.exchange.allowances.words import euros
from hafen.exchange.interpreting.queries import minutes_of
from hafen.exchange.interpreting.words import when
from hafen.exchange.pool.sheets import distance


def _who(row: Any) -> str:
    return row.interpreter.name if row.interpreter else ""


APPOINTMENTS = Sheet(
    "interpreting",
    _("Appointments with interpreters"),
    (
        Column(_("When"), lambda row: when(row.spans[0]), 24),
        Column(_("Language"), lambda row: row.language, 12),
        Column(_("What it is about"), lambda row: row.get_subject_display(), 24),
        Column(_("How"), lambda row: row.get_mode_display(), 16),
        Column(_("Institution"), lambda row: row.institution.name, 30),
        Column(_("Urgency"), lambda row: row.get_urgency_display(), 24),
        Column(_("Why it is urgent"), lambda row: row.get_pressing_display(), 24),
        Column(_("Interpreter"), _who, 28),
        Column(_("State"), lambda row: row.get_state_display(), 18),
    ),
)
INTERPRETERS = Sheet(
    "interpreters",
    _("Interpreters"),
    (
        Column(_("Name"), lambda row: row.name, 28),
        Column(_("Languages"), lambda row: ", ".join(sorted(row.offer.languages)), 24),
        Column(_("Training"), lambda row: row.get_training_display(), 26),
        Column(
            _("District"),
            lambda row: row.offer.district.name if row.offer.district else "",
        ),
        Column(_("Distance in km"), distance, 12),
        Column(_("Contract ends on"), lambda row: row.contract_until, 14),
        Column(_("Details checked on"), lambda row: row.confirmed_on, 14),
        Column(_("State"), lambda row: row.offer.get_state_display(), 14),
    ),
)
INSTITUTIONS = Sheet(
    "institutions",
    _("Institutions"),
    (
        Column(_("Name"), lambda row: row.name, 32),
        Column(_("Contact person"), lambda row: row.contact, 26),
        Column(_("E-mail address"), lambda row: row.email, 30),
        Column(_("State"), lambda row: row.get_state_display(), 16),
    ),
)
VOUCHERS = Sheet(
    "vouchers",
    _("Issued papers"),
    (
        Column(_("Number"), lambda row: row.code, 16),
        Column(_("Issued on"), lambda row: timezone.localdate(row.issued_at), 12),
        Column(_("Month"), lambda row: row.first_day, 12),
        Column(_("Name"), lambda row: row.name, 30),
        Column(_("Appointments"), lambda row: row.jobs, 12),
        Column(_("Sum in euros"), lambda row: euros(row.cents), 14),
        Column(
            _("takes back"), lambda row: row.cancels.code if row.cancels else "", 16
        ),
    ),
)


def statement(title: str) -> Sheet:
    """Return the jobs of a month of one interpreter; no client stands in it."""
    return Sheet(
        "statement",
        title,
        (
            Column(_("When"), lambda row: when(row.spans[0]), 24),
            Column(_("Language"), lambda row: row.language, 12),
            Column(_("State"), lambda row: row.get_state_display(), 18),
            Column(_("Minutes"), minutes_of, 10),
            Column(
                _("For the work in euros"),
                lambda row: euros(row.claim.pay_cents) if row.claim else 0,
                14,
            ),
            Column(
                _("Refund in euros"),
                lambda row: euros(row.claim.refund_cents) if row.claim else 0,
                14,
            ),
        ),
    )


def invoice(title: str) -> Sheet:
    """Return the jobs of a month of one institution; no interpreter's contact."""
    return Sheet(
        "invoice",
        title,
        (
            Column(_("When"), lambda row: when(row.spans[0]), 24),
            Column(_("Language"), lambda row: row.language, 12),
            Column(_("Your code for the client"), lambda row: row.code, 16),
            Column(_("State"), lambda row: row.get_state_display(), 18),
            Column(_("Minutes"), minutes_of, 10),
            Column(_("Fee in euros"), lambda row: euros(row.fee_cents), 14),
        ),
    )
