from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import F, Q
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.personal_data import (
    NO_PERSONAL_DATA,
    DataClass,
    OnErasure,
    PersonalData,
)
from hafen.core.places.models import District, MunicipalityRow
from hafen.exchange.allowances.models import Claim
from hafen.exchange.interpreting.models._institutions import Institution
from hafen.exchange.interpreting.models._people import Interpreter
from hafen.exchange.interpreting.models._vouchers import Voucher
from hafen.exchange.interpreting.models._words import (
    HEAVY,
    Direction,
    Mode,
    Pressing,
    Subject,
    Urgency,
)
from hafen.exchange.pool.models import Gender, Level

Span = tuple[datetime, datetime]
_LAW = "Art. 6 Abs. 1 Buchst. b und e DSGVO"


class Series(MunicipalityRow):
    """Appointments that belong together; each of them can be changed alone."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    every_weeks = models.PositiveSmallIntegerField(default=1)
    count = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = _("series")
        constraints = [
            models.CheckConstraint(
                name="a_series_has_two_to_fifty_two_dates",
                condition=Q(every_weeks__range=(1, 8), count__range=(2, 52)),
            )
        ]


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def open(self) -> Self:
        return self.filter(state=Appointment.State.OPEN)

    def confirmed(self) -> Self:
        return self.filter(state=Appointment.State.CONFIRMED)

    def by_urgency(self) -> Self:
        return self.order_by("urgency", "starts_at", "id")


class Appointment(MunicipalityRow):
    """One job for an interpreter, without a word about who needs it."""

    class State(models.TextChoices):
        OPEN = "OPEN", pgettext_lazy("appointment", "open")
        CONFIRMED = "CONFIRMED", pgettext_lazy("appointment", "settled")
        DONE = "DONE", pgettext_lazy("appointment", "has taken place")
        ABSENT = "ABSENT", pgettext_lazy("appointment", "somebody did not come")
        CANCELLED = "CANCELLED", pgettext_lazy("appointment", "called off")
        UNMET = "UNMET", pgettext_lazy("appointment", "nobody found")
        FORWARDED = "FORWARDED", pgettext_lazy("appointment", "passed on")

    class Outcome(models.TextChoices):
        HELD = "HELD", _("took place")
        NO_CLIENT = "NO_CLIENT", _("the client did not come")
        NO_INTERPRETER = "NO_INTERPRETER", _("the interpreter did not come")

    class Proof(models.TextChoices):
        LINK = "LINK", _("by link")
        PAPER = "PAPER", _("on paper")
        DESK = "DESK", _("noted by the desk")

    class Mark(models.TextChoices):
        GOOD = "GOOD", _("it went well")
        BAD = "BAD", _("it did not go well")

    class Trouble(models.TextChoices):
        """What went wrong, roughly; the desk asks by telephone."""

        LATE = "LATE", _("came late, or left early")
        WORDS = "WORDS", _("people did not understand each other")
        MANNER = "MANNER", _("the manner of somebody")
        PLACE = "PLACE", _("place, time or subject were other than agreed")
        HEAVY = "HEAVY", _("it weighed heavily")
        OTHER = "OTHER", pgettext_lazy("trouble at an appointment", "something else")

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("place", "contact", "contact_phone", "hint", "code", "interpreter"),
        purpose="Vermittlung und Abrechnung eines Dolmetscheinsatzes",
        legal_basis=_LAW,
        data_class=DataClass.V1,
        keep_for=730,
        keep_from="closed_at",
        keep_because="Zwei Jahre nach dem Ende, für Rückfragen und die Jahreszahlen",
        subject="interpreter__offer__helper",
        on_erasure=OnErasure.DETACH,
    )

    institution = LocalForeignKey(
        Institution, on_delete=models.PROTECT, related_name="appointments"
    )
    language = models.CharField(max_length=12)
    dialect = models.CharField(max_length=40, blank=True)
    level = models.PositiveSmallIntegerField(choices=Level, default=Level.GOOD)
    # Of written work; a talk goes both ways.
    direction = models.CharField(
        max_length=4, choices=Direction, default=Direction.BOTH
    )
    mode = models.CharField(max_length=9, choices=Mode, default=Mode.ON_SITE)
    subject = models.CharField(max_length=10, choices=Subject)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    # Up to two more dates that would do, as pairs of instants.
    alternatives = models.JSONField(default=list, blank=True)
    place = models.CharField(_("Place, or number to dial"), max_length=200, blank=True)
    district = LocalForeignKey(
        District, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    latitude = models.FloatField(null=True, editable=False)
    longitude = models.FloatField(null=True, editable=False)
    contact = models.CharField(_("Contact person"), max_length=120, blank=True)
    contact_phone = models.CharField(_("Telephone there"), max_length=40, blank=True)
    hint = models.CharField(_("How to find you"), max_length=160, blank=True)
    gender_wish = models.CharField(max_length=6, choices=Gender, blank=True, default="")
    # The institution's own mark for the same client, so that the same person comes.
    code = models.CharField(_("Your code for the client"), max_length=20, blank=True)
    urgency = models.CharField(max_length=8, choices=Urgency, default=Urgency.NORMAL)
    # Set where somebody calls it urgent, and not the calendar alone.
    pressing = models.CharField(
        _("Why it is urgent"), max_length=10, choices=Pressing, blank=True, default=""
    )
    requested_by = LocalForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
    )
    series = LocalForeignKey(
        Series,
        on_delete=models.PROTECT,
        related_name="appointments",
        null=True,
        blank=True,
    )
    state = models.CharField(
        max_length=9, choices=State, default=State.OPEN, editable=False
    )
    interpreter = LocalForeignKey(
        Interpreter,
        on_delete=models.SET_NULL,
        related_name="appointments",
        null=True,
        editable=False,
    )
    buffer_minutes = models.PositiveSmallIntegerField(default=0, editable=False)
    # What nobody else can have of the interpreter's time; the buffer is in it.
    blocked = DateTimeRangeField(null=True, editable=False)
    confirmed_at = models.DateTimeField(null=True, editable=False)
    confirmed_by = LocalForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        editable=False,
    )
    closed_at = models.DateTimeField(null=True, editable=False)
    # Counts the invitations: calendars take the highest (RFC 5545 SEQUENCE).
    sequence = models.PositiveIntegerField(default=0, editable=False)
    began_at = models.DateTimeField(null=True, editable=False)
    finished_at = models.DateTimeField(null=True, editable=False)
    outcome = models.CharField(
        max_length=14, choices=Outcome, blank=True, default="", editable=False
    )
    proof = models.CharField(
        max_length=5, choices=Proof, blank=True, default="", editable=False
    )
    metres = models.PositiveIntegerField(null=True, editable=False)
    way_minutes = models.PositiveSmallIntegerField(null=True, editable=False)
    strokes = models.PositiveIntegerField(default=0, editable=False)
    notice_hours = models.PositiveSmallIntegerField(null=True, editable=False)
    claim = LocalForeignKey(
        Claim,
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        editable=False,
    )
    # The papers on which it stands; none yet, or taken back.
    statement = LocalForeignKey(
        Voucher, on_delete=models.SET_NULL, related_name="+", null=True, editable=False
    )
    invoice = LocalForeignKey(
        Voucher, on_delete=models.SET_NULL, related_name="+", null=True, editable=False
    )
    fee_cents = models.PositiveIntegerField(default=0, editable=False)
    institution_mark = models.CharField(
        max_length=4, choices=Mark, blank=True, default="", editable=False
    )
    interpreter_mark = models.CharField(
        max_length=4, choices=Mark, blank=True, default="", editable=False
    )

    institution_trouble = models.CharField(
        max_length=6, choices=Trouble, blank=True, default="", editable=False
    )
    interpreter_trouble = models.CharField(
        max_length=6, choices=Trouble, blank=True, default="", editable=False
    )

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("appointment with an interpreter")
        verbose_name_plural = _("appointments with interpreters")
        constraints = [
            models.CheckConstraint(
                name="an_appointment_ends_after_it_starts",
                condition=Q(ends_at__gt=F("starts_at")),
            ),
            models.CheckConstraint(
                name="a_settled_appointment_has_an_interpreter",
                condition=~Q(state="CONFIRMED")
                | (
                    Q(interpreter__isnull=False)
                    & (Q(mode="written") | Q(blocked__isnull=False))
                ),
            ),
            models.CheckConstraint(
                name="an_appointment_says_when_it_was_closed",
                condition=Q(
                    state__in=["OPEN", "CONFIRMED", "FORWARDED"], closed_at__isnull=True
                )
                | (
                    ~Q(state__in=["OPEN", "CONFIRMED", "FORWARDED"])
                    & Q(closed_at__isnull=False)
                ),
            ),
            ExclusionConstraint(
                name="an_interpreter_is_at_one_place_at_a_time",
                expressions=[("interpreter", "="), ("blocked", "&&")],
                condition=Q(blocked__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "state", "urgency", "starts_at"],
                name="appointments_listed",
            ),
            models.Index(
                fields=["municipality", "interpreter", "starts_at"],
                name="appointments_of_interpreters",
            ),
            models.Index(
                fields=["municipality", "institution", "-starts_at"],
                name="appointments_of_institutions",
            ),
        ]

    @property
    def spans(self) -> list[Span]:
        """The date, and the others that would do."""
        others = [(parse_datetime(a), parse_datetime(b)) for a, b in self.alternatives]
        kept = [(a, b) for a, b in others if a is not None and b is not None]
        return [(self.starts_at, self.ends_at), *kept]

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at).total_seconds() // 60)

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def is_confirmed(self) -> bool:
        return self.state == self.State.CONFIRMED

    @property
    def is_done(self) -> bool:
        return self.state == self.State.DONE

    @property
    def is_forwarded(self) -> bool:
        return self.state == self.State.FORWARDED

    @property
    def is_over(self) -> bool:
        return self.closed_at is not None

    @property
    def is_living(self) -> bool:
        return self.closed_at is None

    @property
    def is_written(self) -> bool:
        return self.mode == Mode.WRITTEN

    @property
    def is_on_site(self) -> bool:
        return self.mode == Mode.ON_SITE

    @property
    def is_urgent(self) -> bool:
        return self.urgency == Urgency.URGENT and self.is_living

    @property
    def is_heavy(self) -> bool:
        return self.subject in HEAVY
