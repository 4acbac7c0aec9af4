from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.personal_data import NO_PERSONAL_DATA, DataClass, PersonalData
from hafen.core.files.models import StoredFile
from hafen.core.places.models import MunicipalityRow
from hafen.network.organisations.models._networks import Network
from hafen.network.organisations.models._organisations import Organisation


class AppearanceQuerySet(models.QuerySet["Appearance"]):
    def newest_first(self) -> Self:
        return self.order_by("-held_on", "-id")


class Appearance(MunicipalityRow):
    """That the unit presented its work, or took part in a meeting of others."""

    class Kind(models.TextChoices):
        PRESENTATION = "PRESENTATION", _("presentation of the unit")
        PARTICIPATION = "PARTICIPATION", _("meeting of a body or working group")

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    kind = models.CharField(_("kind"), max_length=14, choices=Kind)
    held_on = models.DateField(_("date"))
    title = models.CharField(_("Occasion"), max_length=200)
    place = models.CharField(_("Where"), max_length=200, blank=True)
    network = LocalForeignKey(
        Network,
        on_delete=models.PROTECT,
        related_name="appearances",
        null=True,
        blank=True,
        verbose_name=_("Network, body or working group"),
    )
    organisation = LocalForeignKey(
        Organisation,
        on_delete=models.SET_NULL,
        related_name="appearances",
        null=True,
        blank=True,
        verbose_name=_("organisation"),
    )
    audience = models.CharField(_("Before whom"), max_length=200, blank=True)
    number = models.PositiveIntegerField(_("Number of people"), null=True, blank=True)
    topics = ArrayField(
        models.CharField(max_length=60),
        verbose_name=_("topics"),
        default=list,
        blank=True,
    )
    contribution = models.TextField(_("Own contribution and result"), blank=True)

    objects = AppearanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("presentation or participation")
        verbose_name_plural = _("presentations and participations")
        indexes = [
            models.Index(
                fields=["municipality", "-held_on", "-id"],
                name="appearances_newest_first",
            )
        ]

    def __str__(self) -> str:
        return self.title


class AppearancePerson(MunicipalityRow):
    """Who of the unit was there."""

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("attended_by",),
        purpose="Wer die Kommune bei Partnern und in Gremien vertreten hat",
        legal_basis="Art. 6 Abs. 1 Buchst. e DSGVO",
        data_class=DataClass.P1,
        keep_because="Solange das Konto oder der Eintrag besteht",
        subject="attended_by",
    )

    appearance = LocalForeignKey(
        Appearance, on_delete=models.CASCADE, related_name="people"
    )
    attended_by = LocalForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="appearances"
    )

    class Meta:
        verbose_name = _("person at a presentation")
        verbose_name_plural = _("persons at presentations")
        constraints = [
            models.UniqueConstraint(
                fields=["appearance", "attended_by"],
                name="one_entry_per_appearance_and_user",
            )
        ]


class AppearanceMaterial(MunicipalityRow):
    """A paper that was shown, given out or received there."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    appearance = LocalForeignKey(
        Appearance, on_delete=models.CASCADE, related_name="materials"
    )
    file = LocalForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("material of a presentation")
        verbose_name_plural = _("materials of presentations")
