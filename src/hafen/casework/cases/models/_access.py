from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.casework.cases.models._cases import Programme
from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.personal_data import NO_PERSONAL_DATA, PersonalData
from hafen.core.places.models import MunicipalityRow
from hafen.network.organisations.models import Organisation


class AccessRefusal(MunicipalityRow):
    """Somebody was not taken into a programme; who it was stands nowhere."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    programme = LocalForeignKey(
        Programme, on_delete=models.PROTECT, related_name="refusals"
    )
    on = models.DateField(_("day"))
    # A code of the shipped programme (`reference.ProgrammeTemplate.refusals`).
    reason = models.CharField(_("reason"), max_length=40)
    domain = models.CharField(_("area of life"), max_length=40, blank=True)
    referred_to = models.CharField(
        pgettext_lazy("casework", "referred to"),
        max_length=20,
        choices=Organisation.Kind,
        blank=True,
    )

    class Meta:
        verbose_name = _("person not taken in, counted without a name")
        verbose_name_plural = _("persons not taken in, counted without names")
        indexes = [
            models.Index(fields=["municipality", "on"], name="access_refusals_by_day")
        ]
