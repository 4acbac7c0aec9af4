"""Where volunteers help: partners, deployment profiles, places."""

from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.core.db.fields import LocalForeignKey, LocalOneToOneField
from hafen.core.db.identifiers import token
from hafen.core.db.personal_data import NO_PERSONAL_DATA, DataClass, PersonalData
from hafen.core.places.models import MunicipalityRow, Site
from hafen.exchange.pool.models import Clearance, Kind, Need
from hafen.exchange.training.models import Module
from hafen.exchange.volunteers.models._people import Volunteer
from hafen.network.organisations.models import Organisation


class Partner(MunicipalityRow):
    """An organisation that takes volunteers, and how many of which kind.

    Empty kinds or districts mean all of them; no capacity, no limit. Its mailed
    link opens its places and who was forwarded to it, without an account.
    """

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    organisation = LocalOneToOneField(
        Organisation, on_delete=models.PROTECT, related_name="+"
    )
    email = models.EmailField(blank=True)
    kinds = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    districts = ArrayField(models.UUIDField(), default=list, blank=True)
    capacity = models.PositiveSmallIntegerField(null=True, blank=True)
    quota = models.PositiveSmallIntegerField(default=1)
    is_active = models.BooleanField(default=True)
    link_seed = models.CharField(max_length=40, default=token, editable=False)

    class Meta:
        verbose_name = _("partner for volunteers")
        verbose_name_plural = _("partners for volunteers")
        constraints = [
            models.CheckConstraint(
                name="a_partner_has_a_share", condition=Q(quota__gte=1)
            )
        ]

    @property
    def name(self) -> str:
        return self.organisation.name


class DeploymentProfile(MunicipalityRow):
    """What volunteers may do in a kind of task, and what is for professionals.

    A new edition of the standard has to be acknowledged anew.
    """

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    title = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.COMPANY)
    allowed = models.TextField(blank=True)
    not_allowed = models.TextField(blank=True)
    contact = models.CharField(max_length=200, blank=True)
    insurance = models.CharField(max_length=200, blank=True)
    standard = models.TextField(blank=True)
    edition = models.PositiveSmallIntegerField(default=1)
    needs_acknowledgement = models.BooleanField(default=True)
    clearance = models.PositiveSmallIntegerField(
        choices=Clearance, default=Clearance.TALK
    )
    # What somebody has to have learned first.
    training = LocalForeignKey(
        Module, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    is_active = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("deployment profile")
        verbose_name_plural = _("deployment profiles")


class Acknowledgement(MunicipalityRow):
    """Somebody has read an edition of a standard and keeps to it."""

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("volunteer",),
        purpose="Nachweis, dass die Regeln eines Einsatzes bekannt sind",
        legal_basis="Art. 6 Abs. 1 Buchst. a DSGVO",
        data_class=DataClass.V1,
        keep_because="So lange wie das Profil der ehrenamtlichen Person",
        subject="volunteer__helper",
    )

    volunteer = LocalForeignKey(
        Volunteer, on_delete=models.CASCADE, related_name="acknowledged"
    )
    profile = LocalForeignKey(
        DeploymentProfile, on_delete=models.CASCADE, related_name="acknowledged"
    )
    edition = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("acknowledgement")
        verbose_name_plural = _("acknowledgements")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "volunteer", "profile", "edition"],
                name="an_edition_is_acknowledged_once",
            )
        ]


class PlaceQuerySet(models.QuerySet["Place"]):
    def open(self) -> Self:
        return self.filter(state="OPEN", need__state="OPEN")


class Place(MunicipalityRow):
    """A deployment place: what an organisation or an accommodation looks for.

    What is matched (kind, languages, times, district, number) stands in its need.
    Who lives in an accommodation is nobody's business here.
    """

    class State(models.TextChoices):
        PROPOSED = "PROPOSED", pgettext_lazy("deployment place", "to be looked at")
        OPEN = "OPEN", pgettext_lazy("deployment place", "open")
        CLOSED = "CLOSED", pgettext_lazy("deployment place", "closed")

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    partner = LocalForeignKey(Partner, on_delete=models.PROTECT, related_name="places")
    site = LocalForeignKey(
        Site, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    profile = LocalForeignKey(
        DeploymentProfile, on_delete=models.PROTECT, related_name="places"
    )
    need = LocalOneToOneField(Need, on_delete=models.PROTECT, related_name="place")
    activities = models.TextField(blank=True)
    house_rules = models.TextField(blank=True)
    responsible = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("deployment place")
        verbose_name_plural = _("deployment places")
        indexes = [
            models.Index(fields=["municipality", "state"], name="places_by_state")
        ]

    @property
    def title(self) -> str:
        return self.need.title

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def is_proposed(self) -> bool:
        return self.state == self.State.PROPOSED
