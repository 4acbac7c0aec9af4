from datetime import date
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Count, F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.core.accounts.models import Team
from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.personal_data import NO_PERSONAL_DATA, DataClass, PersonalData
from hafen.core.places.models import District, MunicipalityRow
from hafen.exchange.pool.models._people import Helper, Seeker
from hafen.exchange.pool.models._words import Clearance, Gender, Kind, Visibility

# Seven days of six parts: what fits into a 64-bit word.
ALL_WEEK = (1 << 42) - 1
WAITING = ("PROPOSED", "ASKED", "ACCEPTED")
TAKEN = ("CONFIRMED", "RUNNING")
ACTIVE = (*WAITING, *TAKEN)


class PoolSettings(MunicipalityRow):
    """How long the desk of a municipality waits, and what runs at night."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    answer_days = models.PositiveSmallIntegerField(default=3)
    urgent_hours = models.PositiveSmallIntegerField(default=24)
    valid_days = models.PositiveSmallIntegerField(default=90)
    remind_days = models.PositiveSmallIntegerField(default=14)
    find_days = models.PositiveSmallIntegerField(default=10)
    is_nightly = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("settings of the exchange")
        verbose_name_plural = _("settings of the exchange")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality"], name="one_setting_of_the_exchange"
            ),
            models.CheckConstraint(
                name="somebody_has_time_to_answer",
                condition=Q(answer_days__range=(1, 60), urgent_hours__range=(1, 240)),
            ),
        ]


class PostingQuerySet(models.QuerySet[Any]):
    def open(self) -> Self:
        return self.filter(state=Posting.State.OPEN)

    def with_free(self) -> Self:
        """Count the places that confirmed placements take."""
        taken = Count("matches", filter=Q(matches__state__in=TAKEN))
        return self.annotate(taken=taken, free=F("places") - taken)

    def newest_first(self) -> Self:
        return self.order_by("-created_at", "-id")

    def by_urgency(self) -> Self:
        return self.order_by("-is_urgent", "due_on", "id")


class Posting(MunicipalityRow):
    """What an offer and a need have in common.

    :cvar slots: 42 bits, Monday's early morning is the lowest: `hafen.matching`
    :cvar languages: language tag → how well it is spoken, or has to be
    """

    class State(models.TextChoices):
        OPEN = "OPEN", pgettext_lazy("state of an offer or need", "open")
        PAUSED = "PAUSED", _("paused")
        DONE = "DONE", pgettext_lazy("state of an offer or need", "settled")
        WITHDRAWN = "WITHDRAWN", _("withdrawn")
        EXPIRED = "EXPIRED", _("run out")

    kind = models.CharField(max_length=12, choices=Kind)
    title = models.CharField(max_length=120)
    text = models.TextField(blank=True)
    language = models.CharField(max_length=12, default="de")
    languages = models.JSONField(default=dict, blank=True)
    district = LocalForeignKey(
        District,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    # The middle of the district, in degrees; without one distance does not count.
    latitude = models.FloatField(null=True, editable=False)
    longitude = models.FloatField(null=True, editable=False)
    radius_km = models.PositiveSmallIntegerField(null=True, blank=True)
    slots = models.BigIntegerField(default=0)
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    places = models.PositiveSmallIntegerField(default=1)
    skills = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    adults_only = models.BooleanField(default=False)
    # Of offers nothing is shown to others; whoever helps has a notice on the board.
    visibility = models.CharField(
        max_length=8, choices=Visibility, default=Visibility.INTERNAL
    )
    is_urgent = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    valid_until = models.DateField()
    reminded_at = models.DateTimeField(null=True, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)
    owner = LocalForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("who does it"),
    )
    team = LocalForeignKey(
        Team, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    due_on = models.DateField()

    objects = PostingQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def is_paused(self) -> bool:
        return self.state == self.State.PAUSED

    @property
    def is_living(self) -> bool:
        return self.state in {self.State.OPEN, self.State.PAUSED}

    @property
    def is_dated(self) -> bool:
        return self.starts_at is not None

    @property
    def is_need(self) -> bool:
        return isinstance(self, Need)

    def is_late(self, today: date) -> bool:
        return self.is_open and self.due_on < today


def posting_constraints(one: str) -> list[models.BaseConstraint]:
    """Return what can never be untrue of an offer or a need."""
    return [
        models.CheckConstraint(
            name=f"{one}_is_not_without_an_owner",
            condition=Q(owner__isnull=False) | Q(team__isnull=False),
        ),
        models.CheckConstraint(
            name=f"{one}_has_a_place", condition=Q(places__range=(1, 200))
        ),
        models.CheckConstraint(
            name=f"{one}_ends_after_it_starts",
            condition=Q(starts_at__isnull=True, ends_at__isnull=True)
            | Q(ends_at__gt=F("starts_at")),
        ),
        models.CheckConstraint(
            name=f"{one}_has_times_of_one_week",
            condition=Q(slots__gte=0, slots__lte=ALL_WEEK),
        ),
        models.CheckConstraint(
            name=f"{one}_says_when_it_was_closed",
            condition=Q(state__in=["OPEN", "PAUSED"], closed_at__isnull=True)
            | (~Q(state__in=["OPEN", "PAUSED"]) & Q(closed_at__isnull=False)),
        ),
    ]


class Offer(Posting):
    """What somebody gives: time, a ride, a room, things."""

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("title", "text", "helper"),
        purpose="Vermittlung eines Hilfsangebots",
        legal_basis="Art. 6 Abs. 1 Buchst. a DSGVO",
        data_class=DataClass.V1,
        keep_for=365,
        keep_from="closed_at",
        keep_because="Ein Jahr nach dem Ende, für Rückfragen und die Jahreszahlen",
        subject="helper",
    )

    helper = LocalForeignKey(Helper, on_delete=models.CASCADE, related_name="offers")

    class Meta:
        verbose_name = _("offer of help")
        verbose_name_plural = _("offers of help")
        constraints = posting_constraints("an_offer")
        indexes = [
            models.Index(fields=["municipality", "state", "kind"], name="offers_open"),
            models.Index(fields=["municipality", "helper"], name="offers_of_helpers"),
        ]


class Need(Posting):
    """What somebody looks for, as facts that help to find it and nothing more."""

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("title", "text", "seeker"),
        purpose="Vermittlung von Hilfe",
        legal_basis="Art. 6 Abs. 1 Buchst. a DSGVO",
        data_class=DataClass.C1,
        keep_for=365,
        keep_from="closed_at",
        keep_because="Ein Jahr nach dem Ende, für Rückfragen und die Jahreszahlen",
        subject="seeker",
    )

    seeker = LocalForeignKey(Seeker, on_delete=models.CASCADE, related_name="needs")
    clearance = models.PositiveSmallIntegerField(
        choices=Clearance, default=Clearance.NONE
    )
    gender_wish = models.CharField(max_length=6, choices=Gender, blank=True, default="")
    is_for_minor = models.BooleanField(default=False)
    # `skills` are necessary; these earn points.
    wished_skills = ArrayField(
        models.CharField(max_length=12), default=list, blank=True
    )
    # Common times of the week that are needed at least; 0: time does not matter.
    min_slots = models.PositiveSmallIntegerField(default=1)
    waiting_since = models.DateField()

    class Meta:
        verbose_name = _("request for help")
        verbose_name_plural = _("requests for help")
        constraints = [
            *posting_constraints("a_need"),
            models.CheckConstraint(
                name="a_need_asks_for_times_of_one_week",
                condition=Q(min_slots__lte=42),
            ),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "state", "due_on"], name="needs_by_urgency"
            ),
            models.Index(fields=["municipality", "seeker"], name="needs_of_seekers"),
        ]
