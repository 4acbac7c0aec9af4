"""Tasks, their shifts, who signed up, and the hours that were given."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.core.accounts.models import Team
from hafen.core.db.encryption import EncryptedTextField
from hafen.core.db.fields import LocalForeignKey, LocalOneToOneField
from hafen.core.db.personal_data import (
    NO_PERSONAL_DATA,
    DataClass,
    OnErasure,
    PersonalData,
)
from hafen.core.places.models import District, MunicipalityRow, Site
from hafen.exchange.pool.models import Kind
from hafen.exchange.volunteers.models._people import Volunteer
from hafen.exchange.volunteers.models._places import DeploymentProfile, Partner
from hafen.mechanisms.bookings.models import Bookable, Registration


class Task(MunicipalityRow):
    """Something that volunteers do together or in turn; its shifts have places."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    title = models.CharField(max_length=120)
    text = models.TextField(blank=True)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.OTHER)
    partner = LocalForeignKey(
        Partner, on_delete=models.PROTECT, related_name="tasks", null=True, blank=True
    )
    site = LocalForeignKey(
        Site, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    district = LocalForeignKey(
        District, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    profile = LocalForeignKey(
        DeploymentProfile,
        on_delete=models.PROTECT,
        related_name="tasks",
        null=True,
        blank=True,
    )
    skills = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    owner = LocalForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    team = LocalForeignKey(
        Team, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    is_open = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("task of volunteers")
        verbose_name_plural = _("tasks of volunteers")
        constraints = [
            models.CheckConstraint(
                name="a_task_is_not_without_an_owner",
                condition=Q(owner__isnull=False) | Q(team__isnull=False),
            )
        ]


class Shift(MunicipalityRow):
    """One date of a task; its places are those of the bookable."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    task = LocalForeignKey(Task, on_delete=models.CASCADE, related_name="shifts")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    places = models.PositiveSmallIntegerField(default=1)
    bookable = LocalOneToOneField(
        Bookable, on_delete=models.PROTECT, related_name="+", null=True
    )

    class Meta:
        verbose_name = _("shift")
        verbose_name_plural = _("shifts")
        constraints = [
            models.CheckConstraint(
                name="a_shift_ends_after_it_starts",
                condition=Q(ends_at__gt=F("starts_at")),
            )
        ]
        indexes = [
            models.Index(fields=["municipality", "starts_at"], name="shifts_by_day")
        ]


class Signup(MunicipalityRow):
    """A volunteer has signed up for a shift; where it stands, says the registration.

    :cvar holds: whether a place was held when it moved last; losing it late
        raises an alarm
    :cvar weight: how it went, by whoever looks after the task; for the desk alone
    """

    class Weight(models.IntegerChoices):
        GLADLY = 1, pgettext_lazy("how a shift went", "gladly again")
        WELL = 0, pgettext_lazy("how a shift went", "well")
        HARDLY = -1, pgettext_lazy("how a shift went", "rather another task")

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("volunteer", "weight", "feedback"),
        purpose="Einteilung in Schichten, und wie sie gelungen sind",
        legal_basis="Art. 6 Abs. 1 Buchst. a DSGVO",
        data_class=DataClass.V1,
        keep_because="So lange wie das Profil der ehrenamtlichen Person",
        subject="volunteer__helper",
    )

    shift = LocalForeignKey(Shift, on_delete=models.CASCADE, related_name="signups")
    volunteer = LocalForeignKey(
        Volunteer, on_delete=models.CASCADE, related_name="signups"
    )
    registration = LocalOneToOneField(
        Registration, on_delete=models.CASCADE, related_name="+"
    )
    holds = models.BooleanField(default=False)
    weight = models.SmallIntegerField(
        _("How it went"), choices=Weight, null=True, blank=True
    )
    feedback = models.CharField(_("In a few words"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("place in a shift")
        verbose_name_plural = _("places in shifts")
        indexes = [
            models.Index(
                fields=["municipality", "volunteer"], name="signups_of_volunteers"
            )
        ]


class Hours(MunicipalityRow):
    """Time that a volunteer gave, within shifts or beside them."""

    class State(models.TextChoices):
        LOGGED = "LOGGED", pgettext_lazy("hours", "to be confirmed")
        APPROVED = "APPROVED", pgettext_lazy("hours", "confirmed")
        REFUSED = "REFUSED", pgettext_lazy("hours", "not confirmed")

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("volunteer", "on", "minutes", "what"),
        purpose="Nachweis des Engagements und Anerkennung",
        legal_basis="Art. 6 Abs. 1 Buchst. a DSGVO",
        data_class=DataClass.V1,
        keep_because="So lange wie das Profil der ehrenamtlichen Person",
        subject="volunteer__helper",
    )

    volunteer = LocalForeignKey(
        Volunteer, on_delete=models.CASCADE, related_name="hours"
    )
    on = models.DateField(_("On which day?"))
    minutes = models.PositiveSmallIntegerField(_("Minutes"))
    what = models.CharField(_("What was done?"), max_length=200)
    shift = LocalForeignKey(
        Shift, on_delete=models.SET_NULL, related_name="hours", null=True, blank=True
    )
    state = models.CharField(max_length=8, choices=State, default=State.LOGGED)
    entered_by = LocalForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
    )
    decided_by = LocalForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
    )
    decided_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("hours of a volunteer")
        verbose_name_plural = _("hours of volunteers")
        constraints = [
            models.CheckConstraint(
                name="hours_fit_into_a_day", condition=Q(minutes__range=(1, 1440))
            ),
            models.UniqueConstraint(
                fields=["municipality", "volunteer", "shift"],
                condition=Q(shift__isnull=False),
                name="a_shift_is_counted_once",
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "state", "on"], name="hours_by_state")
        ]


class Concern(MunicipalityRow):
    """Somebody is worried about a child; only the coordinator reads it."""

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("volunteer", "text", "done_note"),
        purpose="Kinderschutz: Sorge einer ehrenamtlichen Person",
        legal_basis="§ 8a SGB VIII, § 4 KKG",
        data_class=DataClass.C3,
        keep_for=1095,
        keep_from="done_at",
        keep_because="Drei Jahre nach dem Abschluss, für Rückfragen des Jugendamts",
        subject="volunteer__helper",
        on_erasure=OnErasure.KEEP,
    )

    volunteer = LocalForeignKey(
        Volunteer, on_delete=models.SET_NULL, related_name="concerns", null=True
    )
    text = EncryptedTextField()
    owner = LocalForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    done_at = models.DateTimeField(null=True)
    done_note = EncryptedTextField(_("What was done about it"), blank=True, default="")

    class Meta:
        verbose_name = _("concern about a child")
        verbose_name_plural = _("concerns about children")
