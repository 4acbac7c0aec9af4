from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hafen.core.db.fields import LocalForeignKey, LocalOneToOneField
from hafen.core.db.personal_data import DataClass, PersonalData
from hafen.core.places.models import MunicipalityRow
from hafen.exchange.volunteers.models._people import Volunteer
from hafen.exchange.volunteers.models._words import Proven


class PoliceCertificate(MunicipalityRow):
    """What § 72a (5) SGB VIII lets anybody keep of an extended certificate.

    Three facts: the day it was looked at, its own day, and whether it names a
    relevant conviction. No file, no copy, no remark: a test holds that.
    """

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=(
            "volunteer",
            "inspected_on",
            "certificate_date",
            "relevant_conviction",
            "inspected_by",
        ),
        purpose="Ausschluss einschlägig Vorbestrafter",
        legal_basis="§ 72a Abs. 5 SGB VIII, § 44 Abs. 3 AsylG, § 30a Abs. 3 BZRG",
        data_class=DataClass.V2,
        keep_because="Bis sechs Monate nach dem Ende der Tätigkeit, ohne Tätigkeit"
        " sofort; löscht der Raum",
        subject="volunteer__helper",
    )

    volunteer = LocalOneToOneField(
        Volunteer, on_delete=models.CASCADE, related_name="certificate"
    )
    inspected_on = models.DateField(_("Looked at on"))
    certificate_date = models.DateField(_("Date of the certificate"))
    relevant_conviction = models.BooleanField(_("Does it name a relevant conviction?"))
    inspected_by = LocalForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        verbose_name=_("Who looked at it"),
    )

    class Meta:
        verbose_name = _("extended certificate of good conduct")
        verbose_name_plural = _("extended certificates of good conduct")
        constraints = [
            models.CheckConstraint(
                name="a_certificate_was_issued_before_it_was_shown",
                condition=models.Q(certificate_date__lte=models.F("inspected_on")),
            )
        ]


class Proof(MunicipalityRow):
    """Something was shown or signed on a day, and holds for a while; no copy."""

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("volunteer", "kind", "shown_on", "valid_until", "by"),
        purpose="Nachweis, dass die Voraussetzungen eines Einsatzes erfüllt sind",
        legal_basis="Art. 6 Abs. 1 Buchst. a und c DSGVO",
        data_class=DataClass.V1,
        keep_because="So lange wie das Profil der ehrenamtlichen Person",
        subject="volunteer__helper",
    )

    volunteer = LocalForeignKey(
        Volunteer, on_delete=models.CASCADE, related_name="proofs"
    )
    kind = models.CharField(_("What was shown?"), max_length=16, choices=Proven)
    shown_on = models.DateField(_("Shown on"))
    valid_until = models.DateField(_("Holds until"), null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, editable=False)
    by = LocalForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
    )

    class Meta:
        verbose_name = _("proof")
        verbose_name_plural = _("proofs")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "volunteer", "kind"],
                name="one_proof_of_a_kind",
            )
        ]

    def holds_on(self, day: date) -> bool:
        return self.valid_until is None or self.valid_until >= day
