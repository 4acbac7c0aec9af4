from collections.abc import Collection
from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.core.db.fields import LocalForeignKey, LocalOneToOneField
from hafen.core.db.identifiers import short_id
from hafen.core.db.personal_data import DataClass, PersonalData
from hafen.core.places.models import MunicipalityRow, Site
from hafen.exchange.interpreting.models import Appointment as Interpreting

_LAW = "Art. 6 Abs. 1 Buchst. e DSGVO"


class Appointment(MunicipalityRow):
    """A time that was arranged with an adviser, with an interpreter where needed.

    Who comes stands in `Visitor`; whoever stays without a name comes by the code.
    One that was asked for online takes its time from the first moment on.
    """

    class State(models.TextChoices):
        HELD = "HELD", pgettext_lazy("appointment by arrangement", "mail not confirmed")
        ASKED = "ASKED", pgettext_lazy("appointment by arrangement", "asked for")
        ARRANGED = "ARRANGED", pgettext_lazy("appointment by arrangement", "arranged")
        CAME = "CAME", pgettext_lazy("appointment by arrangement", "came")
        MISSED = "MISSED", pgettext_lazy("appointment by arrangement", "did not come")
        OFF = "OFF", pgettext_lazy("appointment by arrangement", "called off")

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("adviser",),
        purpose="Beratung nach Vereinbarung",
        legal_basis=_LAW,
        data_class=DataClass.P1,
        keep_for=365,
        keep_from="ends_at",
        keep_because="Ein Jahr nach dem Termin, für Rückfragen",
        subject="adviser",
    )

    site = LocalForeignKey(
        Site, on_delete=models.PROTECT, related_name="+", verbose_name=_("site")
    )
    adviser = LocalForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("adviser"),
    )
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    topic = models.CharField(_("topic"), max_length=60, blank=True)
    language = models.CharField(_("language"), max_length=12, blank=True)
    code = models.CharField(max_length=12, default=short_id, editable=False)
    state = models.CharField(max_length=8, choices=State, default=State.ARRANGED)
    interpreting = LocalForeignKey(
        Interpreting, on_delete=models.SET_NULL, related_name="+", null=True
    )
    reminded_on = models.DateField(null=True)
    is_online = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("appointment by arrangement")
        verbose_name_plural = _("appointments by arrangement")
        constraints = [
            models.CheckConstraint(
                name="an_arranged_time_ends_after_it_starts",
                condition=Q(ends_at__gt=F("starts_at")),
            ),
            ExclusionConstraint(
                name="an_adviser_has_one_appointment_at_a_time",
                expressions=[
                    ("adviser", "="),
                    (Func("starts_at", "ends_at", function="TSTZRANGE"), "&&"),
                ],
                condition=Q(state__in=("HELD", "ASKED", "ARRANGED")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "starts_at"], name="arranged_appointments"
            )
        ]

    @property
    def is_arranged(self) -> bool:
        return self.state == self.State.ARRANGED

    @property
    def is_held(self) -> bool:
        return self.state == self.State.HELD

    @property
    def is_asked(self) -> bool:
        return self.state == self.State.ASKED

    @property
    def is_coming(self) -> bool:
        """Whether somebody is to come, whom the desk may not have answered yet."""
        return self.is_asked or self.is_arranged

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at).total_seconds() // 60)

    def needs_interpreter(self, spoken: Collection[str]) -> bool:
        """Whether nobody interprets yet for somebody whom the adviser may not
        understand.

        :param spoken: what the adviser speaks besides the language of the house
        """
        booked = self.interpreting
        is_foreign = self.language not in {"", self.municipality.default_language}
        has_one = booked is not None and booked.is_living
        wants = is_foreign and self.language not in spoken
        return self.is_coming and wants and not has_one

    @property
    def is_living(self) -> bool:
        return self.state in LIVING

    @property
    def is_missed(self) -> bool:
        return self.state == self.State.MISSED


# What takes the time of an adviser.
LIVING = tuple(
    state.value
    for state in (
        Appointment.State.HELD,
        Appointment.State.ASKED,
        Appointment.State.ARRANGED,
    )
)


class OnlineRequest(MunicipalityRow):
    """By which mail somebody without an account asked for an appointment.

    No name, and nothing of the matter: the desk knows the person by the code.
    """

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("email",),
        purpose="Terminvereinbarung ohne Konto: Bestätigung, Erinnerung, Absage",
        legal_basis=_LAW,
        data_class=DataClass.C1,
        keep_for=0,
        keep_from="shred_on",
        keep_because="Eine Woche nach dem Termin, für Rückfragen",
        subject="email",
    )

    appointment = LocalOneToOneField(
        Appointment, on_delete=models.CASCADE, related_name="online"
    )
    email = models.EmailField(_("e-mail address"))
    # Of the page that was filled in, and so of the mails.
    language = models.CharField(max_length=12)
    # Until when the time waits for the link in the mail.
    held_until = models.DateTimeField()
    shred_on = models.DateField()

    class Meta:
        verbose_name = _("request for an appointment")
        verbose_name_plural = _("requests for appointments")
        indexes = [
            models.Index(
                fields=["municipality", "email"], name="requests_of_an_address"
            )
        ]

    def is_late(self, now: datetime) -> bool:
        return self.appointment.is_held and self.held_until <= now
