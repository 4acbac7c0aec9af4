from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.core.db.sheets import Column, Sheet

HOUSEHOLDS = Sheet(
    "households",
    _("Households"),
    (
        Column(_("Household"), lambda row: row.name, 28),
        Column(_("Persons"), lambda row: row.people or 0, 10),
        Column(_("District"), lambda row: row.district.name if row.district else ""),
        Column(_("Team"), lambda row: row.team.name, 28),
        Column(_("Responsible"), lambda row: row.owner.name if row.owner else "", 28),
        Column(_("Lives here since"), lambda row: row.arrived_on, 12),
        Column(_("Ended on"), lambda row: row.ended_on, 12),
    ),
)
CASES = Sheet(
    "cases",
    _("Cases"),
    (
        Column(_("Household"), lambda row: row.household.name, 28),
        Column(_("Person"), lambda row: row.client.name if row.client else "", 28),
        Column(_("Responsible"), lambda row: row.owner.name, 28),
        Column(_("Programme"), lambda row: row.programme.name if row.programme else ""),
        Column(_("Stage"), lambda row: row.stage_name),
        Column(_("Opened on"), lambda row: row.opened_on, 12),
        Column(_("At the longest until"), lambda row: row.until, 12),
        Column(_("Closed on"), lambda row: row.closed_on, 12),
        Column(
            pgettext_lazy("case", "Outcome"), lambda row: row.get_outcome_display(), 28
        ),
        # § 84 Abs. 2 SGB X: contested data goes nowhere without saying so.
        Column(
            _("Contested data"),
            lambda row: str(_("contested")) if row.is_contested else "",
            12,
        ),
    ),
)
CONSENTS = Sheet(
    "consents",
    _("Consents"),
    (
        Column(_("Person"), lambda row: row[0].client.name, 28),
        Column(_("What is agreed to"), lambda row: row[0].get_kind_display(), 28),
        Column(_("Who gets it"), lambda row: row[0].recipient, 28),
        Column(_("What for"), lambda row: row[1], 28),
        Column(_("Valid until"), lambda row: row[0].valid_until, 12),
        Column(_("Withdrawn on"), lambda row: row[0].withdrawn_on, 12),
    ),
)
READINGS = Sheet(
    "readings",
    _("Who read this file"),
    (
        Column(_("When"), lambda row: row[0].at, 16),
        Column(_("What was read"), lambda row: row[1], 28),
        Column(_("Function"), lambda row: row[0].function, 28),
        Column(_("Office"), lambda row: row[0].office, 28),
    ),
)
NEEDS = Sheet(
    "needs",
    pgettext_lazy("casework", "Needs"),
    (
        Column(_("Household"), lambda row: row[0].case.household.name, 28),
        Column(_("Area of life"), lambda row: row[1], 28),
        Column(_("How urgent"), lambda row: row[0].get_urgency_display(), 14),
        Column(_("Where it stands"), lambda row: row[0].get_state_display()),
        Column(_("Since"), lambda row: row[0].since, 12),
        Column(_("First offer on"), lambda row: row[0].offered_on, 12),
        Column(_("Ended on"), lambda row: row[0].ended_on, 12),
        Column(
            _("District"),
            lambda row: getattr(row[0].case.household.district, "name", ""),
        ),
    ),
)
RANKING = Sheet(
    "needs-ranking",
    _("Which needs come up most"),
    (
        Column(_("Rank"), lambda row: row[0], 8),
        Column(_("Area of life"), lambda row: row[1], 28),
        Column(_("Cases"), lambda row: row[2], 10),
        Column(
            _("Districts"),
            lambda row: ", ".join(f"{name}: {number}" for name, number in row[3]),
            60,
        ),
    ),
)
OUTCOMES = Sheet(
    "outcomes",
    _("Goals reached"),
    (
        Column(_("Area of life"), lambda row: row[0], 28),
        Column(_("Closed cases"), lambda row: row[1].number, 12),
        Column(_("Goal reached"), lambda row: row[1].reached, 12),
    ),
)
STEPS = Sheet(
    "steps",
    _("Steps"),
    (
        Column(_("Household"), lambda row: row.goal.case.household.name, 28),
        Column(pgettext_lazy("casework", "Step"), lambda row: row.text, 40),
        Column(_("Who does it"), lambda row: row.other or row.get_who_display(), 28),
        Column(_("Until"), lambda row: row.due_on, 12),
        Column(_("Done on"), lambda row: row.done_on, 12),
    ),
)
GRID = Sheet(
    "grid",
    _("Counselling grid"),
    (
        Column(_("Area of life"), lambda row: row.domain.name, 28),
        Column(_("Measure"), lambda row: row.entry.measure.name if row.entry else ""),
        Column(_("Office"), lambda row: row.entry.measure.agency if row.entry else ""),
        Column(
            pgettext_lazy("casework", "Goal"),
            lambda row: row.goal.text if row.goal else "",
            40,
        ),
        Column(_("Until"), lambda row: row.entry.due_on if row.entry else None, 12),
        Column(
            _("Where it stands"),
            lambda row: row.entry.get_state_display() if row.entry else "",
        ),
    ),
)
MEASURES = Sheet(
    "grid-catalogue",
    _("Catalogue of the counselling grid"),
    (
        Column(_("Area of life"), lambda row: row[1], 28),
        Column(_("Measure"), lambda row: row[0].name, 40),
        Column(_("Office"), lambda row: row[0].agency, 40),
        Column(_("Can be planned"), lambda row: row[0].is_active, 10),
    ),
)
DEADLINES = Sheet(
    "deadlines",
    _("Deadlines"),
    (
        Column(_("Household"), lambda row: row[0].household.name, 28),
        Column(_("Topic"), lambda row: row[1], 28),
        Column(_("Received on"), lambda row: row[0].received_on, 12),
        Column(_("Until"), lambda row: row[0].due_on, 12),
        Column(_("Done on"), lambda row: row[0].done_on, 12),
    ),
)
APPLICATIONS = Sheet(
    "applications",
    pgettext_lazy("casework", "Applications"),
    (
        Column(_("Household"), lambda row: row.case.household.name, 28),
        Column(_("Person"), lambda row: row.client.name, 28),
        Column(_("What is applied for"), lambda row: row.form, 28),
        Column(_("Authority"), lambda row: row.agency, 28),
        Column(_("Where it stands"), lambda row: row.get_state_display(), 20),
        Column(_("Until"), lambda row: row.due_on, 12),
        Column(
            _("Missing papers"),
            lambda row: ", ".join(paper.name for paper in row.missing),
            40,
        ),
        Column(_("Interpreter"), lambda row: row.get_interpreter_display(), 20),
        Column(_("Since"), lambda row: row.since, 12),
        Column(_("Handed in on"), lambda row: row.handed_in_on, 12),
        Column(_("Ended on"), lambda row: row.ended_on, 12),
    ),
)
PROGRAMMES = Sheet(
    "casework-programmes",
    _("Programmes of casework"),
    (
        Column(_("Programme"), lambda row: row.name, 40),
        Column(_("Months"), lambda row: row.months, 10),
        Column(_("Months with reasons"), lambda row: row.longest_months, 10),
        Column(_("Months until a review"), lambda row: row.review_months, 10),
        Column(_("Days until the first offer"), lambda row: row.offer_days, 10),
        Column(_("Source"), lambda row: row.source, 40),
    ),
)
REFUSALS = Sheet(
    "casework-refused",
    _("Not taken in"),
    (
        Column(pgettext_lazy("casework", "Day"), lambda row: row[0].on, 12),
        Column(_("Programme"), lambda row: row[0].programme.name, 40),
        Column(_("Reason"), lambda row: row[1], 40),
        Column(_("Area of life"), lambda row: row[2], 28),
        Column(
            pgettext_lazy("casework", "Referred to"),
            lambda row: row[0].get_referred_to_display(),
            28,
        ),
    ),
)
