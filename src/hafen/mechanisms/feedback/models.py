from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.personal_data import DataClass, PersonalData
from hafen.core.places.models import MunicipalityRow


class FeedbackQuerySet(models.QuerySet["FeedbackEntry"]):
    def open(self) -> Self:
        return self.filter(state=FeedbackEntry.State.NEW)

    def newest_first(self) -> Self:
        return self.order_by("-created_at", "-id")


class FeedbackEntry(MunicipalityRow):
    """What a visitor told us about a public page."""

    class Kind(models.TextChoices):
        MISTAKE = "MISTAKE", _("Something is wrong or out of date")
        MISSING = "MISSING", _("I did not find what I need")
        BARRIER = "BARRIER", _("I cannot use the page (accessibility)")
        OTHER = "OTHER", _("Something else")

    class State(models.TextChoices):
        NEW = "NEW", _("new")
        DONE = "DONE", _("done")

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("message", "reply_to", "outcome"),
        purpose="Fehler auf öffentlichen Seiten beheben und auf Wunsch antworten",
        legal_basis="Art. 6 Abs. 1 Buchst. e DSGVO, § 12b BGG mit dem Landesrecht",
        data_class=DataClass.P1,
        keep_for=180,
        keep_from="handled_at",
        keep_because="Ein halbes Jahr nach der Erledigung, für Rückfragen",
    )

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    page = models.CharField(_("page"), max_length=300, blank=True)
    language = models.CharField(_("language"), max_length=12)
    message = models.TextField(_("message"), max_length=2_000)
    reply_to = models.EmailField(_("e-mail address for the answer"), blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.NEW
    )
    outcome = models.TextField(_("what was done"), max_length=2_000, blank=True)
    handled_at = models.DateTimeField(_("done at"), null=True)
    handled_by = LocalForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("done by"),
    )

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        verbose_name = _("feedback")
        verbose_name_plural = _("feedback")
        indexes = [
            models.Index(
                fields=["municipality", "state", "-created_at"],
                name="feedback_newest_first",
            )
        ]

    @property
    def is_open(self) -> bool:
        return self.state == self.State.NEW


class SendingCount(MunicipalityRow):
    """How often one sender wrote within an hour; against floods of messages.

    The sender is a keyed hash of address and hour: of no use beyond the hour.
    """

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("sender",),
        purpose="Schutz der öffentlichen Formulare vor Missbrauch",
        legal_basis="Art. 6 Abs. 1 Buchst. e DSGVO, Art. 32 DSGVO",
        data_class=DataClass.A,
        keep_for=1,
        keep_from="updated_at",
        keep_because="Nur für die Dauer der Zählung, höchstens einen Tag",
    )
    is_audited: ClassVar[bool] = False  # a counter without meaning

    sender = models.CharField(max_length=64)
    times = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("count of messages")
        verbose_name_plural = _("counts of messages")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "sender"], name="one_count_per_sender_and_hour"
            )
        ]
