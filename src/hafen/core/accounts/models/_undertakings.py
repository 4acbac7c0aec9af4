from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.personal_data import (
    NO_PERSONAL_DATA,
    DataClass,
    OnErasure,
    PersonalData,
)
from hafen.core.db.roles import Role
from hafen.core.places.models import MunicipalityRow


class UndertakingText(MunicipalityRow):
    """What people sign before they see other people's data: one text, one language.

    A text that somebody signed is never rewritten; a new one is a new edition.
    """

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    edition = models.CharField(_("edition"), max_length=20)
    language = models.CharField(_("language"), max_length=12, default="de")
    text = models.TextField(_("text"))
    valid_from = models.DateField(_("valid from"))

    class Meta:
        verbose_name = _("text of the confidentiality undertaking")
        verbose_name_plural = _("texts of the confidentiality undertaking")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "edition", "language"],
                name="one_undertaking_text_per_edition_and_language",
            )
        ]


class UndertakingQuerySet(models.QuerySet["ConfidentialityUndertaking"]):
    def valid(self, day: date) -> Self:
        return self.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=day), signed_on__lte=day
        )


class ConfidentialityUndertaking(MunicipalityRow):
    """One person's signature under one text, on paper or on the screen."""

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("user", "signed_on", "valid_until"),
        purpose="Nachweis der Verpflichtung auf Vertraulichkeit",
        legal_basis="Art. 29, Art. 32 Abs. 4 DSGVO; § 203 Abs. 4 StGB",
        data_class=DataClass.V1,
        keep_for=1095,
        keep_from="valid_until",
        keep_because="Drei Jahre nach dem Ende der Tätigkeit (§ 195 BGB)",
        subject="user",
        on_erasure=OnErasure.KEEP,
    )

    user = LocalForeignKey(
        "accounts.User",
        on_delete=models.CASCADE,
        related_name="undertakings",
        verbose_name=_("person"),
    )
    text = LocalForeignKey(
        UndertakingText, on_delete=models.PROTECT, verbose_name=_("text")
    )
    signed_on = models.DateField(_("signed on"))
    valid_until = models.DateField(_("last day"), null=True, blank=True)
    is_on_paper = models.BooleanField(_("signed on paper"), default=True)
    recorded_by = LocalForeignKey(
        "accounts.User",
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("recorded by"),
    )

    objects = UndertakingQuerySet.as_manager()

    class Meta:
        verbose_name = _("confidentiality undertaking")
        verbose_name_plural = _("confidentiality undertakings")
        constraints = [
            models.CheckConstraint(
                name="undertaking_ends_after_it_starts",
                condition=Q(valid_until__isnull=True)
                | Q(valid_until__gte=F("signed_on")),
            )
        ]


class RoleCondition(MunicipalityRow):
    """What a municipality demands before a role begins; no row: our default."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    role = models.CharField(_("role"), max_length=3, choices=Role)
    needs_undertaking = models.BooleanField(_("needs a signed undertaking"))

    class Meta:
        verbose_name = _("condition of a role")
        verbose_name_plural = _("conditions of roles")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "role"], name="one_condition_per_role"
            )
        ]
