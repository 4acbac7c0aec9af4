from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.personal_data import DataClass, PersonalData
from hafen.core.places.models import MunicipalityRow, Site
from hafen.network.organisations.models import Organisation

_LAW = "Art. 6 Abs. 1 Buchst. e DSGVO"


class DeskHourQuerySet(models.QuerySet["DeskHour"]):
    def valid(self, day: date) -> Self:
        return self.filter(
            Q(last_day__isnull=True) | Q(last_day__gte=day), first_day__lte=day
        )

    def online(self, first: date, last: date) -> Self:
        """Return those in which people ask for an appointment between two days."""
        return self.exclude(last_day__lt=first).filter(
            online_minutes__isnull=False, first_day__lte=last
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
    # Empty: nobody asks for an appointment in this hour without the desk.
    online_minutes = models.PositiveSmallIntegerField(
        _("minutes of an appointment that people ask for online"), null=True, blank=True
    )

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
            models.CheckConstraint(
                name="appointments_online_are_with_a_colleague",
                condition=Q(online_minutes__isnull=True)
                | Q(online_minutes__gte=10, adviser__isnull=False),
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
