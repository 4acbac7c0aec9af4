from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hafen.core.db.encryption import EncryptedTextField
from hafen.core.db.fields import LocalForeignKey, LocalOneToOneField
from hafen.core.db.personal_data import DataClass, PersonalData
from hafen.core.places.models import MunicipalityRow
from hafen.voice.inquiries.models._inquiries import Inquiry

_KEEP = "Sechs Monate nach dem Abschluss der Anfrage; löscht der Raum"


def _content(*fields: str) -> PersonalData:
    return PersonalData(
        fields=fields,
        purpose="Bearbeitung und Beantwortung von Anfragen und Beschwerden",
        legal_basis="Art. 6 Abs. 1 Buchst. e, Art. 9 Abs. 2 Buchst. g DSGVO",
        data_class=DataClass.C3,
        keep_because=_KEEP,
        subject="inquiry",
    )


class Message(MunicipalityRow):
    """Something that was said about an inquiry, by whichever way."""

    class Kind(models.TextChoices):
        REQUEST = "REQUEST", _("from the requester")
        REPLY = "REPLY", _("answer")
        QUESTION = "QUESTION", _("question back")
        NOTE = "NOTE", _("note for colleagues")
        PARTY = "PARTY", _("from a third party")
        SYSTEM = "SYSTEM", _("receipt")

    personal_data: ClassVar[PersonalData] = _content(
        "subject", "text", "author", "message_id"
    )

    inquiry = LocalForeignKey(
        Inquiry, on_delete=models.CASCADE, related_name="messages"
    )
    # Where it stood before a merge, so that a merge can be undone.
    came_from = LocalForeignKey(
        Inquiry, on_delete=models.SET_NULL, related_name="+", null=True
    )
    conversation = LocalForeignKey(
        "inquiries.Conversation",
        on_delete=models.SET_NULL,
        related_name="messages",
        null=True,
    )
    kind = models.CharField(max_length=10, choices=Kind)
    language = models.CharField(max_length=12)
    subject = EncryptedTextField(blank=True, default="")
    text = EncryptedTextField()
    author = LocalForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
    )
    party = LocalForeignKey(
        "inquiries.ThirdParty",
        on_delete=models.SET_NULL,
        related_name="messages",
        null=True,
    )
    said_at = models.DateTimeField()
    message_id = models.CharField(max_length=250, blank=True, default="")

    class Meta:
        verbose_name = _("message about an inquiry")
        verbose_name_plural = _("messages about inquiries")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "message_id"],
                condition=~Q(message_id=""),
                name="one_message_per_message_id",
            )
        ]
        indexes = [
            models.Index(
                fields=["municipality", "inquiry", "said_at"], name="messages_in_order"
            )
        ]

    @property
    def is_for_requester(self) -> bool:
        """Whether the requester reads it on the own page."""
        return self.kind in {
            self.Kind.REQUEST,
            self.Kind.REPLY,
            self.Kind.QUESTION,
            self.Kind.SYSTEM,
        }

    @property
    def is_note(self) -> bool:
        return self.kind == self.Kind.NOTE

    @property
    def is_from_requester(self) -> bool:
        return self.kind == self.Kind.REQUEST


class Step(MunicipalityRow):
    """One step of a clarification, a hearing or a mediation."""

    class Kind(models.TextChoices):
        CALL = "CALL", _("telephone call")
        MEETING = "MEETING", _("meeting")
        HEARING = "HEARING", _("hearing")
        MEDIATION = "MEDIATION", _("mediation")
        ACCOMPANIMENT = "ACCOMPANIMENT", _("accompaniment to an office")
        OTHER = "OTHER", _("other step")

    personal_data: ClassVar[PersonalData] = _content("note", "result", "recorded_by")

    inquiry = LocalForeignKey(Inquiry, on_delete=models.CASCADE, related_name="steps")
    held_on = models.DateField()
    kind = models.CharField(max_length=14, choices=Kind)
    note = EncryptedTextField()
    result = EncryptedTextField(blank=True, default="")
    recorded_by = LocalForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
    )

    class Meta:
        verbose_name = _("step of a clarification")
        verbose_name_plural = _("steps of clarifications")


class Complaint(MunicipalityRow):
    """What an inquiry needs in addition when it is a complaint."""

    class Category(models.TextChoices):
        CONDUCT = "CONDUCT", _("conduct")
        DISCRIMINATION = "DISCRIMINATION", _("discrimination")
        WAITING = "WAITING", _("waiting time or no answer")
        DECISION = "DECISION", _("decision or information")
        HOUSING = "HOUSING", _("housing or accommodation")
        OTHER = "OTHER", _("something else")

    class Outcome(models.TextChoices):
        JUSTIFIED = "JUSTIFIED", _("justified")
        PARTLY = "PARTLY", _("partly justified")
        UNJUSTIFIED = "UNJUSTIFIED", _("not justified")
        SETTLED = "SETTLED", _("settled between the parties")
        WITHDRAWN = "WITHDRAWN", _("taken back")

    personal_data: ClassVar[PersonalData] = _content("summary", "released_by")

    inquiry = LocalOneToOneField(
        Inquiry, on_delete=models.CASCADE, related_name="complaint"
    )
    category = models.CharField(max_length=14, choices=Category, default=Category.OTHER)
    is_anonymous = models.BooleanField(default=False)
    escalated_at = models.DateTimeField(null=True)
    summary = EncryptedTextField(blank=True, default="")
    released_at = models.DateTimeField(null=True)
    released_by = LocalForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
    )
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)

    class Meta:
        verbose_name = _("complaint")
        verbose_name_plural = _("complaints")
