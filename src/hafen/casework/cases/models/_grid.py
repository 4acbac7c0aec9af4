"""The counselling grid: which office does what in which area of life, and how far.

An office that the people of a case agreed to fills it in by a mailed link.
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.casework.cases.models._cases import Case
from hafen.casework.cases.models._households import declare
from hafen.casework.cases.models._needs import AboutDomain
from hafen.casework.cases.models._plans import Goal
from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.personal_data import NO_PERSONAL_DATA, DataClass, PersonalData
from hafen.core.places.models import MunicipalityRow, NamedRow
from hafen.network.organisations.models import Organisation


class GridMeasure(NamedRow):
    """What an office does in an area of life, as all have agreed; no person in it."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    domain = models.CharField(_("area of life"), max_length=40)
    organisation = LocalForeignKey(
        Organisation,
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
    )
    agency = models.CharField(max_length=160)
    is_active = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("measure of the counselling grid")
        verbose_name_plural = _("measures of the counselling grid")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "domain", "agency", "name"],
                name="one_measure_of_the_grid_per_name",
            )
        ]


class GridEntry(AboutDomain):
    """A measure of the grid in a case: planned, running, done or dropped."""

    class State(models.TextChoices):
        PLANNED = "PLANNED", pgettext_lazy("measure", "planned")
        RUNNING = "RUNNING", pgettext_lazy("measure", "running")
        DONE = "DONE", pgettext_lazy("measure", "done")
        DROPPED = "DROPPED", pgettext_lazy("measure", "dropped")

    LIVING = (State.PLANNED, State.RUNNING)

    personal_data: ClassVar[PersonalData] = declare(
        DataClass.C2, "domain", "measure", "state", subject="case"
    )
    # Whoever reads the case; and the office whose link is opened (`fences`).
    visible_only: ClassVar[str] = (
        "(case_id IN (SELECT cases_grids_shown()) AND NOT is_special) OR"
        " EXISTS (SELECT FROM cases_case AS above WHERE above.id = case_id)"
        " AND (municipality_id = {opened} OR case_id = {opened} OR NOT is_special"
        " OR case_id IN (SELECT cases_worked_on()))"
    )
    visible_with: ClassVar[str] = ""

    measure = LocalForeignKey(GridMeasure, on_delete=models.PROTECT, related_name="+")
    goal = LocalForeignKey(
        Goal, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    state = models.CharField(
        _("state"), max_length=8, choices=State, default=State.PLANNED
    )
    planned_on = models.DateField(_("planned on"))
    due_on = models.DateField(_("until"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True)

    class Meta:
        verbose_name = _("measure in a case")
        verbose_name_plural = _("measures in cases")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "measure"],
                condition=Q(ended_on__isnull=True),
                name="a_measure_runs_once_in_a_case",
            ),
            models.CheckConstraint(
                name="a_measure_ends_with_a_state",
                condition=Q(ended_on__isnull=True, state__in=["PLANNED", "RUNNING"])
                | (Q(ended_on__gte=F("planned_on")) & Q(state__in=["DONE", "DROPPED"])),
            ),
        ]

    @property
    def is_living(self) -> bool:
        return self.ended_on is None


class GridShare(MunicipalityRow):
    """An office takes part in the grid of a case, under a number, by a mailed link.

    It holds as long as everybody whom the case is about agrees to exactly this office
    (`Consent.Kind.GRID`): `cases_grids_shown` asks each time.
    """

    personal_data: ClassVar[PersonalData] = declare(
        DataClass.C2, "office", "email", subject="case"
    )
    visible_only: ClassVar[str] = (
        "municipality_id = {opened} OR id = {opened}"
        " OR EXISTS (SELECT FROM cases_case AS above WHERE above.id = case_id)"
    )

    case = LocalForeignKey(Case, on_delete=models.CASCADE, related_name="grid_shares")
    organisation = LocalForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="+"
    )
    office = models.CharField(_("office"), max_length=200)
    email = models.EmailField(_("e-mail address"))
    # What the office calls the case: drawn, it says nothing.
    number = models.CharField(_("number"), max_length=12)
    ended_on = models.DateField(_("ended on"), null=True)

    class Meta:
        verbose_name = _("office in the counselling grid")
        verbose_name_plural = _("offices in the counselling grid")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "organisation"],
                condition=Q(ended_on__isnull=True),
                name="an_office_takes_part_in_a_grid_once",
            ),
            models.UniqueConstraint(
                fields=["organisation", "number"],
                name="an_office_knows_a_number_once",
            ),
        ]
