from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.casework.cases.models import Client, Household
from hafen.casework.consultations.models._appointments import Appointment
from hafen.casework.consultations.models._plan import DeskHour
from hafen.core.db.fields import LocalForeignKey, LocalOneToOneField
from hafen.core.db.personal_data import AtEnd, DataClass, PersonalData
from hafen.core.places.models import MunicipalityRow, Site
from hafen.network.contacts.models import Contact

_LAW = "Art. 6 Abs. 1 Buchst. e DSGVO"
_THREE_YEARS = "Drei Jahre wie der Kontakt, für den Vergleich der Jahre"


class VisitQuerySet(models.QuerySet["Visit"]):
    def waiting(self) -> Self:
        return self.filter(state=Visit.State.WAITING)

    def called(self) -> Self:
        return self.filter(state=Visit.State.CALLED)


class Visit(MunicipalityRow):
    """Somebody came to the open consultation hour and got a number of the day.

    Nobody is named here. Who came stands in `Visitor`, for those who may read it;
    what was done stands in the contact.
    """

    class State(models.TextChoices):
        WAITING = "WAITING", pgettext_lazy("visit", "waits")
        CALLED = "CALLED", pgettext_lazy("visit", "is being advised")
        DONE = "DONE", pgettext_lazy("visit", "was advised")
        LEFT = "LEFT", pgettext_lazy("visit", "left before")

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("called_by",),
        purpose="Warteliste und Auslastung der offenen Sprechstunde",
        legal_basis=_LAW,
        data_class=DataClass.P1,
        keep_for=3 * 365,
        keep_from="day",
        keep_because=f"{_THREE_YEARS}; danach bleibt die Zählung",
        subject="called_by",
        at_end=AtEnd.ANONYMISE,
    )

    site = LocalForeignKey(
        Site, on_delete=models.PROTECT, related_name="+", verbose_name=_("site")
    )
    day = models.DateField(_("day"))
    number = models.PositiveSmallIntegerField(_("number"))
    language = models.CharField(_("language"), max_length=12, blank=True)
    topic = models.CharField(_("topic"), max_length=60, blank=True)
    # Whom of the plan somebody waits for; empty: whoever is free.
    wanted = LocalForeignKey(
        DeskHour, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    state = models.CharField(
        _("state"), max_length=8, choices=State, default=State.WAITING
    )
    came_at = models.DateTimeField(_("came at"))
    called_at = models.DateTimeField(_("called at"), null=True)
    called_by = LocalForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        verbose_name=_("called by"),
    )
    ended_at = models.DateTimeField(_("ended at"), null=True)
    contact = LocalOneToOneField(
        Contact, on_delete=models.SET_NULL, related_name="+", null=True
    )
    # Came at an arranged time; empty: without one.
    appointment = LocalOneToOneField(
        Appointment, on_delete=models.SET_NULL, related_name="visit", null=True
    )

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("visit to a consultation hour")
        verbose_name_plural = _("visits to consultation hours")
        constraints = [
            models.UniqueConstraint(
                fields=["site", "day", "number"], name="one_visit_per_number_of_a_day"
            ),
            models.UniqueConstraint(
                fields=["called_by"],
                condition=Q(state="CALLED"),
                name="an_adviser_has_one_number_at_a_time",
            ),
            models.CheckConstraint(
                name="a_visit_is_called_before_it_ends",
                condition=Q(
                    state="WAITING", called_at__isnull=True, ended_at__isnull=True
                )
                | Q(state="CALLED", called_at__isnull=False, ended_at__isnull=True)
                | Q(state="DONE", called_at__isnull=False, ended_at__isnull=False)
                | Q(state="LEFT", ended_at__isnull=False),
            ),
            models.CheckConstraint(
                name="nobody_is_called_before_coming",
                condition=Q(called_at__isnull=True) | Q(called_at__gte=F("came_at")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "site", "day", "state"],
                name="visits_of_a_day",
            )
        ]

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.WAITING

    @property
    def is_called(self) -> bool:
        return self.state == self.State.CALLED

    @property
    def is_done(self) -> bool:
        return self.state == self.State.DONE

    @property
    def waited_minutes(self) -> int | None:
        if self.called_at is None:
            return None
        return int((self.called_at - self.came_at).total_seconds() // 60)


class Visitor(MunicipalityRow):
    """Who of casework came, or was spoken with: the link from a file to a contact.

    Casework alone knows it. It names an appointment, a visit, or else a contact
    beside the consultation hours. Where only the household is known, `client` is
    empty; whoever stays without a name has no row at all.
    """

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("client", "household", "day"),
        purpose="Begleitung von Ratsuchenden und Zählung verschiedener Personen",
        legal_basis="Art. 6 Abs. 1 Buchst. e DSGVO; § 35 SGB I, §§ 67a ff. SGB X",
        data_class=DataClass.C1,
        keep_for=3 * 365,
        keep_from="day",
        keep_because="Drei Jahre wie der Kontakt, längstens so lange wie die Akte",
        subject="client",
        shared_by="household",
    )
    visible_with: ClassVar[str] = "household"

    household = LocalForeignKey(Household, on_delete=models.CASCADE, related_name="+")
    client = LocalForeignKey(
        Client, on_delete=models.CASCADE, related_name="+", null=True, blank=True
    )
    day = models.DateField(_("day"))
    visit = LocalOneToOneField(
        Visit, on_delete=models.CASCADE, related_name="visitor", null=True
    )
    contact = LocalOneToOneField(
        Contact, on_delete=models.CASCADE, related_name="+", null=True
    )
    appointment = LocalOneToOneField(
        Appointment, on_delete=models.CASCADE, related_name="visitor", null=True
    )

    class Meta:
        verbose_name = _("visitor known to casework")
        verbose_name_plural = _("visitors known to casework")
        constraints = [
            models.CheckConstraint(
                name="a_visitor_came_or_was_spoken_with_elsewhere",
                condition=Q(
                    visit__isnull=True, appointment__isnull=True, contact__isnull=False
                )
                | Q(visit__isnull=False, contact__isnull=True)
                | Q(appointment__isnull=False, contact__isnull=True),
            )
        ]
        indexes = [
            models.Index(fields=["municipality", "day"], name="visitors_by_day"),
            models.Index(fields=["household", "-day"], name="visitors_of_households"),
        ]

    @property
    def talk(self) -> Contact | None:
        """What was recorded; nothing yet while the visit goes on."""
        return self.visit.contact if self.visit else self.contact

    @property
    def name(self) -> str:
        return self.client.name if self.client else self.household.name
