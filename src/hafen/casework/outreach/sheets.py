from decimal import Decimal

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.core.db.sheets import Column, Sheet

ARRIVALS = Sheet(
    "arrivals",
    _("Arrivals"),
    (
        Column(_("Name"), lambda row: row.name, 28),
        Column(_("Number"), lambda row: row.number, 14),
        Column(_("Persons"), lambda row: row.persons, 10),
        Column(_("Address"), lambda row: row.address, 32),
        Column(_("District"), lambda row: row.district.name if row.district else ""),
        Column(_("Dwelling"), lambda row: row.get_dwelling_display()),
        Column(_("Team"), lambda row: row.team.name, 24),
        Column(_("Lives there from"), lambda row: row.on, 12),
        Column(_("First approach due on"), lambda row: row.due_on, 12),
        Column(_("First approach on"), lambda row: row.approached_on, 12),
        Column(_("First reached on"), lambda row: row.reached_on, 12),
        Column(_("Visits"), lambda row: row.tried, 10),
    ),
)
SENT = Sheet(
    "announced-arrivals",
    _("What you have announced within thirty days"),
    (
        Column(_("Begun on"), lambda row: row.created_at, 14),
        Column(_("Kind"), lambda row: row.get_kind_display(), 24),
        Column(_("Name"), lambda row: row.name, 28),
        Column(_("Address"), lambda row: row.address, 32),
        Column(_("Team"), lambda row: row.team.name, 24),
    ),
)
VISITS = Sheet(
    "home-visits",
    _("Home visits"),
    (
        Column(_("Time"), lambda row: str(row.at or "")[:5], 8),
        Column(_("Name"), lambda row: row.arrival.name, 24),
        Column(_("Address"), lambda row: row.arrival.address, 30),
        Column(_("Persons"), lambda row: row.arrival.persons, 8),
        Column(_("Language"), lambda row: ", ".join(row.arrival.languages), 12),
        Column(_("Interpreter"), lambda row: row.get_interpreter_display(), 18),
        Column(_("To be minded"), lambda row: row.arrival.get_caution_display(), 20),
    ),
    blank=(
        pgettext_lazy("visit", "met"),
        pgettext_lazy("visit", "not met"),
        pgettext_lazy("visit", "refused"),
        _("Persons met"),
        _("Go again on"),
    ),
)
TRIPS = Sheet(
    "trips",
    _("Travel to visits"),
    (
        Column(_("Day"), lambda row: row.on, 12),
        Column(_("Name"), lambda row: row.name, 28),
        Column(_("Site"), lambda row: row.site.name, 24),
        Column(_("Means of transport"), lambda row: row.get_means_display(), 20),
        Column(_("Kilometres"), lambda row: row.kilometres, 12),
        Column(_("Ticket"), lambda row: Decimal(row.ticket_cents) / 100, 12),
        Column(_("Cost"), lambda row: Decimal(row.cents) / 100, 12),
    ),
)
HAND_OVERS = Sheet(
    "hand-overs",
    _("Hand-overs"),
    (
        Column(_("Begun on"), lambda row: row.created_at, 14),
        Column(_("From"), lambda row: row.from_team.name, 24),
        Column(_("To"), lambda row: row.to_team.name, 24),
        Column(_("District"), lambda row: row.district.name if row.district else ""),
        Column(_("Persons"), lambda row: row.persons, 8),
        Column(_("Urgency"), lambda row: row.get_urgency_display(), 14),
        Column(_("State"), lambda row: row.get_state_display(), 18),
        Column(_("Offered on"), lambda row: row.offered_on, 12),
        Column(_("Answered on"), lambda row: row.answered_on, 12),
    ),
)
MOVES = Sheet(
    "moves",
    _("Moves of each month"),
    (
        Column(_("Month"), lambda row: row["month"], 12),
        Column(_("Households"), lambda row: row["households"], 12),
        Column(_("Into a flat"), lambda row: row["into_flat"], 12),
    ),
)
ALONE = Sheet(
    "households-without-support",
    _("Households without support"),
    (
        Column(_("Household"), lambda row: row[0].name, 28),
        Column(_("Address"), lambda row: row[0].address, 32),
        Column(_("District"), lambda row: getattr(row[0].district, "name", "")),
        Column(_("Last contact"), lambda row: row[1], 12),
        Column(_("Team"), lambda row: row[0].team.name, 24),
    ),
)
ALONE_COUNTS = Sheet(
    "households-without-support-by-district",
    _("Households without support by district"),
    (
        Column(_("District"), lambda row: row[0], 28),
        Column(_("Households"), lambda row: row[1], 12),
    ),
)
