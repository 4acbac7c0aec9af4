from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.personal_data import DataClass, PersonalData
from hafen.core.places.models import MunicipalityRow
from hafen.exchange.interpreting.models._appointments import Appointment
from hafen.exchange.interpreting.models._people import Interpreter

_LAW = "Art. 6 Abs. 1 Buchst. b und e DSGVO"


class Call(MunicipalityRow):
    """An interpreter asked for an appointment, and what was answered."""

    class State(models.TextChoices):
        ASKED = "ASKED", pgettext_lazy("asked for an appointment", "asked")
        ACCEPTED = "ACCEPTED", pgettext_lazy("asked for an appointment", "can come")
        DECLINED = "DECLINED", pgettext_lazy("asked for an appointment", "cannot come")
        EXPIRED = "EXPIRED", pgettext_lazy("asked for an appointment", "no answer")
        CHOSEN = "CHOSEN", pgettext_lazy("asked for an appointment", "comes")
        TAKEN = (
            "TAKEN",
            pgettext_lazy("asked for an appointment", "somebody else comes"),
        )
        WITHDRAWN = (
            "WITHDRAWN",
            pgettext_lazy("asked for an appointment", "no longer needed"),
        )

    class Reason(models.TextChoices):
        NO_TIME = "NO_TIME", _("no time")
        TOO_FAR = "TOO_FAR", _("too far away")
        SUBJECT = "SUBJECT", _("not this subject")
        CONFLICT = "CONFLICT", _("knows the people involved")
        OTHER = "OTHER", pgettext_lazy("reason", "another reason")

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("interpreter", "reason"),
        purpose="Nachweis, wer gefragt wurde und was die Antwort war",
        legal_basis=_LAW,
        data_class=DataClass.V1,
        keep_because="So lange wie der Einsatz, zu dem gefragt wurde",
        subject="interpreter__offer__helper",
    )

    appointment = LocalForeignKey(
        Appointment, on_delete=models.CASCADE, related_name="calls"
    )
    interpreter = LocalForeignKey(
        Interpreter, on_delete=models.CASCADE, related_name="calls"
    )
    state = models.CharField(max_length=9, choices=State, default=State.ASKED)
    points = models.IntegerField(default=0)
    asked_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    # Which of the dates: 0 is the first one.
    chosen = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=8, choices=Reason, blank=True, default="")
    # What somebody said on the telephone, noted by the desk.
    is_on_behalf = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("question to an interpreter")
        verbose_name_plural = _("questions to interpreters")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "appointment", "interpreter"],
                name="an_interpreter_is_asked_once_for_an_appointment",
            ),
            models.UniqueConstraint(
                fields=["municipality", "appointment"],
                condition=Q(state="CHOSEN"),
                name="one_interpreter_comes",
            ),
            models.CheckConstraint(
                name="who_was_asked_has_answered_at_some_moment",
                condition=~Q(state__in=["ACCEPTED", "DECLINED", "CHOSEN"])
                | Q(answered_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "answer_by"],
                condition=Q(state="ASKED"),
                name="interpreters_unanswered",
            )
        ]

    @property
    def is_asked(self) -> bool:
        return self.state == self.State.ASKED

    @property
    def has_accepted(self) -> bool:
        return self.state == self.State.ACCEPTED

    @property
    def has_declined(self) -> bool:
        return self.state == self.State.DECLINED

    @property
    def is_chosen(self) -> bool:
        return self.state == self.State.CHOSEN

    @property
    def was_taken(self) -> bool:
        return self.state == self.State.TAKEN

    @property
    def is_expired(self) -> bool:
        return self.state == self.State.EXPIRED
