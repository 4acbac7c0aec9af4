"""Integration guides: who they are."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hafen.core.db.fields import LocalForeignKey, LocalOneToOneField
from hafen.core.db.personal_data import DataClass, PersonalData
from hafen.core.places.models import MunicipalityRow
from hafen.exchange.mentoring.models._programmes import Programme
from hafen.exchange.pool.models import Offer


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
