"""Who may come, and how many came: never who."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hafen.core.db.fields import LocalForeignKey, LocalOneToOneField
from hafen.core.db.personal_data import NO_PERSONAL_DATA, PersonalData
from hafen.core.places.models import MunicipalityRow
from hafen.information.directory.models._services import Service
from hafen.mechanisms.bookings.models import Registration
from hafen.mechanisms.questions.models import Questionnaire


class Level(models.TextChoices):
    """German by the Common European Framework; A0 is none yet."""

    A0 = "A0", _("A0 (no German yet)")
    A1 = "A1", "A1"
    A2 = "A2", "A2"
    B1 = "B1", "B1"
    B2 = "B2", "B2"
    C1 = "C1", "C1"
    C2 = "C2", "C2"


class Condition(MunicipalityRow):
    """Who may come, so that a machine can check it; ages stand in the service.

    `values` are codes: of `residence` terms, of districts, or one level that
    is needed at least. Any of them is enough.
    """

    class Kind(models.TextChoices):
        RESIDENCE = "RESIDENCE", _("residence status")
        LEVEL = "LEVEL", _("German at least")
        DISTRICT = "DISTRICT", _("lives in the district")

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    service = LocalForeignKey(
        Service, on_delete=models.CASCADE, related_name="conditions"
    )
    kind = models.CharField(max_length=12, choices=Kind)
    values = ArrayField(models.CharField(max_length=60))
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("condition of an offer")
        verbose_name_plural = _("conditions of offers")
        constraints = [
            models.UniqueConstraint(
                fields=["service", "kind"], name="one_condition_per_service_and_kind"
            )
        ]


class VisitCount(MunicipalityRow):
    """How many came on a day; numbers only."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    service = LocalForeignKey(Service, on_delete=models.CASCADE, related_name="visits")
    day = models.DateField()
    guests = models.PositiveIntegerField()
    newcomers = models.PositiveIntegerField(null=True, blank=True)
    volunteers = models.PositiveIntegerField(null=True, blank=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("number of visitors")
        verbose_name_plural = _("numbers of visitors")
        constraints = [
            models.UniqueConstraint(
                fields=["service", "day"], name="one_count_per_service_and_day"
            ),
            models.CheckConstraint(
                name="no_more_newcomers_than_guests",
                condition=Q(newcomers__isnull=True) | Q(newcomers__lte=F("guests")),
            ),
        ]


class Progress(MunicipalityRow):
    """German of a participant before and after a course; the name is elsewhere."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    service = LocalForeignKey(
        Service, on_delete=models.CASCADE, related_name="progress"
    )
    registration = LocalOneToOneField(
        Registration, on_delete=models.CASCADE, related_name="progress"
    )
    before = models.CharField(max_length=2, choices=Level, blank=True)
    after = models.CharField(max_length=2, choices=Level, blank=True)

    class Meta:
        verbose_name = _("progress in a course")
        verbose_name_plural = _("progress in courses")


class Course(MunicipalityRow):
    """What a course or training has beyond an offer; the service has its places."""

    class Type(models.TextChoices):
        ORIENTATION = "ORIENTATION", _("first orientation")
        LITERACY = "LITERACY", _("literacy")
        INTEGRATION = "INTEGRATION", _("integration course")
        WORK = "WORK", _("German for work")
        CONVERSATION = "CONVERSATION", _("conversation")
        OTHER = "OTHER", _("other course")

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    service = LocalOneToOneField(
        Service, on_delete=models.CASCADE, related_name="course"
    )
    type = models.CharField(max_length=12, choices=Type, default=Type.OTHER)
    # Empty for a training that is none of German.
    level_from = models.CharField(max_length=2, choices=Level, blank=True)
    level_to = models.CharField(max_length=2, choices=Level, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    starts = models.TimeField(null=True, blank=True)
    # Whether people register themselves on the public page, and how.
    takes_registrations = models.BooleanField(default=False)
    closes_on = models.DateField(null=True, blank=True)
    waiting_places = models.PositiveIntegerField(null=True, blank=True)
    needs_approval = models.BooleanField(default=False)
    offer_hours = models.PositiveSmallIntegerField(default=48)
    is_volunteer = models.BooleanField(default=False)
    has_childcare = models.BooleanField(default=False)
    # What the public form asks beyond the person.
    questionnaire = LocalForeignKey(
        Questionnaire,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="courses",
        editable=False,
    )

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        constraints = [
            models.CheckConstraint(
                name="course_leads_upwards",
                condition=Q(level_to__gte=F("level_from")),
            ),
            models.CheckConstraint(
                name="course_ends_after_it_starts",
                condition=Q(ends_on__isnull=True)
                | Q(starts_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
            ),
        ]
