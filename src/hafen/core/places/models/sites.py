from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.identifiers import short_id
from hafen.core.db.names import address_of
from hafen.core.db.personal_data import NO_PERSONAL_DATA, PersonalData
from hafen.core.places.models.municipality import MunicipalityRow, NamedRow


class SiteQuerySet(models.QuerySet["Site"]):
    def published(self) -> "SiteQuerySet":
        """What the public may see: where people live is nobody's business."""
        return self.filter(is_published=True).exclude(kind=Site.Kind.ACCOMMODATION)

    def in_order(self) -> "SiteQuerySet":
        return self.order_by("sort_key", "pk")


class Site(NamedRow):
    """A place with a door: an office, a meeting place or an accommodation."""

    class Kind(models.TextChoices):
        OFFICE = "OFFICE", _("office")
        MEETING_PLACE = "MEETING_PLACE", _("meeting place")
        ACCOMMODATION = "ACCOMMODATION", _("accommodation")

    class Stage(models.TextChoices):
        RECEPTION = "RECEPTION", _("initial reception")
        PROVISIONAL = "PROVISIONAL", _("provisional accommodation")
        FOLLOW_UP = "FOLLOW_UP", _("follow-up accommodation")

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    public_id = models.CharField(
        max_length=12, default=short_id, unique=True, editable=False
    )
    slug = models.SlugField(max_length=80, blank=True, editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    # Texts by language tag: what happens here, how to get there.
    summaries = models.JSONField(_("description"), default=dict, blank=True)
    directions = models.JSONField(_("way there"), default=dict, blank=True)

    street = models.CharField(_("street"), max_length=120, blank=True)
    house_number = models.CharField(_("house number"), max_length=12, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=10, blank=True)
    city = models.CharField(_("town"), max_length=80, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    district = LocalForeignKey(
        "places.District",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="sites",
        verbose_name=_("district"),
    )

    phone = models.CharField(_("general telephone number"), max_length=40, blank=True)
    email = models.EmailField(_("general e-mail address"), blank=True)
    website = models.URLField(_("web page"), blank=True)
    partner = models.CharField(_("partner association"), max_length=160, blank=True)
    is_accessible = models.BooleanField(_("step-free access"), null=True, blank=True)

    administered_by = LocalForeignKey(
        "places.Unit",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="sites",
        verbose_name=_("administering department"),
    )
    stage = models.CharField(
        _("stage of accommodation"), max_length=20, choices=Stage, blank=True
    )
    places = models.PositiveIntegerField(_("number of places"), null=True, blank=True)

    opens_on = models.DateField(_("in operation from"), null=True, blank=True)
    closes_on = models.DateField(_("in operation until"), null=True, blank=True)
    closes_on_holidays = models.BooleanField(
        _("closed on public holidays"), default=True
    )
    is_published = models.BooleanField(_("public"), default=False)

    objects = SiteQuerySet.as_manager()

    class Meta:
        verbose_name = _("site")
        verbose_name_plural = _("sites")
        constraints = [
            models.CheckConstraint(
                name="only_accommodation_has_a_stage",
                condition=Q(stage="") | Q(kind="ACCOMMODATION"),
            ),
            models.CheckConstraint(
                name="site_has_both_coordinates_or_none",
                condition=Q(longitude__isnull=True, latitude__isnull=True)
                | Q(longitude__isnull=False, latitude__isnull=False),
            ),
            models.CheckConstraint(
                name="site_closes_after_it_opens",
                condition=Q(opens_on__isnull=True)
                | Q(closes_on__isnull=True)
                | Q(closes_on__gte=F("opens_on")),
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "sort_key"], name="sites_in_order")
        ]

    @property
    def address(self) -> str:
        """Return the postal address in one line, empty without a street."""
        road = " ".join(part for part in (self.street, self.house_number) if part)
        town = " ".join(part for part in (self.postal_code, self.city) if part)
        return ", ".join(part for part in (road, town) if part)

    @property
    def path(self) -> str:
        """Return the last part of the public address."""
        return address_of(self.slug, self.public_id)

    @property
    def is_accommodation(self) -> bool:
        return self.kind == self.Kind.ACCOMMODATION

    @property
    def is_public(self) -> bool:
        return self.is_published and not self.is_accommodation


class Room(NamedRow):
    """A room of a site: what it is used for and who can get in."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    site = LocalForeignKey(Site, on_delete=models.CASCADE, related_name="rooms")
    purpose = models.CharField(_("use of the room"), max_length=120, blank=True)
    square_metres = models.PositiveIntegerField(
        _("size in square metres"), null=True, blank=True
    )
    seats = models.PositiveIntegerField(_("seats"), null=True, blank=True)
    is_accessible = models.BooleanField(_("step-free access"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("room")
        verbose_name_plural = _("rooms")
        constraints = [
            models.UniqueConstraint(
                fields=["site", "name"], name="one_room_per_site_and_name"
            )
        ]


class Shortcoming(MunicipalityRow):
    """Something that is not good enough at a site, until it is decided upon."""

    class State(models.TextChoices):
        OPEN = "OPEN", pgettext_lazy("shortcoming", "open")
        DECIDED = "DECIDED", _("decided")
        REMEDIED = "REMEDIED", _("remedied")

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    site = LocalForeignKey(Site, on_delete=models.CASCADE, related_name="shortcomings")
    room = LocalForeignKey(
        Room,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="shortcomings",
        verbose_name=_("room"),
    )
    title = models.CharField(_("shortcoming"), max_length=160)
    noticed_on = models.DateField(_("noticed on"))
    evidence = models.CharField(
        _("where it was said (survey, inspection)"), max_length=200, blank=True
    )
    mentions = models.PositiveIntegerField(_("number of mentions"), default=1)
    state = models.CharField(
        _("state"), max_length=20, choices=State, default=State.OPEN
    )
    decision = models.TextField(_("decision"), blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)

    class Meta:
        verbose_name = _("shortcoming")
        verbose_name_plural = _("shortcomings")
        constraints = [
            models.CheckConstraint(
                name="decided_shortcoming_has_its_decision",
                condition=Q(state="OPEN")
                | (~Q(decision="") & Q(decided_on__isnull=False)),
            )
        ]

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN
