from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.casework.cases.models._households import (
    Client,
    Household,
    declare,
    left_behind,
)
from hafen.casework.cases.reference import ProgrammeTemplate, programme_templates
from hafen.core.accounts.models import Team
from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.personal_data import NO_PERSONAL_DATA, DataClass, PersonalData
from hafen.core.places.models import MunicipalityRow, NamedRow


class Programme(NamedRow):
    """Under which a case is accompanied, with the longest period it may last.

    The period is the funder's; it stands here with its source, dated by the
    municipality, and never in code.
    """

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    months = models.PositiveSmallIntegerField(null=True, blank=True)
    longest_months = models.PositiveSmallIntegerField(null=True, blank=True)
    source = models.CharField(max_length=200, blank=True)
    # Within how many months a plan is looked at again.
    review_months = models.PositiveSmallIntegerField(null=True, blank=True)
    # The shipped programme that it follows (`reference.programme_templates`).
    template = models.CharField(max_length=40, blank=True)
    # Within how many days of the first assessment something is to be offered.
    offer_days = models.PositiveSmallIntegerField(default=14)

    class Meta:
        verbose_name = _("programme of casework")
        verbose_name_plural = _("programmes of casework")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "name"], name="one_casework_programme_per_name"
            ),
            models.UniqueConstraint(
                fields=["municipality", "template"],
                condition=~Q(template=""),
                name="one_casework_programme_per_template",
            ),
            models.CheckConstraint(
                name="a_justified_period_is_the_longer_one",
                condition=Q(longest_months__isnull=True)
                | Q(longest_months__gte=F("months")),
            ),
        ]

    @property
    def shipped(self) -> ProgrammeTemplate | None:
        """Return the shipped programme that it follows, as it stands today."""
        return programme_templates(timezone.localdate()).get(self.template)

    def phases(self) -> dict[str, str]:
        """Return what it calls the stages of a case; nothing: as everywhere."""
        found = self.shipped
        return {term.code: term.name for term in found.phases} if found else {}


class CaseQuerySet(models.QuerySet["Case"]):
    def open(self) -> Self:
        return self.filter(closed_on__isnull=True)


class Case(MunicipalityRow):
    """A household, or one person of it, is accompanied by a team.

    Its content is read by the owner, by deputies while they stand in, and by who
    leads the team. It goes with the household.
    """

    class Stage(models.TextChoices):
        NEW = "NEW", _("first talks")
        ASSESSMENT = "ASSESSMENT", _("needs are assessed")
        PLAN = "PLAN", _("goals are agreed")
        SERVICE = "SERVICE", _("help is running")
        MONITORING = "MONITORING", _("progress is followed")
        EVALUATION = "EVALUATION", _("results are looked at")

    class Intensity(models.TextChoices):
        LIGHT = "LIGHT", pgettext_lazy("case", "light")
        USUAL = "USUAL", pgettext_lazy("case", "usual")
        INTENSIVE = "INTENSIVE", pgettext_lazy("case", "intensive")

    class Outcome(models.TextChoices):
        REACHED = "REACHED", _("goals reached")
        PARTLY = "PARTLY", _("goals reached in part")
        REFERRED = "REFERRED", _("another office goes on")
        LIMIT = "LIMIT", _("longest period is over")
        ENDED_BY_CLIENT = "CLIENT", _("ended on the client's wish")
        AWAY = "AWAY", _("moved away")
        LOST = "LOST", _("no contact any more")

    personal_data: ClassVar[PersonalData] = declare(
        DataClass.C2,
        *("client", "outcome", "criteria", "extended_because", "reopened_because"),
        subject="client",
        shared_by="household",
        since="closed_on",
        to_archive=True,
    )
    visible_only: ClassVar[str] = (
        "id = ANY (ARRAY(SELECT cases_opened_cases()))"
        " OR (NOT is_left_behind AND (owner_id = {actor}"
        " OR id = ANY (ARRAY(SELECT cases_deputised()))"
        " OR team_id = ANY (ARRAY(SELECT cases_led_teams()))))"
    )
    visible_with: ClassVar[str] = "household"

    household = LocalForeignKey(
        Household, on_delete=models.CASCADE, related_name="cases"
    )
    # Empty: the household as a whole.
    client = LocalForeignKey(
        Client, on_delete=models.CASCADE, related_name="cases", null=True, blank=True
    )
    team = LocalForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    owner = LocalForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    programme = LocalForeignKey(
        Programme, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    # Of the criteria of access that the programme asks for, those that were met.
    criteria = ArrayField(
        models.CharField(max_length=40),
        verbose_name=_("criteria of access"),
        default=list,
        blank=True,
    )
    stage = models.CharField(
        _("stage"), max_length=12, choices=Stage, default=Stage.NEW
    )
    intensity = models.CharField(
        _("how much it takes"),
        max_length=10,
        choices=Intensity,
        default=Intensity.USUAL,
    )
    opened_on = models.DateField(_("opened on"))
    # The last day that the programme allows; empty where it sets no end.
    until = models.DateField(_("at the longest until"), null=True)
    extended_because = models.CharField(_("why it goes on"), max_length=300, blank=True)
    closed_on = models.DateField(_("closed on"), null=True)
    outcome = models.CharField(
        pgettext_lazy("case", "outcome"), max_length=10, choices=Outcome, blank=True
    )
    follow_up_on = models.DateField(_("ask again on"), null=True)
    reopened_on = models.DateField(_("opened again on"), null=True)
    reopened_because = models.CharField(
        _("why it was opened again"), max_length=300, blank=True
    )

    is_left_behind = left_behind()

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        indexes = [
            models.Index(fields=["owner", "closed_on"], name="cases_of_an_owner"),
            models.Index(fields=["team", "closed_on"], name="cases_of_a_team"),
        ]
        constraints = [
            models.CheckConstraint(
                name="a_case_closes_with_an_outcome",
                condition=Q(closed_on__isnull=True, outcome="")
                | (Q(closed_on__gte=F("opened_on")) & ~Q(outcome="")),
            ),
            models.UniqueConstraint(
                fields=["household", "client", "team"],
                condition=Q(closed_on__isnull=True),
                nulls_distinct=False,
                name="one_open_case_of_a_team_for_the_same_people",
            ),
        ]

    @property
    def stage_name(self) -> str:
        """Return the stage, as the programme calls it."""
        phases = self.programme.phases() if self.programme else {}
        return phases.get(self.stage) or self.get_stage_display()

    @property
    def is_open(self) -> bool:
        return self.closed_on is None

    @property
    def met(self) -> list[str]:
        """Return the names of the criteria of access that were met."""
        shipped = self.programme.shipped if self.programme else None
        terms = shipped.criteria if shipped else ()
        return [term.name for term in terms if term.code in self.criteria]

    @property
    def is_extended(self) -> bool:
        return bool(self.extended_because)


class StandInQuerySet(models.QuerySet["StandIn"]):
    def valid(self, day: date) -> Self:
        return self.filter(valid_from__lte=day, valid_until__gte=day)


class StandIn(MunicipalityRow):
    """Somebody stands in on a case for some days; it ends by itself."""

    personal_data: ClassVar[PersonalData] = declare(
        DataClass.C2, "user", subject="case"
    )
    visible_only: ClassVar[str] = (
        "user_id = {actor} OR user_id = {opened}"
        " OR EXISTS (SELECT FROM cases_case AS above WHERE above.id = case_id)"
    )

    case = LocalForeignKey(Case, on_delete=models.CASCADE, related_name="deputies")
    user = LocalForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    valid_from = models.DateField(_("from"))
    valid_until = models.DateField(_("last day"))

    objects = StandInQuerySet.as_manager()

    class Meta:
        verbose_name = _("deputy on a case")
        verbose_name_plural = _("deputies on cases")
        indexes = [models.Index(fields=["user"], name="deputised_cases")]
        constraints = [
            models.CheckConstraint(
                name="a_case_deputy_ends_after_beginning",
                condition=Q(valid_until__gte=F("valid_from")),
            )
        ]
