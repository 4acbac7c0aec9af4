"""Help that is looked for in the exchange; the exchange knows of no case."""

from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from hafen.casework.cases.models._cases import Case
from hafen.casework.cases.models._consents import Consent
from hafen.casework.cases.models._households import Client, declare
from hafen.casework.cases.models._needs import NeedTopic
from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.personal_data import DataClass, PersonalData
from hafen.core.places.models import MunicipalityRow
from hafen.exchange.pool.models import TAKEN, Need


class SoughtHelpQuerySet(models.QuerySet["SoughtHelp"]):
    def living(self) -> Self:
        return self.filter(need__state__in=(Need.State.OPEN, Need.State.PAUSED))

    def running(self) -> Self:
        """Keep those that somebody helps with, such as a sponsorship."""
        found = self.filter(need__matches__state__in=TAKEN)
        return self.filter(pk__in=found.values("pk"))

    def looked_for(self) -> Self:
        """Keep those that are open and have nobody yet."""
        return self.living().exclude(need__matches__state__in=TAKEN)


class SoughtHelp(MunicipalityRow):
    """The way from a person to a request in the exchange; there is none back.

    The request says languages, district and times. It ends with the consent. Whoever
    is responsible for the case is spoken to in place of the person.
    """

    personal_data: ClassVar[PersonalData] = declare(
        DataClass.C1, "client", "need", subject="client"
    )
    visible_with: ClassVar[str] = "client"

    client = LocalForeignKey(Client, on_delete=models.CASCADE, related_name="sought")
    case = LocalForeignKey(Case, on_delete=models.CASCADE, related_name="sought")
    consent = LocalForeignKey(Consent, on_delete=models.CASCADE, related_name="+")
    # For which need of the case it is looked for, where it is for one.
    topic = LocalForeignKey(
        NeedTopic, on_delete=models.SET_NULL, related_name="sought", null=True
    )
    need = LocalForeignKey(Need, on_delete=models.CASCADE, related_name="+")

    objects = SoughtHelpQuerySet.as_manager()

    class Meta:
        verbose_name = _("help looked for in the exchange")
        verbose_name_plural = _("help looked for in the exchange")
        constraints = [
            models.UniqueConstraint(fields=["need"], name="a_request_has_one_origin")
        ]
