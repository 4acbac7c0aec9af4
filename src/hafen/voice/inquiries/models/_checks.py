from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.personal_data import NO_PERSONAL_DATA, DataClass, PersonalData
from hafen.core.places.models import MunicipalityRow, NamedRow
from hafen.voice.inquiries.models._inquiries import Inquiry


class Checklist(NamedRow):
    """What has to be thought of with inquiries of one sort, line by line."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    lines = ArrayField(models.CharField(max_length=200), default=list)

    class Meta:
        verbose_name = _("checklist")
        verbose_name_plural = _("checklists")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "name"], name="one_checklist_per_name"
            )
        ]


class Check(MunicipalityRow):
    """One line of a checklist, laid beside one inquiry."""

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("text", "done_by"),
        purpose="Bearbeitung von Anfragen, ohne etwas zu vergessen",
        legal_basis="Art. 6 Abs. 1 Buchst. e DSGVO",
        data_class=DataClass.P1,
        keep_because="Sechs Monate nach dem Abschluss der Anfrage; löscht der Raum",
        subject="inquiry",
    )

    inquiry = LocalForeignKey(Inquiry, on_delete=models.CASCADE, related_name="checks")
    text = models.CharField(max_length=200)
    place = models.PositiveSmallIntegerField()
    done_at = models.DateTimeField(null=True)
    done_by = LocalForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
    )

    class Meta:
        verbose_name = _("line of a checklist")
        verbose_name_plural = _("lines of checklists")
        constraints = [
            models.UniqueConstraint(
                fields=["inquiry", "text"], name="one_check_per_inquiry_and_text"
            )
        ]

    @property
    def is_done(self) -> bool:
        return self.done_at is not None
