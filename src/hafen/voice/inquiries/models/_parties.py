from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.core.accounts.models import Team
from hafen.core.db.encryption import EncryptedTextField
from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.personal_data import DataClass, PersonalData
from hafen.core.places.models import MunicipalityRow, Unit
from hafen.network.organisations.models import Organisation
from hafen.voice.inquiries.models._inquiries import Inquiry


class Conversation(MunicipalityRow):
    """A talk of several offices about one inquiry; each reads what all say."""

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("inquiry",),
        purpose="Gemeinsame Klärung einer Anfrage mit mehreren Stellen",
        legal_basis="Art. 6 Abs. 1 Buchst. e DSGVO",
        data_class=DataClass.V1,
        keep_because="So lange wie die Anfrage",
        subject="inquiry",
    )

    inquiry = LocalForeignKey(
        Inquiry, on_delete=models.CASCADE, related_name="conversations"
    )
    closed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("joint conversation")
        verbose_name_plural = _("joint conversations")


class ThirdParty(MunicipalityRow):
    """An office or organisation that is asked, with a due date of its own.

    It answers by a mailed link with one button and needs no account.
    """

    class Role(models.TextChoices):
        ASK = "ASK", _("is asked")
        FORWARD = "FORWARD", _("takes it over")
        JOIN = "JOIN", _("takes part in a joint conversation")
        HEARD = "HEARD", _("is heard about a complaint")

    class Ground(models.TextChoices):
        """Why it may be told; without one nothing leaves the house."""

        CONSENT = "CONSENT", _("the person agreed to exactly this")
        NAMELESS = "NAMELESS", _("nobody can be recognised")
        LAW = "LAW", _("a law allows it")

    class State(models.TextChoices):
        ASKED = "ASKED", _("asked")
        RECEIVED = "RECEIVED", _("has received it")
        ANSWERED = "ANSWERED", _("has answered")
        DECLINED = "DECLINED", _("is not responsible")
        WITHDRAWN = "WITHDRAWN", pgettext_lazy("third party", "no longer asked")

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("name", "email", "question", "answer", "message_id", "ground_note"),
        purpose="Klärung einer Anfrage mit zuständigen Stellen",
        legal_basis="Art. 6 Abs. 1 Buchst. e DSGVO; Einwilligung je Empfänger",
        data_class=DataClass.C3,
        keep_because="Sechs Monate nach dem Abschluss der Anfrage; löscht der Raum",
        subject="inquiry",
        recipients=("die beteiligte Stelle",),
    )

    inquiry = LocalForeignKey(Inquiry, on_delete=models.CASCADE, related_name="parties")
    conversation = LocalForeignKey(
        Conversation, on_delete=models.SET_NULL, related_name="parties", null=True
    )
    role = models.CharField(max_length=10, choices=Role)
    unit = LocalForeignKey(
        Unit,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
    )
    organisation = LocalForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
    )
    name = models.CharField(max_length=160)
    email = models.EmailField(blank=True)
    legal_area = models.CharField(max_length=60, blank=True)
    ground = models.CharField(max_length=10, choices=Ground)
    ground_note = models.CharField(max_length=200, blank=True)
    question = EncryptedTextField()
    answer = EncryptedTextField(blank=True, default="")
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    asked_at = models.DateTimeField()
    due_on = models.DateField()
    received_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answer_minutes = models.PositiveIntegerField(null=True)
    reminded_on = models.DateField(null=True)
    message_id = models.CharField(max_length=250, blank=True, default="")

    class Meta:
        verbose_name = _("third party")
        verbose_name_plural = _("third parties")
        constraints = [
            models.CheckConstraint(
                name="a_third_party_that_answered_says_when",
                condition=~Q(state__in=["ANSWERED", "DECLINED"])
                | Q(answered_at__isnull=False),
            )
        ]

    @property
    def is_waited_for(self) -> bool:
        return self.state in {self.State.ASKED, self.State.RECEIVED}

    @property
    def is_received(self) -> bool:
        return self.received_at is not None

    def is_late(self, today: date) -> bool:
        return self.is_waited_for and self.due_on < today


class Accused(MunicipalityRow):
    """Whom a complaint is about: they read nothing of it, in no room."""

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("user", "name"),
        purpose="Schutz der beschwerdeführenden Person vor den Betroffenen",
        legal_basis="Art. 6 Abs. 1 Buchst. e DSGVO",
        data_class=DataClass.V2,
        keep_because="Sechs Monate nach dem Abschluss; löscht der Raum",
        subject="user",
    )

    inquiry = LocalForeignKey(Inquiry, on_delete=models.CASCADE, related_name="accused")
    user = LocalForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="+",
        null=True,
    )
    team = LocalForeignKey(
        Team,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
    )
    unit = LocalForeignKey(
        Unit,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
    )
    organisation = LocalForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
    )
    name = models.CharField(max_length=160, blank=True)

    class Meta:
        verbose_name = _("subject of a complaint")
        verbose_name_plural = _("subjects of complaints")
