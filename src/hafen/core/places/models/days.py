from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.personal_data import NO_PERSONAL_DATA, PersonalData
from hafen.core.places.models.municipality import MunicipalityRow

WEEKDAYS = [
    (0, _("Monday")),
    (1, _("Tuesday")),
    (2, _("Wednesday")),
    (3, _("Thursday")),
    (4, _("Friday")),
    (5, _("Saturday")),
    (6, _("Sunday")),
]


class OpeningHours(MunicipalityRow):
    """A stretch of one weekday on which a site is open, in a period or for good."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    site = LocalForeignKey(
        "places.Site", on_delete=models.CASCADE, related_name="opening_hours"
    )
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=WEEKDAYS)
    opens = models.TimeField(_("from"))
    closes = models.TimeField(_("until"))
    by_appointment = models.BooleanField(_("by appointment only"), default=False)
    note = models.CharField(_("note"), max_length=120, blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    class Meta:
        verbose_name = _("opening hours")
        verbose_name_plural = _("opening hours")
        constraints = [
            models.CheckConstraint(
                name="weekday_is_one_of_seven", condition=Q(weekday__lte=6)
            ),
            models.CheckConstraint(
                name="opening_hours_end_after_they_begin",
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_until__gte=F("valid_from")),
            ),
        ]


class OpeningException(MunicipalityRow):
    """Other hours of a site on one day; without times it is closed."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    site = LocalForeignKey(
        "places.Site", on_delete=models.CASCADE, related_name="opening_exceptions"
    )
    day = models.DateField(_("day"))
    opens = models.TimeField(_("from"), null=True, blank=True)
    closes = models.TimeField(_("until"), null=True, blank=True)
    reason = models.CharField(
        _("reason, shown to the public"), max_length=160, blank=True
    )
    substitute = models.CharField(_("who helps meanwhile"), max_length=160, blank=True)

    class Meta:
        verbose_name = _("exception from the opening hours")
        verbose_name_plural = _("exceptions from the opening hours")
        constraints = [
            models.CheckConstraint(
                name="exception_has_both_times_or_none",
                condition=Q(opens__isnull=True, closes__isnull=True)
                | Q(opens__isnull=False, closes__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["site", "day", "opens"],
                nulls_distinct=False,
                name="one_exception_per_day_and_start",
            ),
        ]


class ClosedDay(MunicipalityRow):
    """Days on which the whole municipality, or one site, is closed."""

    class Kind(models.TextChoices):
        CLOSURE = "CLOSURE", pgettext_lazy("door", "closed")
        TEAM_DAY = "TEAM_DAY", _("team day")

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    site = LocalForeignKey(
        "places.Site",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="closed_days",
        verbose_name=_("site"),
    )
    kind = models.CharField(
        _("kind"), max_length=20, choices=Kind, default=Kind.CLOSURE
    )
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    reason = models.CharField(
        _("reason, shown to the public"), max_length=160, blank=True
    )

    class Meta:
        verbose_name = _("closed day")
        verbose_name_plural = _("closed days")
        constraints = [
            models.CheckConstraint(
                name="closed_days_end_after_they_begin",
                condition=Q(last_day__gte=F("first_day")),
            )
        ]


class HolidayOverride(MunicipalityRow):
    """A day that is a holiday here only, or a holiday of the Land that is none here."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    day = models.DateField(_("day"))
    name = models.CharField(_("name"), max_length=120)
    is_holiday = models.BooleanField(_("is a holiday here"), default=True)

    class Meta:
        verbose_name = _("holiday of the municipality")
        verbose_name_plural = _("holidays of the municipality")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "day"], name="one_holiday_per_day"
            )
        ]


class SchoolHoliday(MunicipalityRow):
    """A period of school holidays; shown and planned with, stops no deadline."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    name = models.CharField(_("name"), max_length=120)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))

    class Meta:
        verbose_name = _("school holidays")
        verbose_name_plural = _("school holidays")
        constraints = [
            models.CheckConstraint(
                name="school_holidays_end_after_they_begin",
                condition=Q(last_day__gte=F("first_day")),
            ),
            models.UniqueConstraint(
                fields=["municipality", "first_day"],
                name="one_school_holiday_per_first_day",
            ),
        ]
