from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.personal_data import NO_PERSONAL_DATA, PersonalData
from hafen.core.places.models import MunicipalityRow
from hafen.information.directory.models._places import ServiceAtLocation
from hafen.information.directory.models._services import Service


class Schedule(MunicipalityRow):
    """Recurring hours of a service, everywhere or at one of its locations.

    The times are those on the clock of the zone; without them it is by
    appointment. What a rule means says `hafen.information.directory.schedules`.
    """

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    service = LocalForeignKey(
        Service, on_delete=models.CASCADE, related_name="schedules"
    )
    at = LocalForeignKey(
        ServiceAtLocation,
        on_delete=models.CASCADE,
        related_name="schedules",
        null=True,
        blank=True,
    )
    rrule = models.CharField(_("rule"), max_length=200)
    opens_at = models.TimeField(_("opens at"), null=True, blank=True)
    closes_at = models.TimeField(_("closes at"), null=True, blank=True)
    zone = models.CharField(_("time zone"), max_length=40, default="Europe/Berlin")
    valid_from = models.DateField(_("from"), null=True, blank=True)
    valid_until = models.DateField(_("until"), null=True, blank=True)
    closed_on_holidays = models.BooleanField(_("closed on holidays"), default=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("opening hours")
        verbose_name_plural = _("opening hours")
        constraints = [
            models.CheckConstraint(
                name="schedule_has_both_times_or_none",
                condition=Q(opens_at__isnull=True, closes_at__isnull=True)
                | Q(opens_at__isnull=False, closes_at__isnull=False),
            ),
            models.CheckConstraint(
                name="schedule_ends_after_it_starts",
                condition=Q(valid_until__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_until__gte=F("valid_from")),
            ),
        ]

    @property
    def is_by_appointment(self) -> bool:
        return self.opens_at is None


class ScheduleException(MunicipalityRow):
    """One day that differs; without hours it is closed."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    schedule = LocalForeignKey(
        Schedule, on_delete=models.CASCADE, related_name="exceptions"
    )
    day = models.DateField(_("day"))
    opens_at = models.TimeField(_("opens at"), null=True, blank=True)
    closes_at = models.TimeField(_("closes at"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("day with other hours")
        verbose_name_plural = _("days with other hours")
        constraints = [
            models.UniqueConstraint(
                fields=["schedule", "day"], name="one_exception_per_schedule_and_day"
            ),
            models.CheckConstraint(
                name="changed_day_has_both_times_or_none",
                condition=Q(opens_at__isnull=True, closes_at__isnull=True)
                | Q(opens_at__isnull=False, closes_at__isnull=False),
            ),
        ]


class ServiceOpening(MunicipalityRow):
    """One opening of the next weeks, written out from the schedules.

    Derived: it lets the database filter "open now" and find the next change
    among any number of services. Laid anew with each change and each night.
    """

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA
    is_audited: ClassVar[bool] = False

    service = LocalForeignKey(
        Service, on_delete=models.CASCADE, related_name="openings"
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        verbose_name = _("opening")
        verbose_name_plural = _("openings")
        constraints = [
            models.CheckConstraint(
                name="opening_ends_after_it_starts",
                condition=Q(ends_at__gt=F("starts_at")),
            )
        ]
        indexes = [
            models.Index(
                fields=["municipality", "starts_at"], name="openings_by_start"
            ),
            models.Index(fields=["municipality", "ends_at"], name="openings_by_end"),
        ]
