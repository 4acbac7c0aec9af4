from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hafen.core.db.personal_data import DataClass, PersonalData
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
