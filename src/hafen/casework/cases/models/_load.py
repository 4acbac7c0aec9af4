"""What a case weighs, and what somebody who works on cases says of themselves."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hafen.casework.cases.models._households import Client
from hafen.core.db.fields import LocalOneToOneField
from hafen.core.db.personal_data import NO_PERSONAL_DATA, DataClass, PersonalData
from hafen.core.places.models import MunicipalityRow


class WeightsQuerySet(models.QuerySet["Weights"]):
    def newest(self) -> Self:
        return self.order_by("-valid_from")


class Weights(MunicipalityRow):
    """By how much cases differ, from a day on; in hundredths of a usual case.

    The limit is that of a full post. What is set here decides nothing: it tells who
    has room.
    """

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    valid_from = models.DateField(_("from the day"))
    light = models.PositiveSmallIntegerField(default=50)
    intensive = models.PositiveSmallIntegerField(default=200)
    further_person = models.PositiveSmallIntegerField(default=20)
    limit = models.PositiveIntegerField(default=3_000)
    # By the key of a programme; one that is not named weighs as usual.
    programmes: Any = models.JSONField(default=dict, blank=True)
    source = models.CharField(max_length=200, blank=True)

    objects = WeightsQuerySet.as_manager()

    class Meta:
        verbose_name = _("weights of cases")
        verbose_name_plural = _("weights of cases")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "valid_from"], name="one_set_of_weights_per_day"
            ),
            models.CheckConstraint(
                name="a_limit_of_cases_is_no_zero", condition=Q(limit__gte=100)
            ),
        ]


class WorkerProfile(MunicipalityRow):
    """What somebody who works on cases tells for the assigning of cases, freely."""

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("user", "languages", "gender"),
        purpose="Zuteilung von Fällen nach Sprache und Wunsch der Ratsuchenden",
        legal_basis="Art. 6 Abs. 1 Buchst. a DSGVO, § 26 Abs. 2 BDSG (freiwillig)",
        data_class=DataClass.P1,
        keep_because="Bis die Person sie ändert oder ihr Konto gelöscht wird",
        subject="user",
    )

    user = LocalOneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    languages = ArrayField(
        models.CharField(max_length=12), verbose_name=_("languages"), default=list
    )
    gender = models.CharField(
        _("gender"), max_length=8, choices=Client.Gender, blank=True
    )

    class Meta:
        verbose_name = _("statement for the assigning of cases")
        verbose_name_plural = _("statements for the assigning of cases")
