from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hafen.core.db.encryption import EncryptedTextField
from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.personal_data import DataClass, PersonalData
from hafen.core.places.models import MunicipalityRow
from hafen.exchange.board.models._posts import Member, Post
from hafen.exchange.pool.models import Need, Offer


class Side(models.TextChoices):
    AUTHOR = "AUTHOR", _("whoever wrote the notice")
    ASKER = "ASKER", _("whoever answers it")


class Talk(MunicipalityRow):
    """What two people write to each other about a notice, through the platform.

    Each reads the other's name only after the other has released it, and never
    an address.
    """

    Side = Side

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("asker", "asker_name"),
        purpose="Verständigung über eine Anzeige, ohne Adressen preiszugeben",
        legal_basis="Art. 6 Abs. 1 Buchst. a DSGVO",
        data_class=DataClass.V1,
        keep_because="So lange wie die Anzeige, um die es geht",
        subject="asker",
    )

    post = LocalForeignKey(Post, on_delete=models.CASCADE, related_name="talks")
    asker = LocalForeignKey(Member, on_delete=models.CASCADE, related_name="talks")
    asker_name = models.CharField(max_length=120)
    author_released_at = models.DateTimeField(null=True)
    asker_released_at = models.DateTimeField(null=True)
    # Who wants to hear no more; it ends the talk for both.
    blocked_by = models.CharField(max_length=6, choices=Side, blank=True, default="")

    class Meta:
        verbose_name = _("talk about a notice")
        verbose_name_plural = _("talks about notices")
        indexes = [
            models.Index(fields=["municipality", "post"], name="talks_of_notices")
        ]

    @property
    def is_blocked(self) -> bool:
        return self.blocked_by != ""

    def person(self, side: str) -> Member | None:
        """Return who stands on a side; the author goes with the notice."""
        return self.asker if side == Side.ASKER else self.post.member

    def has_released(self, side: str) -> bool:
        at = self.asker_released_at if side == Side.ASKER else self.author_released_at
        return at is not None


class Message(MunicipalityRow):
    """One message of a talk.

    :cvar carried_as: the Message-ID of the mail that carried it to the other
        side; an answer by mail names it, and nothing else joins a mail to a talk
    """

    class By(models.TextChoices):
        WEB = "WEB", _("on the page")
        MAIL = "MAIL", _("by e-mail")
        DESK = "DESK", _("noted at the desk")

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("text", "came_as", "carried_as"),
        purpose="Verständigung über eine Anzeige, ohne Adressen preiszugeben",
        legal_basis="Art. 6 Abs. 1 Buchst. a DSGVO",
        data_class=DataClass.V1,
        keep_because="So lange wie die Anzeige, um die es geht",
        subject="talk__asker",
        sides=(("", "talk__asker"), ("", "talk__post__member")),
    )

    talk = LocalForeignKey(Talk, on_delete=models.CASCADE, related_name="messages")
    side = models.CharField(max_length=6, choices=Side)
    by = models.CharField(max_length=4, choices=By, default=By.WEB)
    text = EncryptedTextField()
    language = models.CharField(max_length=12)
    said_at = models.DateTimeField()
    came_as = models.CharField(max_length=300, blank=True, default="")
    carried_as = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        verbose_name = _("message about a notice")
        verbose_name_plural = _("messages about notices")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "came_as"],
                condition=~models.Q(came_as=""),
                name="one_message_per_mail",
            )
        ]
        indexes = [
            models.Index(
                fields=["municipality", "talk", "said_at"], name="board_messages"
            ),
            models.Index(
                fields=["municipality", "carried_as"],
                condition=~models.Q(carried_as=""),
                name="messages_by_mail",
            ),
        ]

    @property
    def is_of_author(self) -> bool:
        return self.side == Side.AUTHOR


class Report(MunicipalityRow):
    """Somebody says that something is wrong with a notice or a talk."""

    class Reason(models.TextChoices):
        FRAUD = "FRAUD", _("fraud or money is asked for")
        INSULT = "INSULT", _("insults or threatens")
        CHILDREN = "CHILDREN", _("children could be in danger")
        WRONG = "WRONG", _("is not true, or not allowed here")
        OTHER = "OTHER", _("something else")

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("text",),
        purpose="Meldungen über Anzeigen und Nachrichten",
        legal_basis="Art. 6 Abs. 1 Buchst. e DSGVO",
        data_class=DataClass.V1,
        keep_for=180,
        keep_from="done_at",
        keep_because="Ein halbes Jahr, für Rückfragen und wiederholte Fälle",
        subject="post__member",
    )

    post = LocalForeignKey(Post, on_delete=models.CASCADE, related_name="reports")
    talk = LocalForeignKey(
        Talk, on_delete=models.CASCADE, related_name="reports", null=True
    )
    side = models.CharField(max_length=6, choices=Side, blank=True, default="")
    reason = models.CharField(max_length=8, choices=Reason)
    text = models.TextField(max_length=1_000, blank=True)
    done_at = models.DateTimeField(null=True)
    done_by = LocalForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
    )

    class Meta:
        verbose_name = _("report about a notice")
        verbose_name_plural = _("reports about notices")

    @property
    def is_open(self) -> bool:
        return self.done_at is None


class Converted(MunicipalityRow):
    """A notice that became an offer or a request of the exchange."""

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("post", "need", "offer"),
        purpose="Weiterbearbeitung einer Anzeige als Gesuch oder Hilfsangebot",
        legal_basis="Art. 6 Abs. 1 Buchst. a DSGVO",
        data_class=DataClass.V1,
        keep_because="So lange wie die Anzeige und das, was daraus wurde",
        subject="post__member",
    )

    post = LocalForeignKey(Post, on_delete=models.CASCADE, related_name="converted")
    need = LocalForeignKey(Need, on_delete=models.CASCADE, related_name="+", null=True)
    offer = LocalForeignKey(
        Offer, on_delete=models.CASCADE, related_name="+", null=True
    )

    class Meta:
        verbose_name = _("notice in the exchange")
        verbose_name_plural = _("notices in the exchange")
        constraints = [
            models.CheckConstraint(
                name="a_notice_became_one_thing",
                condition=models.Q(need__isnull=True) ^ models.Q(offer__isnull=True),
            )
        ]
