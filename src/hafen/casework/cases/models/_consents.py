"""What somebody agrees to: who gets what, what for, until when."""

from datetime import date, timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.casework.cases.models._households import Client, declare
from hafen.core.accounts.models import Team
from hafen.core.db.encryption import EncryptedTextField
from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.personal_data import DataClass, PersonalData
from hafen.core.places.models import MunicipalityRow
from hafen.network.organisations.models import Organisation

# The person is asked again at the latest after three years; one year unless said.
MONTHS, MOST_MONTHS = 12, 36
LONGEST = timedelta(days=366 * 3)


class ConsentQuerySet(models.QuerySet["Consent"]):
    def prepared(self) -> Self:
        return self.filter(given_on__isnull=True)

    def valid(self, day: date) -> Self:
        return self.filter(
            given_on__lte=day, valid_until__gte=day, withdrawn_on__isnull=True
        )


class Consent(MunicipalityRow):
    """One purpose, one recipient who is named, what is told, and for how long.

    It is prepared, printed in two languages and signed; a sheet of paper is
    enough. What was signed keeps its text, whatever is printed later. Whoever
    ticks nothing is helped all the same, and nothing is kept.
    """

    class Kind(models.TextChoices):
        SHARING = "SHARING", _("sharing data")
        RELEASE = "RELEASE", _("release from professional secrecy")
        MATCHING = "MATCHING", _("looking for help without a name")
        VOLUNTEER = "VOLUNTEER", _("contact by a volunteer")
        INTERPRETER = "INTERPRETER", _("an interpreter is present")
        SURVEY = "SURVEY", _("invitation to a survey")
        NEWSLETTER = "NEWSLETTER", pgettext_lazy("consent", "newsletter")
        PHOTO = "PHOTO", _("photograph")
        TABLE = "TABLE", _("talk about the case at a case table, under a number")
        GRID = "GRID", _("take part in the counselling grid, under a number")

    class Category(models.TextChoices):
        CONTACT = "CONTACT", _("name and ways to reach")
        LANGUAGE = "LANGUAGE", _("languages")
        HOUSEHOLD = "HOUSEHOLD", _("who lives in the household")
        SITUATION = "SITUATION", _("residence category, legal area, accommodation")
        SCHOOLING = "SCHOOLING", _("German and language course")
        HISTORY = "HISTORY", _("what was noted of the counselling")
        PAPERS = "PAPERS", _("copies of papers")

    class GivenBy(models.TextChoices):
        SELF = "SELF", _("the person")
        PARENT = "PARENT", pgettext_lazy("guardian", "parent with custody")
        GUARDIAN = "GUARDIAN", _("guardian (Vormund)")
        CUSTODIAN = "CUSTODIAN", _("custodian of an adult (Betreuung)")

    class Form(models.TextChoices):
        PAPER = "PAPER", _("signed on paper")
        SIGNED = "SIGNED", _("signed electronically")
        ORAL = "ORAL", _("said before a witness")

    class Interpreted(models.TextChoices):
        """Who translated the talk; by a child or the family it is no free choice."""

        NOBODY = "", _("nobody, we had a language in common")
        PROFESSIONAL = "PROFESSIONAL", pgettext_lazy("translated by", "an interpreter")
        VOLUNTEER = "VOLUNTEER", pgettext_lazy("translated by", "a volunteer")
        FAMILY = "FAMILY", _("somebody of the family")
        CHILD = "CHILD", _("a child")

    personal_data: ClassVar[PersonalData] = declare(
        DataClass.C2,
        *("kind", "purpose", "categories", "recipient", "text", "witness"),
        *("given_by", "language", "interpreted", "signature"),
        subject="client",
        since="ended_on",
    )
    visible_with: ClassVar[str] = "client"

    client = LocalForeignKey(Client, on_delete=models.CASCADE, related_name="consents")
    kind = models.CharField(_("what is agreed to"), max_length=12, choices=Kind)
    # A code of the needs domains; empty where the kind says it all.
    purpose = models.CharField(_("what for"), max_length=40, blank=True)
    categories = ArrayField(
        models.CharField(max_length=12, choices=Category),
        verbose_name=_("what is told"),
        default=list,
        blank=True,
    )
    recipient = models.CharField(_("who gets it"), max_length=200)
    organisation = LocalForeignKey(
        Organisation,
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
    )
    # Another team of the town, to which the file is handed over.
    team = LocalForeignKey(
        Team, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    # Whose secrecy it is (§ 203 StGB), for a release.
    released = LocalForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who may speak"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    language = models.CharField(_("language"), max_length=12)
    edition = models.CharField(_("edition"), max_length=20)
    # In both languages, as it was printed.
    text = models.TextField(_("text"))
    given_on = models.DateField(_("given on"), null=True)
    given_by = models.CharField(
        _("who signed"), max_length=12, choices=GivenBy, blank=True
    )
    form = models.CharField(_("how"), max_length=8, choices=Form, blank=True)
    witness = models.CharField(_("witness"), max_length=120, blank=True)
    interpreted = models.CharField(
        _("who translated"), max_length=12, choices=Interpreted, blank=True
    )
    # Lines of the signer's hand on a screen (`core.ui.signing`); none: on paper.
    signature = EncryptedTextField(_("signature"), null=True)
    valid_until = models.DateField(_("valid until"))
    withdrawn_on = models.DateField(_("withdrawn on"), null=True)
    # The night in which all that hung on it ended, since its last day was over.
    expired_on = models.DateField(null=True, editable=False)
    told_on = models.DateField(_("recipient told on"), null=True)
    # The day from which the proof is kept for three years.
    ended_on = models.DateField(_("ended on"))

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("casework", "consent")
        verbose_name_plural = pgettext_lazy("casework", "consents")
        indexes = [
            models.Index(fields=["municipality", "valid_until"], name="ending_consents")
        ]
        constraints = [
            models.CheckConstraint(
                name="a_consent_names_who_gets_it", condition=~Q(recipient="")
            ),
            models.CheckConstraint(
                name="a_release_names_who_may_speak",
                condition=~Q(kind="RELEASE") | Q(released__isnull=False),
            ),
            models.CheckConstraint(
                name="a_given_consent_says_by_whom_and_how",
                condition=Q(given_on__isnull=True) | ~Q(given_by="") & ~Q(form=""),
            ),
            models.CheckConstraint(
                name="a_consent_ends_within_three_years",
                condition=Q(given_on__isnull=True)
                | Q(valid_until__gte=F("given_on"))
                & Q(valid_until__lte=F("given_on") + LONGEST),
            ),
            models.CheckConstraint(
                name="only_a_given_consent_is_withdrawn",
                condition=Q(withdrawn_on__isnull=True)
                | Q(withdrawn_on__gte=F("given_on")),
            ),
        ]

    @property
    def is_given(self) -> bool:
        return self.given_on is not None

    @property
    def is_doubtful(self) -> bool:
        """Return whether a child or the family translated."""
        return self.interpreted in {self.Interpreted.FAMILY, self.Interpreted.CHILD}

    def holds_on(self, day: date) -> bool:
        return (
            self.given_on is not None
            and self.given_on <= day <= self.valid_until
            and self.withdrawn_on is None
        )
