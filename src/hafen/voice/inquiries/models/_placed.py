from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.personal_data import DataClass, PersonalData
from hafen.core.places.models import MunicipalityRow
from hafen.exchange.pool.models import Need, Offer
from hafen.voice.inquiries.models._inquiries import Inquiry


class Placed(MunicipalityRow):
    """An inquiry that became an offer of help or a request for help."""

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("inquiry", "need", "offer"),
        purpose="Weiterbearbeitung einer Anfrage als Gesuch oder Hilfsangebot",
        legal_basis="Art. 6 Abs. 1 Buchst. e DSGVO",
        data_class=DataClass.V1,
        keep_because="So lange wie die Anfrage und das, was daraus wurde",
        subject="inquiry",
    )

    inquiry = LocalForeignKey(Inquiry, on_delete=models.CASCADE, related_name="placed")
    need = LocalForeignKey(Need, on_delete=models.CASCADE, related_name="+", null=True)
    offer = LocalForeignKey(
        Offer, on_delete=models.CASCADE, related_name="+", null=True
    )

    class Meta:
        verbose_name = _("inquiry in the exchange")
        verbose_name_plural = _("inquiries in the exchange")
        constraints = [
            models.CheckConstraint(
                name="an_inquiry_became_one_thing",
                condition=Q(need__isnull=False, offer__isnull=True)
                | Q(need__isnull=True, offer__isnull=False),
            )
        ]
