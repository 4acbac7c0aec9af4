from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.personal_data import DataClass, PersonalData
from hafen.core.mail.models import Notice
from hafen.core.places.models import MunicipalityRow
from hafen.exchange.pool.models._words import Clearance, Gender
from hafen.network.organisations.models import Organisation

_FOUND_BY = ("name", "sort_key", "name_key", "email", "phone", "address")


class Reachable(MunicipalityRow):
    """Somebody who is told things by a way of their own choice."""

    name = models.CharField(max_length=120)
    sort_key = models.CharField(max_length=200, editable=False, default="")
    # Set where an organisation gives or looks for help, and not one person.
    organisation = LocalForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    language = models.CharField(max_length=12, default="de")
    channel = models.CharField(
        max_length=10, choices=Notice.Channel, default=Notice.Channel.VISIT
    )
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    address = models.TextField(blank=True)
    # The day of the consent to pass name and way of contact on to the other side.
    consent_on = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def first_name(self) -> str:
        """What the other side reads: the first name, or an organisation's name."""
        return self.name if self.organisation_id else self.name.split()[0]


class Findable(Reachable):
    """Somebody of the pool, who is known in whatever spelling: `persons.py`."""

    name_key = models.CharField(max_length=200, editable=False, default="")

    class Meta:
        abstract = True


class Helper(Findable):
    """The person or organisation behind offers."""

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=(*_FOUND_BY, "user", "gender", "skills"),
        purpose="Vermittlung von Hilfsangeboten auf dem gewünschten Weg",
        legal_basis="Art. 6 Abs. 1 Buchst. a DSGVO",
        data_class=DataClass.V1,
        keep_because="Bis zum Ende der Mitarbeit oder zum Widerruf der Einwilligung",
    )

    user = LocalForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
    )
    gender = models.CharField(max_length=6, choices=Gender, blank=True, default="")
    is_adult = models.BooleanField(default=True)
    clearance = models.PositiveSmallIntegerField(
        choices=Clearance, default=Clearance.NONE
    )
    clearance_until = models.DateField(null=True, blank=True)
    skills = ArrayField(models.CharField(max_length=12), default=list)

    class Meta:
        verbose_name = _("helper")
        verbose_name_plural = _("helpers")
        indexes = [
            models.Index(fields=["municipality", "sort_key"], name="helpers_in_order")
        ]


class Seeker(Findable):
    """The person, household or organisation for whom help is looked for.

    Nothing of a case stands here: whoever looks after the household keeps the
    link, and this room knows it not.
    """

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=_FOUND_BY,
        purpose="Vermittlung von Hilfe an Ratsuchende auf dem gewünschten Weg",
        legal_basis="Art. 6 Abs. 1 Buchst. a DSGVO",
        data_class=DataClass.C1,
        keep_because="Bis das letzte Gesuch der Person gelöscht ist; löscht der Raum",
    )

    class Meta:
        verbose_name = _("person looking for help")
        verbose_name_plural = _("people looking for help")
        indexes = [
            models.Index(fields=["municipality", "sort_key"], name="seekers_in_order")
        ]


class Exclusion(MunicipalityRow):
    """Two who must not be brought together, whoever of them wished so."""

    class By(models.TextChoices):
        HELPER = "HELPER", _("the helper")
        SEEKER = "SEEKER", _("whoever looks for help")
        DESK = "DESK", _("the desk")

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("helper", "seeker"),
        purpose="Niemand wird mit jemandem zusammengebracht, den er meidet",
        legal_basis="Art. 6 Abs. 1 Buchst. e DSGVO",
        data_class=DataClass.V2,
        keep_because="So lange wie beide Personen in der Vermittlung sind",
        subject="helper",
    )

    helper = LocalForeignKey(Helper, on_delete=models.CASCADE, related_name="excluded")
    seeker = LocalForeignKey(Seeker, on_delete=models.CASCADE, related_name="excluded")
    wished_by = models.CharField(max_length=6, choices=By)

    class Meta:
        verbose_name = _("exclusion")
        verbose_name_plural = _("exclusions")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "helper", "seeker"],
                name="two_are_kept_apart_once",
            ),
            models.CheckConstraint(
                name="an_exclusion_says_whose_wish_it_is",
                condition=Q(wished_by__in=["HELPER", "SEEKER", "DESK"]),
            ),
        ]
