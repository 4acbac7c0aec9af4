"""The lists of the room as files."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.core.db.sheets import Column, Sheet
from hafen.exchange.pool.models import Kind


def owner(row: Any) -> str:
    holder = row.owner or row.team
    return str(holder.name) if holder else ""


VOLUNTEERS = Sheet(
    "volunteers",
    pgettext_lazy("volunteering", "Volunteers"),
    (
        Column(_("Name"), lambda row: row.helper.name, 28),
        Column(_("Stage"), lambda row: row.get_stage_display(), 14),
        Column(
            _("Kinds of help"),
            lambda row: ", ".join(str(Kind(kind).label) for kind in row.kinds),
            36,
        ),
        Column(_("District"), lambda row: row.district.name if row.district else ""),
        Column(
            _("Association"),
            lambda row: row.association.name if row.association else "",
            28,
        ),
        Column(_("E-mail address"), lambda row: row.helper.email, 28),
        Column(_("Telephone"), lambda row: row.helper.phone, 18),
        Column(_("Who does it"), owner),
        Column(_("Due on"), lambda row: row.due_on, 12),
    ),
)
PLACES = Sheet(
    "deployment-places",
    _("Deployment places"),
    (
        Column(_("What is to be done"), lambda row: row.need.title, 36),
        Column(_("Partner"), lambda row: row.partner.name, 28),
        Column(_("Site"), lambda row: row.site.name if row.site else "", 28),
        Column(_("Deployment profile"), lambda row: row.profile.title, 28),
        Column(_("State"), lambda row: row.get_state_display(), 14),
        Column(_("Needed"), lambda row: row.need.places, 10),
        Column(_("At work there"), lambda row: row.working, 10),
    ),
)
DISTRIBUTION = Sheet(
    "distribution",
    _("Distribution"),
    (
        Column(_("Partner"), lambda row: row[0].name, 36),
        Column(_("Forwarded in a year"), lambda row: row[1], 14),
        Column(_("There now"), lambda row: row[2], 14),
        Column(_("At most"), lambda row: row[0].capacity, 14),
        Column(_("Share"), lambda row: row[0].quota, 10),
    ),
)
TASKS = Sheet(
    "tasks",
    _("Tasks and shifts"),
    (
        Column(_("What is to be done"), lambda row: row.title, 36),
        Column(_("Kind of help"), lambda row: row.get_kind_display(), 24),
        Column(_("Partner"), lambda row: row.partner.name if row.partner else "", 28),
        Column(_("Site"), lambda row: row.site.name if row.site else "", 28),
        Column(_("Who does it"), owner),
    ),
)
HOURS = Sheet(
    "hours",
    pgettext_lazy("volunteering", "Hours"),
    (
        Column(_("Name"), lambda row: row.volunteer.name, 28),
        Column(_("Day"), lambda row: row.on, 12),
        Column(
            pgettext_lazy("volunteering", "Hours"),
            lambda row: round(row.minutes / 60, 2),
            10,
        ),
        Column(_("What was done?"), lambda row: row.what, 40),
        Column(_("State"), lambda row: row.get_state_display(), 16),
    ),
)
GROUPS = Sheet(
    "working-groups",
    pgettext_lazy("volunteering", "Working groups"),
    (
        Column(_("Name"), lambda row: row.name, 32),
        Column(_("What it is about"), lambda row: row.topic, 36),
        Column(_("District"), lambda row: row.district.name if row.district else ""),
        Column(_("When it meets"), lambda row: row.rhythm, 28),
        Column(_("Next café"), lambda row: row.cafe_at, 18),
        Column(_("Members"), lambda row: row.size, 10),
    ),
)
RECEIPTS = Sheet(
    "news-receipts",
    pgettext_lazy("volunteering", "News"),
    (
        Column(_("Name"), lambda row: row.volunteer.name, 32),
        Column(_("Way"), lambda row: row.way, 14),
        Column(_("acknowledged on"), lambda row: row.acknowledged_at, 20),
    ),
)
AWARDS = Sheet(
    "recognition",
    _("Recognition"),
    (
        Column(_("Name"), lambda row: row.volunteer.name, 32),
        Column(_("Year"), lambda row: row.year, 8),
        Column(_("How?"), lambda row: row.get_kind_display(), 24),
        Column(_("Day"), lambda row: row.on, 12),
        Column(_("Occasion"), lambda row: row.occasion, 36),
        Column(
            pgettext_lazy("volunteering", "Hours"),
            lambda row: round(row.minutes / 60, 2),
            10,
        ),
    ),
)
MESSAGES = Sheet(
    "news",
    pgettext_lazy("volunteering", "News"),
    (
        Column(_("Subject"), lambda row: row.subject, 40),
        Column(_("Topic"), lambda row: row.topic, 24),
        Column(_("Sent"), lambda row: row.sent_at, 20),
        Column(_("Recipients"), lambda row: row.told, 12),
        Column(_("Have read it"), lambda row: row.read, 12),
    ),
)
IDEAS = Sheet(
    "ideas",
    _("Ideas"),
    (
        Column(_("Your idea in a few words"), lambda row: row.title, 40),
        Column(_("State"), lambda row: row.get_state_display(), 24),
        Column(_("Supporters"), lambda row: row.number, 12),
    ),
)
