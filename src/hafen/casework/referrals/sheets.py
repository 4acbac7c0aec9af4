from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.casework.referrals.models import DutyActor
from hafen.core.db.sheets import Column, Sheet

REFERRALS = Sheet(
    "referrals",
    _("Referrals"),
    (
        Column(
            _("Person"), lambda row: row[0].client.name if row[0].client else "", 28
        ),
        Column(_("Topic"), lambda row: row[1], 28),
        Column(_("To whom"), lambda row: row[0].recipient, 32),
        Column(_("State"), lambda row: row[0].get_state_display()),
        Column(_("Answer due on"), lambda row: row[0].answer_due_on, 12),
        Column(_("Ask again on"), lambda row: row[0].follow_up_on, 12),
        Column(
            pgettext_lazy("referral", "What came of it"),
            lambda row: row[0].get_outcome_display(),
            28,
        ),
        Column(_("Responsible"), lambda row: row[0].owner.name, 28),
    ),
)
OFFICES = Sheet(
    "offices",
    _("How offices answer"),
    (
        Column(_("Office"), lambda row: row["recipient"], 32),
        Column(_("Asked"), lambda row: row["asked"], 10),
        Column(_("Took on"), lambda row: row["accepted_count"], 10),
        Column(
            pgettext_lazy("office", "Refused"), lambda row: row["refused_count"], 10
        ),
        Column(_("People arrived"), lambda row: row["arrived_count"], 10),
        Column(_("Need met"), lambda row: row["helped_count"], 10),
        Column(pgettext_lazy("office", "Open"), lambda row: row["open_count"], 10),
        Column(_("Working hours to the answer"), lambda row: hours(row), 14),
    ),
)
SWITCHES = Sheet(
    "legal-areas",
    _("Changes of the legal area"),
    (
        Column(_("Person"), lambda row: row[0].client.name, 28),
        Column(_("From which law"), lambda row: row[1], 20),
        Column(_("To which law"), lambda row: row[2], 20),
        Column(_("Decided on"), lambda row: row[0].decided_on, 12),
        Column(_("Apply at the latest on"), lambda row: row[0].apply_by, 12),
        Column(_("Applied on"), lambda row: row[0].applied_on, 12),
        Column(_("Granted from"), lambda row: row[0].granted_from, 12),
        Column(_("Days without benefits"), lambda row: row[0].gap_days, 12),
    ),
)
QUESTIONS = Sheet(
    "open-questions",
    _("Open questions of responsibility"),
    (
        Column(_("Question"), lambda row: row.question, 60),
        Column(_("Who is asked"), lambda row: row.addressee, 32),
        Column(_("Asked on"), lambda row: row.asked_on, 12),
        Column(_("Reminders"), lambda row: row.reminders, 10),
        Column(_("Remind on"), lambda row: row.remind_on, 12),
        Column(_("State"), lambda row: row.get_state_display()),
        Column(_("Answer"), lambda row: row.answer, 60),
    ),
)

# Of what lies with an office, as `views.addressed` lays it out; nobody stands in it.
ADDRESSED = Sheet(
    "referred-to-us",
    _("Referred to us"),
    (
        Column(_("To whom"), lambda line: line["row"].recipient, 40),
        Column(_("Topic"), lambda line: line["topic"], 40),
        Column(_("How urgent"), lambda line: line["urgency"]),
        Column(_("Language"), lambda line: line["language"]),
        Column(_("District"), lambda line: line["row"].district),
        Column(_("State"), lambda line: line["state"]),
        Column(_("Answer due on"), lambda line: line["row"].answer_due_on, 12),
    ),
)


def hours(row: Any) -> float | None:
    """Return the mean of the working hours until an office answered."""
    return None if row["minutes"] is None else round(row["minutes"] / 60, 1)


def matrix_sheet(actors: Sequence[str]) -> Sheet:
    """Return the matrix as a sheet: a column for each actor."""
    named = dict(DutyActor.Part.choices)

    def part(place: int) -> Column:
        return Column(actors[place], lambda line: named.get(line.parts[place], ""))

    return Sheet(
        "who-does-what",
        _("Who does what"),
        (
            Column(
                pgettext_lazy("responsibility", "Task"), lambda line: line.duty.name, 40
            ),
            Column(_("Where this is agreed"), lambda line: line.duty.source, 32),
            Column(_("Leading actors"), lambda line: line.leads, 10),
            *(part(place) for place in range(len(actors))),
        ),
    )
