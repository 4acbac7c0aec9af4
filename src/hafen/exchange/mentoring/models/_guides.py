"""Integration guides: who they are, and the concept by which they work."""

from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.core.db.fields import LocalForeignKey, LocalOneToOneField
from hafen.core.db.personal_data import NO_PERSONAL_DATA, DataClass, PersonalData
from hafen.core.places.models import MunicipalityRow
from hafen.exchange.mentoring.models._programmes import Programme
from hafen.exchange.pool.models import Offer


class Concept(MunicipalityRow):
    """One edition of the concept of a programme; an approved one stays as it is."""

    class State(models.TextChoices):
        DRAFT = "DRAFT", pgettext_lazy("concept", "draft")
        COMPLETE = "COMPLETE", pgettext_lazy("concept", "complete")
        APPROVED = "APPROVED", pgettext_lazy("concept", "approved")

    # Without these it cannot be marked complete.
    PARTS = ("qualification", "tasks", "support")

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    programme = LocalForeignKey(
        Programme, on_delete=models.CASCADE, related_name="concepts"
    )
    edition = models.PositiveSmallIntegerField()
    qualification = models.TextField(_("Qualification of the guides"), blank=True)
    tasks = models.TextField(_("Description of their tasks"), blank=True)
    support = models.TextField(_("Support by the municipality"), blank=True)
    budget = models.TextField(_("Budget"), blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    approved_on = models.DateField(null=True, editable=False)
    approved_by = LocalForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True
    )

    class Meta:
        verbose_name = _("concept of a programme")
        verbose_name_plural = _("concepts of programmes")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "programme", "edition"],
                name="an_edition_of_a_concept_is_there_once",
            ),
            models.UniqueConstraint(
                fields=["municipality", "programme"],
                condition=~Q(state="APPROVED"),
                name="one_concept_is_worked_on_at_a_time",
            ),
            models.CheckConstraint(
                name="a_complete_concept_has_its_three_parts",
                condition=Q(state="DRAFT")
                | (~Q(qualification="") & ~Q(tasks="") & ~Q(support="")),
            ),
            models.CheckConstraint(
                name="an_approved_concept_says_when",
                condition=Q(state="APPROVED", approved_on__isnull=False)
                | (~Q(state="APPROVED") & Q(approved_on__isnull=True)),
            ),
        ]

    @property
    def is_approved(self) -> bool:
        return self.state == self.State.APPROVED

    @property
    def is_complete(self) -> bool:
        return self.state == self.State.COMPLETE

    @classmethod
    def heading(cls, part: str) -> str:
        """Return what stands above a part, in the language of the reader."""
        field: Any = cls._meta.get_field(part)
        return str(field.verbose_name)

    @property
    def missing(self) -> list[str]:
        """The names of the parts that nobody has written yet."""
        return [
            self.heading(name) for name in self.PARTS if not getattr(self, name).strip()
        ]


class Guide(MunicipalityRow):
    """An offer whose helper works as an integration guide of a programme."""

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("offer",),
        purpose="Gewinnung, Qualifizierung und Einsatz von Integrationslotsen",
        legal_basis="Art. 6 Abs. 1 Buchst. a DSGVO",
        data_class=DataClass.V1,
        keep_because="So lange wie das Hilfsangebot, zu dem es gehört",
        subject="offer__helper",
    )

    offer = LocalOneToOneField(Offer, on_delete=models.CASCADE, related_name="guide")
    programme = LocalForeignKey(
        Programme, on_delete=models.PROTECT, related_name="guides"
    )
    recruited_on = models.DateField()
    ended_on = models.DateField(null=True)

    class Meta:
        verbose_name = _("integration guide")
        verbose_name_plural = _("integration guides")
        constraints = [
            models.CheckConstraint(
                name="a_guide_ends_after_being_recruited",
                condition=Q(ended_on__isnull=True)
                | Q(ended_on__gte=models.F("recruited_on")),
            )
        ]

    @property
    def name(self) -> str:
        return self.offer.helper.name

    def has_ended(self, today: date) -> bool:
        return self.ended_on is not None and self.ended_on <= today
