from datetime import date
from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.personal_data import NO_PERSONAL_DATA, DataClass, PersonalData
from hafen.core.places.models import MunicipalityRow
from hafen.exchange.interpreting.models._appointments import Appointment


class Provider(MunicipalityRow):
    """A professional service to which requests go that nobody here can take."""

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("contact", "email", "phone"),
        purpose="Weitergabe von Dolmetschanfragen an einen Dienstleister",
        legal_basis="Art. 6 Abs. 1 Buchst. b DSGVO",
        data_class=DataClass.P1,
        keep_because="So lange die Zusammenarbeit besteht; die Koordination löscht",
    )

    name = models.CharField(max_length=160)
    contact = models.CharField(_("Contact person"), max_length=120, blank=True)
    email = models.EmailField()
    phone = models.CharField(max_length=40, blank=True)
    # Empty: every language.
    languages = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    conditions = models.TextField(blank=True)
    contract_until = models.DateField(null=True, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("provider of interpreting")
        verbose_name_plural = _("providers of interpreting")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "name"], name="a_provider_has_a_name_of_its_own"
            )
        ]


class Forwarding(MunicipalityRow):
    """A request passed on: what was written, word for word, and the answer."""

    class State(models.TextChoices):
        SENT = "SENT", pgettext_lazy("request passed on", "waiting for an answer")
        ACCEPTED = "ACCEPTED", pgettext_lazy("request passed on", "accepted")
        DECLINED = "DECLINED", pgettext_lazy("request passed on", "declined")

    # Language, time, district and subject: nothing of a person.
    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    appointment = LocalForeignKey(
        Appointment, on_delete=models.CASCADE, related_name="forwardings"
    )
    provider = LocalForeignKey(
        Provider, on_delete=models.PROTECT, related_name="forwardings"
    )
    text = models.TextField()
    state = models.CharField(max_length=8, choices=State, default=State.SENT)
    sent_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("request passed on")
        verbose_name_plural = _("requests passed on")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "appointment"],
                condition=~Q(state="DECLINED"),
                name="an_appointment_is_with_one_provider",
            )
        ]

    @property
    def is_sent(self) -> bool:
        return self.state == self.State.SENT


class WantedQuerySet(models.QuerySet["Wanted"]):
    def on(self, day: date) -> Self:
        return self.filter(published_on__lte=day, until__gte=day)


class Wanted(MunicipalityRow):
    """A public call for interpreters of a language."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    language = models.CharField(max_length=12)
    # How many requests nobody could take when the call was made.
    unmet = models.PositiveIntegerField(default=0)
    published_on = models.DateField()
    until = models.DateField()

    objects = WantedQuerySet.as_manager()

    class Meta:
        verbose_name = _("public call for interpreters")
        verbose_name_plural = _("public calls for interpreters")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "language"],
                name="a_language_is_called_for_once",
            ),
            models.CheckConstraint(
                name="a_call_ends_after_it_begins",
                condition=Q(until__gte=F("published_on")),
            ),
        ]
