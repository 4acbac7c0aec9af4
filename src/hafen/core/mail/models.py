from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.personal_data import NO_PERSONAL_DATA, DataClass, PersonalData
from hafen.core.places.models import MunicipalityRow

# What is sent is forgotten soon; what could not be sent waits for a person.
KEEP_SENT_DAYS = 14


class OutgoingMail(MunicipalityRow):
    """One mail to one recipient, from the moment it is written until it is gone."""

    class State(models.TextChoices):
        QUEUED = "QUEUED", _("waiting")
        SENT = "SENT", _("sent")
        FAILED = "FAILED", _("not delivered")

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("recipient", "subject", "source"),
        purpose="Zustellung von Nachrichten, auch wenn der Mailserver ausfällt",
        legal_basis="Art. 6 Abs. 1 Buchst. e DSGVO",
        data_class=DataClass.P1,
        keep_for=KEEP_SENT_DAYS,
        keep_from="sent_at",
        keep_because="Zwei Wochen nach dem Versand, um Rückfragen zu klären",
        subject="recipient",
    )

    recipient = models.EmailField(_("recipient"))
    subject = models.CharField(_("subject"), max_length=250)
    source = models.BinaryField(_("the mail as it is sent"))
    message_id = models.CharField(_("message id"), max_length=120, unique=True)
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.QUEUED
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_try_at = models.DateTimeField(_("next attempt"), null=True, blank=True)
    # A code of the trouble and never the server's words: these repeat addresses.
    trouble = models.CharField(_("trouble"), max_length=40, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)

    class Meta:
        verbose_name = _("outgoing mail")
        verbose_name_plural = _("outgoing mails")
        constraints = [
            models.CheckConstraint(
                name="a_sent_mail_says_when",
                condition=Q(state="SENT", sent_at__isnull=False)
                | (~Q(state="SENT") & Q(sent_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="a_queued_mail_says_when_next",
                condition=~Q(state="QUEUED") | Q(next_try_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "next_try_at"],
                condition=Q(state="QUEUED"),
                name="mail_queued",
            ),
            models.Index(fields=["municipality", "recipient"], name="mail_recipient"),
        ]

    @property
    def is_failed(self) -> bool:
        return self.state == self.State.FAILED


class LetterBatch(MunicipalityRow):
    """The letters that were printed together; each can be printed again."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    letters = models.PositiveIntegerField(_("number of letters"))

    class Meta:
        verbose_name = _("batch of letters")
        verbose_name_plural = _("batches of letters")


class Notice(MunicipalityRow):
    """Something that one person is told, by the way that reaches this person."""

    class Channel(models.TextChoices):
        MAIL = "MAIL", _("e-mail")
        LETTER = "LETTER", _("letter")
        TELEPHONE = "TELEPHONE", _("telephone")
        VISIT = "VISIT", _("at the next visit")
        SMS = "SMS", _("text message")

    class State(models.TextChoices):
        OPEN = "OPEN", _("to do")
        DONE = "DONE", _("done")
        CANCELLED = "CANCELLED", _("no longer needed")

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("name", "address", "phone", "email", "subject", "text"),
        purpose="Benachrichtigung auf dem Weg, der die Person erreicht",
        legal_basis="Art. 6 Abs. 1 Buchst. e DSGVO",
        data_class=DataClass.V1,
        keep_for=90,
        keep_from="done_at",
        keep_because="Drei Monate, um Rückfragen zur Benachrichtigung zu klären",
        subject="person",
    )
    held_with: ClassVar[str] = "person"

    channel = models.CharField(_("way"), max_length=10, choices=Channel)
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.OPEN
    )
    # The row of the person in whichever room keeps it.
    person = models.UUIDField(_("person"), null=True, blank=True)
    name = models.CharField(_("name"), max_length=120)
    language = models.CharField(_("language"), max_length=12)
    address = models.TextField(_("postal address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField(_("words"))
    due_at = models.DateTimeField(_("to be done until"), null=True, blank=True)
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)
    done_by = models.UUIDField(_("done by"), null=True, blank=True)
    batch = LocalForeignKey(
        LetterBatch,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="notices",
        verbose_name=_("batch of letters"),
    )

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [
            models.CheckConstraint(
                name="a_notice_is_open_until_it_says_when_it_ended",
                condition=Q(state="OPEN", done_at__isnull=True)
                | (~Q(state="OPEN") & Q(done_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="a_notice_has_what_its_way_needs",
                condition=Q(channel="VISIT")
                | (Q(channel="MAIL") & ~Q(email=""))
                | (Q(channel="LETTER") & ~Q(address=""))
                | (Q(channel__in=["TELEPHONE", "SMS"]) & ~Q(phone="")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "channel"],
                condition=Q(state="OPEN"),
                name="notice_open",
            )
        ]
