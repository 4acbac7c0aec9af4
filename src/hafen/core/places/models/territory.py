from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.personal_data import NO_PERSONAL_DATA, PersonalData
from hafen.core.places.models.municipality import MunicipalityRow, NamedRow


class DistrictQuerySet(models.QuerySet["District"]):
    def active(self) -> "DistrictQuerySet":
        return self.filter(is_active=True)

    def in_order(self) -> "DistrictQuerySet":
        return self.order_by("level", "sort_key", "pk")


class District(NamedRow):
    """A part of the town: Stadtbezirk, Stadtteil, or a town of a county."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    parent = LocalForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    # What tiles the town together: the areas of one file, such as "stadtteile".
    layer = models.CharField(_("layer"), max_length=60)
    level = models.PositiveSmallIntegerField(_("level in the tree"), default=1)
    number = models.CharField(_("number"), max_length=20, blank=True)
    geometry = models.JSONField(_("outline (GeoJSON)"), null=True, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)

    objects = DistrictQuerySet.as_manager()

    class Meta:
        verbose_name = _("district")
        verbose_name_plural = _("districts")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "layer", "number", "name"],
                name="one_district_per_layer_number_and_name",
            ),
            models.CheckConstraint(
                name="no_district_is_its_own_parent",
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "level", "sort_key"], name="districts_in_order"
            )
        ]


class Territory(NamedRow):
    """An area beside the tree of districts, such as a social region."""

    class Kind(models.TextChoices):
        SOCIAL_REGION = "SOCIAL_REGION", _("social region")
        ACTION_AREA = "ACTION_AREA", _("action area")
        TARGET_REGION = "TARGET_REGION", _("target region of a site")
        QUARTER = "QUARTER", pgettext_lazy("part of a town", "quarter")

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    site = LocalForeignKey(
        "places.Site",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="target_regions",
        verbose_name=_("site"),
    )
    geometry = models.JSONField(_("outline (GeoJSON)"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    class Meta:
        verbose_name = _("territory")
        verbose_name_plural = _("territories")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "kind", "name"],
                name="one_territory_per_kind_and_name",
            ),
            models.CheckConstraint(
                name="target_region_has_a_site",
                condition=~Q(kind="TARGET_REGION") | Q(site__isnull=False),
            ),
        ]


class TerritoryDistrict(MunicipalityRow):
    """A district that belongs to a territory."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    territory = LocalForeignKey(
        Territory, on_delete=models.CASCADE, related_name="members"
    )
    district = LocalForeignKey(
        District, on_delete=models.PROTECT, related_name="territories"
    )

    class Meta:
        verbose_name = _("district of a territory")
        verbose_name_plural = _("districts of territories")
        constraints = [
            models.UniqueConstraint(
                fields=["territory", "district"], name="one_membership_per_territory"
            )
        ]


class StreetRange(MunicipalityRow):
    """House numbers of a street, with the district and the site in charge."""

    class Parity(models.TextChoices):
        ALL = "ALL", _("all numbers")
        ODD = "ODD", _("odd numbers")
        EVEN = "EVEN", _("even numbers")

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    street = models.CharField(_("street"), max_length=120)
    street_key = models.CharField(max_length=120, editable=False)
    postal_code = models.CharField(_("postal code"), max_length=10, blank=True)
    number_from = models.PositiveIntegerField(_("from number"), null=True, blank=True)
    number_to = models.PositiveIntegerField(_("to number"), null=True, blank=True)
    parity = models.CharField(
        _("side of the street"), max_length=4, choices=Parity, default=Parity.ALL
    )
    district = LocalForeignKey(
        District,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="streets",
        verbose_name=_("district"),
    )
    site = LocalForeignKey(
        "places.Site",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="streets",
        verbose_name=_("site in charge"),
    )

    class Meta:
        verbose_name = _("street")
        verbose_name_plural = _("streets")
        constraints = [
            models.CheckConstraint(
                name="street_numbers_run_upwards",
                condition=Q(number_from__isnull=True)
                | Q(number_to__isnull=True)
                | Q(number_to__gte=F("number_from")),
            ),
            models.CheckConstraint(
                name="street_leads_somewhere",
                condition=Q(district__isnull=False) | Q(site__isnull=False),
            ),
            models.UniqueConstraint(
                fields=[
                    "municipality",
                    "street_key",
                    "postal_code",
                    "number_from",
                    "number_to",
                    "parity",
                ],
                nulls_distinct=False,
                name="one_row_per_street_range",
            ),
        ]

    def holds(self, number: int | None) -> bool:
        """Return whether a house number lies in the range; None asks for any."""
        if number is None:
            return self.number_from is None and self.number_to is None
        if self.parity != self.Parity.ALL and (number % 2 == 1) != (
            self.parity == self.Parity.ODD
        ):
            return False
        return (self.number_from or 0) <= number <= (self.number_to or number)
