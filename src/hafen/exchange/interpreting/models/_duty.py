from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.personal_data import NO_PERSONAL_DATA, DataClass, PersonalData
from hafen.core.places.models import MunicipalityRow
from hafen.exchange.interpreting.models._appointments import Appointment
from hafen.exchange.interpreting.models._institutions import Institution
from hafen.exchange.interpreting.models._people import Interpreter


class DutySlot(MunicipalityRow):
    """A consultation hour in which interpreters of some languages are present."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    institution = LocalForeignKey(
        Institution, on_delete=models.PROTECT, related_name="duty_slots"
    )
    weekday = models.PositiveSmallIntegerField()
    begins = models.TimeField()
    ends = models.TimeField()
    languages = ArrayField(models.CharField(max_length=12))
    first_day = models.DateField()
    last_day = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("consultation hour with interpreters")
        verbose_name_plural = _("consultation hours with interpreters")
        constraints = [
            models.CheckConstraint(
                name="a_consultation_hour_ends_after_it_begins",
                condition=Q(ends__gt=F("begins"), weekday__lte=6)
                & (Q(last_day__isnull=True) | Q(last_day__gte=F("first_day"))),
            )
        ]


class Duty(MunicipalityRow):
    """Who is present at a consultation hour on a day; the time is an appointment."""

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("appointment",),
        purpose="Dienstplan der Sprechstunden",
        legal_basis="Art. 6 Abs. 1 Buchst. b und e DSGVO",
        data_class=DataClass.V1,
        keep_because="So lange wie der Einsatz, der dazu gehört",
        subject="appointment__interpreter__offer__helper",
    )

    slot = LocalForeignKey(DutySlot, on_delete=models.CASCADE, related_name="duties")
    on = models.DateField()
    appointment = LocalForeignKey(
        Appointment, on_delete=models.CASCADE, related_name="duties"
    )

    class Meta:
        verbose_name = _("duty of an interpreter")
        verbose_name_plural = _("duties of interpreters")
        indexes = [models.Index(fields=["municipality", "on"], name="duties_by_day")]


class WeekPlan(MunicipalityRow):
    """Who goes where in a week, and how good it can be at most.

    It falls into parts that do not touch each other; those that are proven are used
    as a whole, all others are proposals, confirmed one by one.
    """

    class State(models.TextChoices):
        REQUESTED = "REQUESTED", pgettext_lazy("plan", "being computed")
        READY = "READY", pgettext_lazy("plan", "ready")
        USED = "USED", pgettext_lazy("plan", "used")

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    first_day = models.DateField()
    state = models.CharField(max_length=9, choices=State, default=State.REQUESTED)
    requested_by = LocalForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
    )
    computed_at = models.DateTimeField(null=True)
    # Points of the plan, what no plan exceeds, and first come, first served.
    points = models.PositiveIntegerField(default=0)
    bound = models.PositiveIntegerField(default=0)
    greedy = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("plan of a week")
        verbose_name_plural = _("plans of weeks")
        constraints = [
            models.CheckConstraint(
                name="no_plan_has_more_points_than_its_bound",
                condition=Q(points__lte=F("bound")),
            )
        ]

    @property
    def is_ready(self) -> bool:
        return self.state == self.State.READY

    @property
    def is_requested(self) -> bool:
        return self.state == self.State.REQUESTED


class PlannedJob(MunicipalityRow):
    """One appointment of a plan, with whom the plan sends; nobody: nobody fits."""

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("interpreter",),
        purpose="Vorschlag, wer welchen Einsatz übernimmt",
        legal_basis="Art. 6 Abs. 1 Buchst. b und e DSGVO",
        data_class=DataClass.V1,
        keep_because="So lange wie der Einsatz, der dazu gehört",
        subject="interpreter__offer__helper",
    )

    plan = LocalForeignKey(WeekPlan, on_delete=models.CASCADE, related_name="jobs")
    appointment = LocalForeignKey(
        Appointment, on_delete=models.CASCADE, related_name="planned"
    )
    interpreter = LocalForeignKey(
        Interpreter,
        on_delete=models.CASCADE,
        related_name="planned",
        null=True,
        blank=True,
    )
    points = models.PositiveIntegerField(default=0)
    # Term or rule, and its points or count: what speaks for the pair, or what is
    # missing where nobody fits.
    why = models.JSONField(default=list)
    # The desk keeps this pair whatever else changes.
    is_locked = models.BooleanField(default=False)
    # No schedule of the appointments that hang together with it has more points.
    is_proven = models.BooleanField(default=False)
    is_asked = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("job of a plan")
        verbose_name_plural = _("jobs of a plan")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "plan", "appointment"],
                name="an_appointment_stands_once_in_a_plan",
            )
        ]
