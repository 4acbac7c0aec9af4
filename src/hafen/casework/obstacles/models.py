"""What stands in the way of people: in one case, and in the way things are run."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.casework.cases.models import AboutDomain, declare
from hafen.core.db.encryption import EncryptedTextField
from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.personal_data import NO_PERSONAL_DATA, DataClass, PersonalData
from hafen.core.places.models import NamedRow


class StructuralObstacle(NamedRow):
    """What stands in the way of many, since things are as they are; no person in it.

    It gathers obstacles of cases, and goes into the integration plan.
    """

    class State(models.TextChoices):
        OPEN = "OPEN", pgettext_lazy("obstacle", "open")
        RAISED = "RAISED", pgettext_lazy("obstacle", "brought before the office")
        SOLVED = "SOLVED", pgettext_lazy("obstacle", "solved")

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    domain = models.CharField(_("area of life"), max_length=40)
    # The law by which those live whom it concerns; empty: whoever they are.
    legal_area = models.CharField(_("legal area"), max_length=40, blank=True)
    agency = models.CharField(_("office concerned"), max_length=160, blank=True)
    since = models.DateField(_("since"))
    proposal = models.CharField(_("proposal"), max_length=1_000, blank=True)
    state = models.CharField(
        _("state"), max_length=8, choices=State, default=State.OPEN
    )
    # When somebody asks again what became of it.
    again_on = models.DateField(_("ask again on"), null=True, blank=True)
    solved_on = models.DateField(_("solved on"), null=True, blank=True)
    solution = models.CharField(_("how it was solved"), max_length=1_000, blank=True)

    class Meta:
        verbose_name = _("structural obstacle")
        verbose_name_plural = _("structural obstacles")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "name"], name="one_structural_obstacle_per_name"
            ),
            models.CheckConstraint(
                name="a_solved_obstacle_says_when_and_how",
                condition=Q(state="SOLVED", solved_on__gte=F("since")) & ~Q(solution="")
                | ~Q(state="SOLVED") & Q(solved_on__isnull=True),
            ),
        ]

    @property
    def is_solved(self) -> bool:
        return self.state == self.State.SOLVED


class Obstacle(AboutDomain):
    """What stands in the way in one case, alone or as part of a structural one."""

    personal_data: ClassVar[PersonalData] = declare(
        DataClass.C2, "domain", "text", "agency", "solution", subject="case"
    )

    text = EncryptedTextField(_("what stands in the way"), blank=True)
    agency = models.CharField(_("office concerned"), max_length=160, blank=True)
    since = models.DateField(_("since"))
    structural = LocalForeignKey(
        StructuralObstacle,
        on_delete=models.SET_NULL,
        related_name="single",
        null=True,
        blank=True,
    )
    solved_on = models.DateField(_("solved on"), null=True)
    solution = EncryptedTextField(_("how it was solved"), blank=True)
    author = LocalForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True
    )

    class Meta:
        verbose_name = _("obstacle in a case")
        verbose_name_plural = _("obstacles in cases")
        indexes = [
            models.Index(
                fields=["municipality", "structural"], name="obstacles_gathered"
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="an_obstacle_is_solved_after_it_began",
                condition=Q(solved_on__isnull=True) | Q(solved_on__gte=F("since")),
            )
        ]

    @property
    def is_open(self) -> bool:
        return self.solved_on is None
