from typing import Any

from django.utils.translation import gettext_lazy as _

from hafen.core.db.sheets import Column, Sheet
from hafen.core.taxonomy.reference import own_name
from hafen.information.directory.words import cooperation


def _place(service: Any) -> str:
    for at in service.loaded_places:
        district = at.location.district.name if at.location.district else ""
        street = at.location.street_line or at.location.name
        return f"{street}\n{district}".strip()
    return ""


def _said(each: Any) -> str:
    return "\n".join(f"{question}: {answer}" for question, answer in each.said)


FIGURES = Sheet(
    "visitors",
    _("Visitors and participants"),
    (
        Column(_("Name"), lambda row: row.service.name, 40),
        Column(_("Organisation"), lambda row: row.service.organisation.name, 30),
        Column(_("Cooperation"), cooperation, 24),
        Column(_("Since"), lambda row: row.since),
        Column(_("Dates"), lambda row: row.dates),
        Column(_("Guests"), lambda row: row.guests),
        Column(_("Of them newcomers"), lambda row: row.newcomers),
        Column(_("Of them residents"), lambda row: row.residents),
        Column(_("Volunteers"), lambda row: row.volunteers),
        Column(_("Participants"), lambda row: row.participants),
    ),
)

GAPS = Sheet(
    "gaps",
    _("What is missing"),
    (
        Column(_("Topic"), lambda line: line.topic, 30),
        Column(_("District"), lambda line: line.district, 24),
        Column(_("Language"), lambda line: line.language),
        Column(_("Searches without result"), lambda line: line.searches),
        Column(_("Reported"), lambda line: line.voices),
        Column(_("People"), lambda line: line.people),
        Column(_("Offers"), lambda line: line.offers),
    ),
)

WEEK = Sheet(
    "week",
    _("Joint weekly plan"),
    (
        Column(_("Day"), lambda line: line.starts_at.date()),
        Column(_("From"), lambda line: f"{line.starts_at:%H:%M}", 8),
        Column(_("Until"), lambda line: f"{line.ends_at:%H:%M}", 8),
        Column(_("Name"), lambda line: line.service.name, 40),
        Column(_("Organisation"), lambda line: line.service.organisation.name, 30),
        Column(_("Place"), lambda line: line.place, 40),
        Column(_("Languages"), lambda line: ", ".join(map(own_name, line.languages))),
    ),
)

PARTICIPANTS = Sheet(
    "course",
    _("Attendance and level of a course"),
    (
        Column(_("Name"), lambda each: each.name, 30),
        Column(_("Days there"), lambda each: each.attended.there),
        Column(_("Days held"), lambda each: each.attended.days),
        Column(_("Attendance in percent"), lambda each: each.attended.percent),
        Column(_("Level before"), lambda each: each.before),
        Column(_("Level after"), lambda each: each.after),
        Column(_("Said at the registration"), _said, 50),
    ),
)

SERVICES = Sheet(
    "offers",
    _("Offers"),
    (
        Column(_("Name"), lambda row: row.name, 40),
        Column(_("Organisation"), lambda row: row.organisation.name, 30),
        Column(_("State"), lambda row: row.get_state_display()),
        Column(_("Place"), _place, 30),
        Column(_("Next check"), lambda row: row.next_check_on),
    ),
)
