"""Goals with their steps, and the agreement in which both sides sign them."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.casework.cases.models._consents import Consent
from hafen.casework.cases.models._households import Client, declare
from hafen.casework.cases.models._needs import AboutDomain, Sensitive
from hafen.core.db.encryption import EncryptedTextField
from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.personal_data import DataClass, PersonalData
from hafen.core.places.models import MunicipalityRow


class Goal(AboutDomain):
    """What somebody wants to reach in an area of life."""

    class State(models.TextChoices):
        OPEN = "OPEN", pgettext_lazy("goal", "open")
        REACHED = "REACHED", pgettext_lazy("goal", "reached")
        PARTLY = "PARTLY", pgettext_lazy("goal", "reached in part")
        NOT_REACHED = "NOT_REACHED", pgettext_lazy("goal", "not reached")
        DROPPED = "DROPPED", pgettext_lazy("goal", "given up")

    personal_data: ClassVar[PersonalData] = declare(
        DataClass.C2, "domain", "text", "own_text", "state", subject="case"
    )

    text = EncryptedTextField(_("goal"))
    own_text = EncryptedTextField(_("in the language of the person"), blank=True)
    since = models.DateField(_("since"))
    state = models.CharField(
        _("state"), max_length=12, choices=State, default=State.OPEN
    )
    ended_on = models.DateField(_("ended on"), null=True)

    class Meta:
        verbose_name = pgettext_lazy("casework", "goal")
        verbose_name_plural = pgettext_lazy("casework", "goals")
        constraints = [
            models.CheckConstraint(
                name="a_goal_ends_with_a_state",
                condition=Q(ended_on__isnull=True, state="OPEN")
                | (Q(ended_on__gte=F("since")) & ~Q(state="OPEN")),
            )
        ]

    @property
    def is_open(self) -> bool:
        return self.ended_on is None


class GoalStep(MunicipalityRow):
    """What somebody does by a day, so that a goal is reached."""

    class Who(models.TextChoices):
        CLIENT = "CLIENT", pgettext_lazy("who does it", "the person")
        STAFF = "STAFF", pgettext_lazy("who does it", "the counselling office")
        OTHER = "OTHER", pgettext_lazy("who does it", "somebody else")

    personal_data: ClassVar[PersonalData] = declare(
        DataClass.C2, "text", "own_text", "other", subject="goal"
    )
    visible_with: ClassVar[str] = "goal"

    goal = LocalForeignKey(Goal, on_delete=models.CASCADE, related_name="steps")
    text = EncryptedTextField(_("step"))
    own_text = EncryptedTextField(_("in the language of the person"), blank=True)
    who = models.CharField(_("who does it"), max_length=8, choices=Who)
    other = models.CharField(_("which office"), max_length=120, blank=True)
    due_on = models.DateField(_("until"))
    done_on = models.DateField(_("done on"), null=True)

    class Meta:
        verbose_name = _("step towards a goal")
        verbose_name_plural = _("steps towards goals")
        indexes = [
            models.Index(
                fields=["due_on"],
                condition=Q(done_on__isnull=True),
                name="open_steps_by_day",
            )
        ]


class IntegrationAgreement(Sensitive):
    """Goals and steps as both sides sign them; voluntary, and ended at any time.

    Each version keeps what was printed. One with a goal of a special category is
    for who owns the case and for deputies.
    """

    personal_data: ClassVar[PersonalData] = declare(
        DataClass.C2,
        *("client", "content", "interpreted", "signature"),
        subject="client",
    )

    client = LocalForeignKey(
        Client, on_delete=models.CASCADE, related_name="agreements"
    )
    number = models.PositiveSmallIntegerField(_("version"))
    # Data of the paper, worded in all of its languages.
    content = EncryptedTextField(_("text"))
    prepared_on = models.DateField(_("prepared on"))
    signed_on = models.DateField(_("signed on"), null=True)
    interpreted = models.CharField(
        _("who translated"), max_length=12, choices=Consent.Interpreted, blank=True
    )
    # Lines of the person's hand on a screen (`core.ui.signing`); none: on paper.
    signature = EncryptedTextField(_("signature"), null=True)
    review_on = models.DateField(_("looked at again on"))
    withdrawn_on = models.DateField(_("withdrawn on"), null=True)
    # A newer version was signed.
    replaced_on = models.DateField(_("replaced on"), null=True)
    author = LocalForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True
    )

    class Meta:
        verbose_name = _("integration agreement")
        verbose_name_plural = _("integration agreements")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "client", "number"], name="one_agreement_per_version"
            ),
            models.CheckConstraint(
                name="only_a_signed_agreement_ends",
                condition=Q(withdrawn_on__isnull=True, replaced_on__isnull=True)
                | Q(signed_on__isnull=False),
            ),
        ]

    @property
    def is_signed(self) -> bool:
        return self.signed_on is not None

    @property
    def is_in_force(self) -> bool:
        return self.is_signed and not (self.withdrawn_on or self.replaced_on)


class AreaOutcome(AboutDomain):
    """What came of an area of life when a case was closed."""

    class Outcome(models.TextChoices):
        REACHED = "REACHED", pgettext_lazy("outcome", "reached")
        PARTLY = "PARTLY", pgettext_lazy("outcome", "reached in part")
        NOT_REACHED = "NOT_REACHED", pgettext_lazy("outcome", "not reached")
        NO_SUBJECT = "NO_SUBJECT", pgettext_lazy("outcome", "was no subject")

    personal_data: ClassVar[PersonalData] = declare(
        DataClass.C2, "domain", "outcome", subject="case"
    )

    outcome = models.CharField(_("what came of it"), max_length=12, choices=Outcome)

    class Meta:
        verbose_name = _("outcome in an area of life")
        verbose_name_plural = _("outcomes in areas of life")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "domain"], name="one_outcome_of_a_case_per_domain"
            )
        ]
