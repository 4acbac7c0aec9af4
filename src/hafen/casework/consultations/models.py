from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.casework.cases.models import Client, Household
from hafen.core.db.fields import LocalForeignKey, LocalOneToOneField
from hafen.core.db.identifiers import short_id
from hafen.core.db.personal_data import AtEnd, DataClass, PersonalData
from hafen.core.places.models import MunicipalityRow, Site
from hafen.exchange.interpreting.models import Appointment as Interpreting
from hafen.network.contacts.models import Contact
from hafen.network.organisations.models import Organisation

_LAW = "Art. 6 Abs. 1 Buchst. e DSGVO"
_THREE_YEARS = "Drei Jahre wie der Kontakt, für den Vergleich der Jahre"


class DeskHourQuerySet(models.QuerySet["DeskHour"]):
    def valid(self, day: date) -> Self:
        return self.filter(
            Q(last_day__isnull=True) | Q(last_day__gte=day), first_day__lte=day
        )

    def in_order(self) -> Self:
        return self.order_by("weekday", "begins", "id")


class DeskHour(MunicipalityRow):
    """One adviser sits at a counselling point every week, from a day on.

    An adviser is a colleague with an account, or somebody of a partner by name.
    """

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("adviser", "name"),
        purpose="Wochenplan der Beratung an einem Ort",
        legal_basis=_LAW,
        data_class=DataClass.P1,
        keep_for=365,
        keep_from="last_day",
        keep_because="Ein Jahr nach dem letzten Tag, für Rückfragen zum Plan",
        subject="adviser",
    )

    site = LocalForeignKey(
        Site, on_delete=models.PROTECT, related_name="+", verbose_name=_("site")
    )
    weekday = models.PositiveSmallIntegerField(_("weekday"))
    begins = models.TimeField(_("from"))
    ends = models.TimeField(_("until"))
    adviser = LocalForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("adviser"),
    )
    name = models.CharField(_("adviser of a partner"), max_length=80, blank=True)
    organisation = LocalForeignKey(
        Organisation,
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("organisation"),
    )
    languages = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    topics = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    room = models.CharField(_("room"), max_length=40, blank=True)
    first_day = models.DateField(_("from the day"))
    last_day = models.DateField(_("last day"), null=True, blank=True)

    objects = DeskHourQuerySet.as_manager()

    class Meta:
        verbose_name = _("advice hour in the desk plan")
        verbose_name_plural = _("advice hours in the desk plan")
        constraints = [
            models.CheckConstraint(
                name="an_advice_hour_ends_after_it_begins",
                condition=Q(weekday__lte=6, ends__gt=F("begins"))
                & (Q(last_day__isnull=True) | Q(last_day__gte=F("first_day"))),
            ),
            models.CheckConstraint(
                name="an_advice_hour_names_somebody",
                condition=Q(adviser__isnull=False) | ~Q(name=""),
            ),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "site", "weekday"], name="desk_plan_of_a_site"
            )
        ]

    @property
    def who(self) -> str:
        return self.adviser.name if self.adviser else self.name


class Appointment(MunicipalityRow):
    """A time that was arranged with an adviser, with an interpreter where needed.

    Who comes stands in `Visitor`; whoever stays without a name comes by the code.
    """

    class State(models.TextChoices):
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
                condition=Q(state="ARRANGED"),
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
