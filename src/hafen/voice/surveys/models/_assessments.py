"""What the partners of a project say together; it counts once all have agreed."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from hafen.core.db.fields import LocalForeignKey, LocalOneToOneField
from hafen.core.db.personal_data import NO_PERSONAL_DATA, PersonalData
from hafen.core.places.models import MunicipalityRow
from hafen.network.organisations.models import Organisation
from hafen.voice.surveys.models._surveys import Wave


class Assessment(MunicipalityRow):
    """The joint text of partners about what a round has shown.

    Its row is the lock: who writes and who approves holds it.
    """

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    wave = LocalOneToOneField(Wave, on_delete=models.CASCADE, related_name="assessment")
    text = models.TextField(_("joint text"), blank=True)
    # Counts the changes of the text: whoever approves, approves one edition.
    edition = models.PositiveIntegerField(default=0, editable=False)
    approved_on = models.DateField(_("approved by all on"), null=True, editable=False)

    class Meta:
        verbose_name = _("joint assessment")
        verbose_name_plural = _("joint assessments")

    def __str__(self) -> str:
        return f"{self.wave.survey} · {self.wave}"


class Partner(MunicipalityRow):
    """A party to the assessment: the municipality itself, or an organisation."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    assessment = LocalForeignKey(
        Assessment, on_delete=models.CASCADE, related_name="partners"
    )
    # None: the municipality.
    organisation = LocalForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="+"
    )
    approved_edition = models.PositiveIntegerField(null=True, editable=False)
    approved_on = models.DateField(_("approved on"), null=True, editable=False)
    # Told by telephone or letter, and noted at the desk.
    is_on_behalf = models.BooleanField(_("noted on behalf"), default=False)

    class Meta:
        verbose_name = _("partner of a joint assessment")
        verbose_name_plural = _("partners of a joint assessment")
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "organisation"],
                name="a_partner_assesses_once",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return (self.organisation or self.municipality).name

    @property
    def has_approved(self) -> bool:
        """Whether it has approved the text as it stands."""
        return self.approved_edition == self.assessment.edition


class Contribution(MunicipalityRow):
    """What one partner says about one topic, before there is a joint text."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    partner = LocalForeignKey(
        Partner, on_delete=models.CASCADE, related_name="contributions"
    )
    topic = models.CharField(_("topic"), max_length=120)
    sort_key = models.CharField(max_length=160, editable=False, db_collation="C")
    text = models.TextField(_("what the partner says"))

    class Meta:
        verbose_name = _("statement of a partner")
        verbose_name_plural = _("statements of partners")
