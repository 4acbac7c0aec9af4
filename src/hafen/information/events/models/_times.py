from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.personal_data import NO_PERSONAL_DATA, PersonalData
from hafen.core.places.models import MunicipalityRow
from hafen.information.events.models._events import PUBLIC, Event


class DateChange(MunicipalityRow):
    """One date of a series that differs: dropped, called off, moved.

    `is_dropped` means that it was never meant to be a date (EXDATE); a date that
    is called off stays in sight, so that nobody stands before a closed door.
    """

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    event = LocalForeignKey(Event, on_delete=models.CASCADE, related_name="changes")
    day = models.DateField()
    is_dropped = models.BooleanField(default=False)
    is_cancelled = models.BooleanField(default=False)
    new_day = models.DateField(null=True, blank=True)
    starts = models.TimeField(null=True, blank=True)
    ends = models.TimeField(null=True, blank=True)
    place = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["event", "day"], name="one_change_per_event_and_day"
            ),
            models.CheckConstraint(
                name="a_dropped_date_is_not_called_off_too",
                condition=~Q(is_dropped=True, is_cancelled=True),
            ),
        ]


class EventDateQuerySet(models.QuerySet["EventDate"]):
    def public(self) -> Self:
        return self.filter(event__state__in=PUBLIC)

    def ahead(self, now: datetime) -> Self:
        """Keep what has not ended yet."""
        return self.filter(ends_at__gt=now)

    def in_order(self) -> Self:
        return self.order_by("starts_at", "id")

    def once_per_event(self) -> Self:
        """Keep the first of these dates of each event.

        The first one that is called off stays beside it, so that nobody comes in
        vain.
        """
        first = self.order_by("event", "is_cancelled", "starts_at", "id")
        keys = first.distinct("event", "is_cancelled").values("pk")
        return self.filter(pk__in=keys)


class EventDate(MunicipalityRow):
    """One date of an event, worked out from its rule, so that lists need no rule.

    It follows the event at each save and reaches eighteen months ahead; a job
    goes on each night. Only the number of visitors is entered here.
    """

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA
    is_audited: ClassVar[bool] = False  # follows from rows that are

    event = LocalForeignKey(Event, on_delete=models.CASCADE, related_name="dates")
    original_day = models.DateField()
    first_day = models.DateField()
    last_day = models.DateField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    is_all_day = models.BooleanField(default=False)
    is_cancelled = models.BooleanField(default=False)
    is_changed = models.BooleanField(default=False)
    place = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=300, blank=True)
    visitors = models.PositiveIntegerField(null=True, blank=True)

    objects = EventDateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["event", "original_day"], name="one_date_per_event_and_day"
            ),
            models.CheckConstraint(
                name="date_ends_after_it_begins",
                condition=Q(ends_at__gte=F("starts_at")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "starts_at", "id"], name="dates_in_order"
            ),
            models.Index(fields=["municipality", "ends_at"], name="dates_by_end"),
        ]
