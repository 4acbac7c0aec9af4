from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.personal_data import NO_PERSONAL_DATA, PersonalData
from hafen.core.places.models import District, MunicipalityRow
from hafen.information.directory.models._services import Service
from hafen.network.organisations.models import Organisation


class AccessFeature(models.TextChoices):
    """What a location offers to people with a disability."""

    STEP_FREE = "STEP_FREE", _("step-free entrance")
    LIFT = "LIFT", _("lift")
    TOILET = "TOILET", _("accessible toilet")
    PARKING = "PARKING", _("parking for disabled people")
    LOOP = "LOOP", _("induction loop")
    TACTILE = "TACTILE", _("tactile guidance")
    SIGN_LANGUAGE = "SIGN_LANGUAGE", _("sign language on request")
    ASSISTANCE_DOG = "ASSISTANCE_DOG", _("assistance dogs welcome")


class Location(MunicipalityRow):
    """A place where services are offered: a building, or a room in it.

    `district` is looked up from the point and never typed. `address_key` is
    the address without its spelling, so that one house is one location.
    """

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    name = models.CharField(_("name of the place"), max_length=200, blank=True)
    organisation = LocalForeignKey(
        Organisation,
        on_delete=models.SET_NULL,
        related_name="locations",
        null=True,
        blank=True,
    )
    street = models.CharField(_("street"), max_length=120, blank=True)
    house_number = models.CharField(_("number"), max_length=20, blank=True)
    addition = models.CharField(_("floor, room, way in"), max_length=200, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=12, blank=True)
    city = models.CharField(_("town"), max_length=120, blank=True)
    address_key = models.CharField(max_length=300, editable=False, db_collation="C")
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    district = LocalForeignKey(
        District,
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("district"),
    )
    access_features = ArrayField(
        models.CharField(max_length=20, choices=AccessFeature),
        verbose_name=_("accessibility"),
        default=list,
        blank=True,
    )
    transport = models.CharField(_("bus and rail"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("location")
        verbose_name_plural = _("locations")
        constraints = [
            models.CheckConstraint(
                name="location_has_a_whole_point_or_none",
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False),
            ),
            models.CheckConstraint(
                name="location_lies_on_the_globe",
                condition=Q(latitude__isnull=True)
                | Q(
                    latitude__gte=-90,
                    latitude__lte=90,
                    longitude__gte=-180,
                    longitude__lte=180,
                ),
            ),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "address_key"], name="locations_by_address"
            )
        ]

    def __str__(self) -> str:
        return self.one_line

    @property
    def street_line(self) -> str:
        return f"{self.street} {self.house_number}".strip()

    @property
    def town_line(self) -> str:
        return f"{self.postal_code} {self.city}".strip()

    @property
    def one_line(self) -> str:
        parts = (self.name, self.street_line, self.addition, self.town_line)
        return ", ".join(part for part in parts if part)


class ServiceAtLocation(MunicipalityRow):
    """A service is offered at a location; hours that hold only there hang here."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    service = LocalForeignKey(Service, on_delete=models.CASCADE, related_name="places")
    location = LocalForeignKey(
        Location, on_delete=models.PROTECT, related_name="services"
    )
    note = models.CharField(_("note"), max_length=300, blank=True)
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("place of an offer")
        verbose_name_plural = _("places of offers")
        constraints = [
            models.UniqueConstraint(
                fields=["service", "location"],
                name="one_place_per_service_and_location",
            )
        ]
