from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hafen.casework.outreach.models._visits import HomeVisit
from hafen.core.db.fields import LocalForeignKey, LocalOneToOneField
from hafen.core.db.personal_data import (
    NO_PERSONAL_DATA,
    DataClass,
    OnErasure,
    PersonalData,
)
from hafen.core.places.models import MunicipalityRow, Site


class Vehicle(MunicipalityRow):
    """A car or bicycle that a site shares."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    name = models.CharField(_("name"), max_length=80)
    site = LocalForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    is_active = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("vehicle")
        verbose_name_plural = _("vehicles")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "name"], name="a_vehicle_has_its_own_name"
            )
        ]


class VehicleBooking(MunicipalityRow):
    """Somebody has a vehicle for a time; nobody else has it then."""

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("driver", "during"),
        purpose="Buchung von Dienstfahrzeugen für aufsuchende Arbeit",
        legal_basis="Art. 6 Abs. 1 Buchst. e DSGVO, Beschäftigtendatenschutz",
        data_class=DataClass.P1,
        keep_for=365,
        keep_from="updated_at",
        keep_because="Ein Jahr, für Rückfragen zu Schäden und Bußgeldern",
        subject="driver",
    )

    vehicle = LocalForeignKey(
        Vehicle, on_delete=models.PROTECT, related_name="bookings"
    )
    driver = LocalForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    during = DateTimeRangeField(_("time"))

    class Meta:
        verbose_name = _("booking of a vehicle")
        verbose_name_plural = _("bookings of vehicles")
        constraints = [
            ExclusionConstraint(
                name="a_vehicle_is_with_one_person",
                expressions=[
                    ("vehicle", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                name="a_vehicle_is_given_back",
                condition=Q(during__startswith__isnull=False)
                & Q(during__endswith__isnull=False)
                & Q(during__isempty=False),
            ),
        ]


class TravelLine(MunicipalityRow):
    """What a site may spend on the way in a year, and what a kilometre is worth.

    The rates are those of the law on travel costs that holds in that year.
    """

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    site = LocalForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    cents = models.PositiveBigIntegerField()
    car_cents = models.DecimalField(max_digits=5, decimal_places=2, default=0)
    bicycle_cents = models.DecimalField(max_digits=5, decimal_places=2, default=0)

    class Meta:
        verbose_name = _("material costs for travel")
        verbose_name_plural = _("material costs for travel")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "site", "year"], name="one_line_a_site_and_year"
            )
        ]


class Trip(MunicipalityRow):
    """The way to a visit, as an expense of the site.

    The visit goes with its people; what was paid stays, without them.
    """

    class Means(models.TextChoices):
        FOOT = "FOOT", _("on foot")
        BICYCLE = "BICYCLE", _("own bicycle")
        PUBLIC = "PUBLIC", _("bus or train")
        CAR = "CAR", _("own car")
        VEHICLE = "VEHICLE", _("vehicle of the site")

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("traveller", "name", "means", "kilometres", "ticket_cents"),
        purpose="Abrechnung von Fahrtkosten der aufsuchenden Arbeit",
        legal_basis="Art. 6 Abs. 1 Buchst. c DSGVO, Reisekostenrecht",
        data_class=DataClass.P1,
        keep_for=3_650,
        keep_from="on",
        keep_because="Zehn Jahre, wie Belege der Kasse",
        subject="traveller",
        on_erasure=OnErasure.KEEP,
    )

    visit = LocalOneToOneField(
        HomeVisit, on_delete=models.SET_NULL, related_name="trip", null=True
    )
    traveller = LocalForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True
    )
    # As it was then: whoever has left is still paid.
    name = models.CharField(_("name"), max_length=120)
    site = LocalForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    means = models.CharField(_("means of transport"), max_length=8, choices=Means)
    kilometres = models.DecimalField(
        _("kilometres"), max_digits=5, decimal_places=1, default=0
    )
    ticket_cents = models.PositiveIntegerField(_("ticket in cents"), default=0)

    class Meta:
        verbose_name = _("trip to a visit")
        verbose_name_plural = _("trips to visits")
        indexes = [models.Index(fields=["site", "on"], name="trips_of_a_site")]
