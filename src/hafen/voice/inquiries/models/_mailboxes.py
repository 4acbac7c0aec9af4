from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from hafen.core.db.encryption import EncryptedTextField
from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.personal_data import DataClass, PersonalData
from hafen.core.places.models import MunicipalityRow
from hafen.voice.inquiries.models._inquiries import Inquiry
from hafen.voice.inquiries.models._people import ContactPoint


class Mailbox(MunicipalityRow):
    """A mailbox whose mails become inquiries; fetched by a job."""

    class SignIn(models.TextChoices):
        PASSWORD = "PASSWORD", _("password")
        OAUTH2 = "OAUTH2", "OAuth2 (Microsoft 365, Google)"

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("user", "secret"),
        purpose="Abruf des Postfachs der Anlaufstelle",
        legal_basis="Art. 6 Abs. 1 Buchst. e, Art. 32 DSGVO",
        data_class=DataClass.X,
        keep_because="Solange das Postfach abgerufen wird",
        subject="user",
    )

    point = LocalForeignKey(
        ContactPoint,
        on_delete=models.PROTECT,
        related_name="mailboxes",
        verbose_name=_("contact point"),
    )
    address = models.EmailField()
    host = models.CharField(max_length=200)
    port = models.PositiveIntegerField(default=993)
    folder = models.CharField(max_length=100, default="INBOX")
    user = models.CharField(max_length=200)
    sign_in = models.CharField(max_length=10, choices=SignIn, default=SignIn.PASSWORD)
    # The password, or with OAuth2 the refresh token.
    secret = EncryptedTextField()
    token_url = models.URLField(max_length=300, blank=True)
    client_id = models.CharField(max_length=200, blank=True)
    client_secret = EncryptedTextField(blank=True, default="")
    is_active = models.BooleanField(default=True)
    fetched_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name = _("mailbox")
        verbose_name_plural = _("mailboxes")


class IncomingMail(MunicipalityRow):
    """A mail that came in: what became of it, so that none is taken twice."""

    class Fate(models.TextChoices):
        NEW = "NEW", _("became an inquiry")
        THREAD = "THREAD", _("joined its inquiry")
        AUTOMATIC = "AUTOMATIC", _("automatic answer, not taken")
        BOUNCE = "BOUNCE", _("a mail of ours came back")
        BROKEN = "BROKEN", _("could not be read, taken as it is")

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("message_id",),
        purpose="Keine Nachricht verlieren und keine doppelt annehmen",
        legal_basis="Art. 6 Abs. 1 Buchst. e DSGVO",
        data_class=DataClass.A,
        keep_for=365,
        keep_from="created_at",
        keep_because="Ein Jahr, so lange kann dieselbe Nachricht noch einmal kommen",
        subject="inquiry",
    )

    mailbox = LocalForeignKey(
        Mailbox, on_delete=models.SET_NULL, related_name="+", null=True
    )
    message_id = models.CharField(max_length=250)
    fate = models.CharField(max_length=10, choices=Fate)
    inquiry = LocalForeignKey(
        Inquiry, on_delete=models.SET_NULL, related_name="mails", null=True
    )
    left_out = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("incoming mail")
        verbose_name_plural = _("incoming mails")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "message_id"],
                name="one_incoming_mail_per_message_id",
            )
        ]
