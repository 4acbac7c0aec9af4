"""The lists of the room as files: for the cash office, and of a year."""

from django.utils.translation import gettext_lazy as _

from hafen.core.db.sheets import Column, Sheet
from hafen.exchange.allowances.words import euros

PAYMENTS = Sheet(
    "payment-list",
    _("Payment list"),
    (
        Column(_("Name"), lambda row: row.helper.name, 28),
        Column(_("Postal address"), lambda row: row.helper.address, 36),
        Column(_("Day"), lambda row: row.on, 12),
        Column(_("What is ordered"), lambda row: row.order.task, 36),
        Column(_("Kind of activity"), lambda row: row.tariff.get_kind_display(), 28),
        Column(_("For the work in euros"), lambda row: euros(row.pay_cents), 14),
        Column(_("Refund in euros"), lambda row: euros(row.refund_cents), 14),
        Column(_("Sum in euros"), lambda row: euros(row.cents), 14),
        Column(_("Number"), lambda row: str(row.pk), 38),
    ),
)
CLAIMS = Sheet(
    "claims",
    _("Expenses"),
    (
        *PAYMENTS.columns[:1],
        *PAYMENTS.columns[2:8],
        Column(_("State"), lambda row: row.get_state_display(), 16),
        Column(
            _("Paid on"), lambda row: row.payout.paid_on if row.payout else None, 12
        ),
    ),
)
ORDERS = Sheet(
    "orders",
    _("Orders"),
    (
        Column(_("What is ordered"), lambda row: row.task, 36),
        Column(_("Helper"), lambda row: row.helper.name, 28),
        Column(_("Tariff"), lambda row: row.tariff.name, 24),
        Column(_("From"), lambda row: row.starts_on, 12),
        Column(_("until"), lambda row: row.until, 12),
        Column(_("Ordered on"), lambda row: row.ordered_on, 12),
        Column(_("Who checks the claims"), lambda row: row.owner.name, 28),
    ),
)
TARIFFS = Sheet(
    "tariffs",
    _("Tariffs"),
    (
        Column(_("Name"), lambda row: row.name, 28),
        Column(_("Kind of activity"), lambda row: row.get_kind_display(), 28),
        Column(_("Holds from"), lambda row: row.valid_from, 12),
        Column(_("Holds until"), lambda row: row.valid_until, 12),
    ),
)
TOTALS = Sheet(
    "totals",
    _("Sums of the year"),
    (
        Column(_("Name"), lambda row: row.helper.name, 28),
        Column(_("Year"), lambda row: row.year, 8),
        Column(_("Kind of activity"), lambda row: row.kind.label, 28),
        Column(_("Paid in euros"), lambda row: euros(row.paid), 14),
        Column(_("Approved, not paid, in euros"), lambda row: euros(row.approved), 14),
        Column(_("From others in euros"), lambda row: euros(row.elsewhere), 14),
        Column(_("Left in euros"), lambda row: euros(row.left), 14),
        Column(_("Refund in euros"), lambda row: euros(row.refunds), 14),
    ),
)
