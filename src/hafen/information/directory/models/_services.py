from datetime import date
from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.identifiers import short_id
from hafen.core.db.names import address_of
from hafen.core.db.personal_data import NO_PERSONAL_DATA, PersonalData
from hafen.core.places.models import MunicipalityRow
from hafen.core.taxonomy.models import Term
from hafen.core.translation.models import Translatable, Translation
from hafen.network.organisations.models import Organisation


class ServiceQuerySet(models.QuerySet["Service"]):
    def present(self) -> Self:
        return self.exclude(state=Service.State.ARCHIVED)

    def public(self, today: date) -> Self:
        """Keep what the public may see: published, and valid today."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=today),
            Q(valid_until__isnull=True) | Q(valid_until__gte=today),
            state=Service.State.PUBLISHED,
        )

    def overdue(self, today: date) -> Self:
        """Keep those that nobody checked for longer than was agreed."""
        return self.present().filter(next_check_on__lt=today)

    def sorted(self) -> Self:
        return self.order_by("sort_key", "id")


class Texts(models.Model):
    """The texts of a service, in its own language and in the translations."""

    name = models.CharField(_("name"), max_length=200)
    summary = models.CharField(_("in one sentence"), max_length=300, blank=True)
    description = models.TextField(_("description"), blank=True)
    application = models.TextField(_("how to register"), blank=True)
    eligibility = models.TextField(_("for whom"), blank=True)
    documents = models.TextField(_("what to bring"), blank=True)
    costs = models.TextField(_("costs"), blank=True)
    accessibility = models.TextField(_("accessibility"), blank=True)
    # Beside the languages of the staff: who interprets, and how one gets it.
    interpreting = models.TextField(_("interpreting"), blank=True)
    alert = models.CharField(_("current notice"), max_length=300, blank=True)

    class Meta:
        abstract = True


TEXT_FIELDS = (
    "name",
    "summary",
    "description",
    "application",
    "eligibility",
    "documents",
    "costs",
    "accessibility",
    "interpreting",
    "alert",
)


class Service(Texts, Translatable, MunicipalityRow):
    """An entry of the catalogue of offers; HSDS calls it a service.

    `next_check_on` follows from `last_checked_on` and the interval and is
    stored, so that the list of what is overdue needs no arithmetic.
    """

    class State(models.TextChoices):
        DRAFT = "DRAFT", _("draft")
        REVIEW = "REVIEW", _("in review")
        PUBLISHED = "PUBLISHED", _("published")
        ARCHIVED = "ARCHIVED", _("archived")

    class Kind(models.TextChoices):
        OFFER = "OFFER", _("offer")
        COURSE = "COURSE", _("course")
        TRAINING = "TRAINING", _("training")
        LANGUAGE_CAFE = "LANGUAGE_CAFE", _("language café")
        MEETING_CAFE = "MEETING_CAFE", _("meeting café")
        LEISURE = "LEISURE", _("sports, leisure, youth")
        MEASURE = "MEASURE", _("help towards work")

    class Assurer(models.TextChoices):
        EDITOR = "EDITOR", _("the editors")
        ORGANISATION = "ORGANISATION", _("the organisation itself")

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA
    TRANSLATED_FIELDS: ClassVar[tuple[str, ...]] = TEXT_FIELDS
    CAFES: ClassVar[tuple[str, ...]] = ("LANGUAGE_CAFE", "MEETING_CAFE")
    # What people register for, see `Course`.
    BOOKED: ClassVar[tuple[str, ...]] = ("COURSE", "TRAINING", "LEISURE")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.OFFER)

    organisation = LocalForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="services",
        verbose_name=_("organisation"),
    )
    short_id = models.CharField(max_length=16, default=short_id, editable=False)
    slug = models.SlugField(max_length=60, blank=True, editable=False)
    sort_key = models.CharField(max_length=200, editable=False, db_collation="C")
    external_id = models.CharField(
        _("key in the source"), max_length=200, blank=True, editable=False
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.DRAFT, editable=False
    )
    published_at = models.DateTimeField(_("published at"), null=True, editable=False)
    last_checked_on = models.DateField(_("last checked on"), null=True, blank=True)
    check_every_days = models.PositiveSmallIntegerField(
        _("check every … days"), default=90
    )
    assured_by = models.CharField(
        _("last checked by"),
        max_length=12,
        choices=Assurer,
        blank=True,
        editable=False,
    )
    next_check_on = models.DateField(_("next check due on"), null=True, editable=False)
    valid_from = models.DateField(_("offered from"), null=True, blank=True)
    valid_until = models.DateField(_("offered until"), null=True, blank=True)
    website = models.URLField(_("website"), max_length=500, blank=True)
    is_free = models.BooleanField(_("free of charge"), null=True, blank=True)
    age_from = models.PositiveSmallIntegerField(_("from the age of"), null=True)
    age_to = models.PositiveSmallIntegerField(_("up to the age of"), null=True)
    places_total = models.PositiveIntegerField(_("places"), null=True, blank=True)
    places_free = models.PositiveIntegerField(_("free places"), null=True, blank=True)
    places_at = models.DateTimeField(
        _("free places told at"), null=True, blank=True, editable=False
    )
    # Held for the whole town or county, wherever its door is.
    is_city_wide = models.BooleanField(_("for the whole town"), default=False)
    # Set up by a partner because the contact point asked for it.
    is_initiated = models.BooleanField(_("set up on our suggestion"), default=False)
    keywords = ArrayField(
        models.CharField(max_length=80),
        verbose_name=_("keywords"),
        default=list,
        blank=True,
    )

    objects = ServiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "short_id"], name="one_service_per_short_id"
            ),
            models.UniqueConstraint(
                fields=["municipality", "external_id"],
                condition=~Q(external_id=""),
                name="one_service_per_external_id",
            ),
            models.CheckConstraint(
                name="service_ends_after_it_starts",
                condition=Q(valid_until__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_until__gte=F("valid_from")),
            ),
            models.CheckConstraint(
                name="service_ages_are_in_order",
                condition=Q(age_to__isnull=True)
                | Q(age_from__isnull=True)
                | Q(age_to__gte=F("age_from")),
            ),
            models.CheckConstraint(
                name="service_is_checked_at_some_interval",
                condition=Q(check_every_days__gt=0),
            ),
            models.CheckConstraint(
                name="service_has_no_more_free_places_than_places",
                condition=Q(places_total__isnull=True)
                | Q(places_free__isnull=True)
                | Q(places_free__lte=F("places_total")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "state", "sort_key", "id"],
                name="services_in_order",
            ),
            models.Index(
                fields=["municipality", "next_check_on"], name="services_to_check"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_in_review(self) -> bool:
        return self.state == self.State.REVIEW

    @property
    def is_published(self) -> bool:
        return self.state == self.State.PUBLISHED

    @property
    def is_archived(self) -> bool:
        return self.state == self.State.ARCHIVED

    @property
    def is_booked(self) -> bool:
        return self.kind in self.BOOKED

    @property
    def address(self) -> str:
        """The last part of its public address; the short id alone finds it."""
        return address_of(self.slug, self.short_id)


class ServiceTranslation(Texts, Translation):
    """The texts of a service in one further language."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    name = models.CharField(_("name"), max_length=200, blank=True)
    service = LocalForeignKey(
        Service, on_delete=models.CASCADE, related_name="translations"
    )

    class Meta:
        verbose_name = _("translation of an offer")
        verbose_name_plural = _("translations of offers")
        constraints = [
            models.UniqueConstraint(
                fields=["service", "language"], name="one_service_text_per_language"
            )
        ]

    def __str__(self) -> str:
        return f"{self.service_id} {self.language}"


class ServiceTopic(MunicipalityRow):
    """A service has to do with a need of the taxonomy; the first is its main one."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    service = LocalForeignKey(Service, on_delete=models.CASCADE, related_name="topics")
    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("topic of an offer")
        verbose_name_plural = _("topics of offers")
        constraints = [
            models.UniqueConstraint(
                fields=["service", "term"], name="one_topic_per_service_and_term"
            )
        ]


class ServiceTargetGroup(MunicipalityRow):
    """A service is meant for a group of the taxonomy."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    service = LocalForeignKey(
        Service, on_delete=models.CASCADE, related_name="target_groups"
    )
    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("target group of an offer")
        verbose_name_plural = _("target groups of offers")
        constraints = [
            models.UniqueConstraint(
                fields=["service", "term"], name="one_group_per_service_and_term"
            )
        ]
