"""Places that people register for: of an event, a course, a shift, a training."""

from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hafen.core.db.fields import LocalForeignKey, LocalOneToOneField
from hafen.core.db.personal_data import NO_PERSONAL_DATA, DataClass, PersonalData
from hafen.core.places.models import MunicipalityRow


class Bookable(MunicipalityRow):
    """Something dated with places; the room that offers it is its owner.

    Its row is the lock: who takes a place, and who moves up, holds it.
    """

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    owner = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    # Which of several dates of the subject; empty where there is one only.
    slot = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=200)
    titles = models.JSONField(default=dict, blank=True)
    place = models.CharField(max_length=200, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    places = models.PositiveIntegerField(null=True, blank=True)
    waiting_places = models.PositiveIntegerField(
        null=True,
        blank=True,
    )
    most_seats = models.PositiveSmallIntegerField(default=1)
    needs_approval = models.BooleanField(default=False)
    offer_hours = models.PositiveSmallIntegerField(
        default=48,
    )
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    remind_hours = models.PositiveSmallIntegerField(default=24)
    keep_days = models.PositiveSmallIntegerField(default=30)
    is_cancelled = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "owner", "subject_id", "slot"],
                name="one_bookable_per_subject_and_slot",
            ),
            models.CheckConstraint(
                name="bookable_ends_after_it_starts",
                condition=Q(ends_at__gte=F("starts_at")),
            ),
            models.CheckConstraint(
                name="somebody_takes_one_seat_at_least",
                condition=Q(most_seats__gte=1),
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "starts_at"], name="bookables_by_day")
        ]

    def __str__(self) -> str:
        return self.title

    def title_in(self, language: str) -> str:
        return str(self.titles.get(language) or self.title)

    def is_open(self, now: datetime) -> bool:
        """Return whether somebody may register now, leaving the places aside."""
        ends = self.closes_at or self.starts_at
        is_begun = self.opens_at is None or self.opens_at <= now
        return not self.is_cancelled and is_begun and now < ends

    @property
    def last_entry(self) -> datetime:
        """Until when places that become free are given on; courses let people in
        after their first day.
        """
        return max(self.starts_at, self.closes_at or self.starts_at)

    @property
    def is_timed(self) -> bool:
        """Whether it begins at an hour; midnight means the whole day."""
        local = timezone.localtime(self.starts_at)
        return (local.hour, local.minute) != (0, 0)

    @property
    def lasts_days(self) -> bool:
        """Whether attendance is taken day by day."""
        return self.ends_at - self.starts_at > timedelta(days=1)

    @property
    def has_waiting_list(self) -> bool:
        return self.waiting_places != 0


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def holding(self) -> Self:
        """Keep those that hold a place."""
        return self.filter(state__in=HOLDING)

    def active(self) -> Self:
        return self.filter(state__in=ACTIVE)

    def waiting(self) -> Self:
        """Keep those that wait, in their order."""
        return self.filter(state="WAITING").order_by("queued_at", "id")

    def seats(self) -> int:
        total = self.aggregate(total=models.Sum("seats"))["total"]
        return int(total or 0)


class Registration(MunicipalityRow):
    """One registration: its state and its seats, without the person.

    Who it is stands in `Registrant` and goes some weeks after the event; what
    stays are numbers.
    """

    class State(models.TextChoices):
        REQUESTED = "REQUESTED", _("to be decided")
        WAITING = "WAITING", _("on the waiting list")
        OFFERED = "OFFERED", _("place offered")
        CONFIRMED = "CONFIRMED", _("registered")
        DECLINED = "DECLINED", _("declined")
        WITHDRAWN = "WITHDRAWN", _("withdrawn")
        EXPIRED = "EXPIRED", _("offer expired")

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    bookable = LocalForeignKey(
        Bookable, on_delete=models.PROTECT, related_name="registrations"
    )
    state = models.CharField(max_length=10, choices=State)
    seats = models.PositiveSmallIntegerField(default=1)
    language = models.CharField(max_length=12)
    queued_at = models.DateTimeField()
    offered_until = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    attended = models.BooleanField(null=True, blank=True)
    is_by_staff = models.BooleanField(default=False)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="an_offered_place_says_until_when",
                condition=Q(state="OFFERED", offered_until__isnull=False)
                | (~Q(state="OFFERED") & Q(offered_until__isnull=True)),
            ),
            models.CheckConstraint(
                name="registration_has_a_seat", condition=Q(seats__gte=1)
            ),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "bookable", "state", "queued_at"],
                name="registrations_in_order",
            ),
            models.Index(
                fields=["municipality", "offered_until"],
                condition=Q(state="OFFERED"),
                name="offers_by_their_end",
            ),
        ]

    @property
    def is_active(self) -> bool:
        return self.state in ACTIVE

    @property
    def is_requested(self) -> bool:
        return self.state == self.State.REQUESTED

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.WAITING

    @property
    def is_offered(self) -> bool:
        return self.state == self.State.OFFERED

    @property
    def is_confirmed(self) -> bool:
        return self.state == self.State.CONFIRMED


class Presence(MunicipalityRow):
    """Whether one registration was there on one day of what lasts many days."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    registration = LocalForeignKey(
        Registration, on_delete=models.CASCADE, related_name="presences"
    )
    day = models.DateField()
    is_there = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "day"], name="one_presence_per_day"
            )
        ]


State = Registration.State
HOLDING = (State.CONFIRMED, State.OFFERED)
ACTIVE = (State.REQUESTED, State.WAITING, State.OFFERED, State.CONFIRMED)


class Registrant(MunicipalityRow):
    """Who registered, as long as that matters.

    The link in a mail is made from `seed` and the secret of the installation;
    the database knows only the hash of it.
    """

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("name", "email", "phone", "address", "user"),
        purpose="Anmeldung, Nachrücken, Teilnahmeliste und Teilnahmebescheinigung",
        legal_basis="Art. 6 Abs. 1 Buchst. b und e DSGVO",
        data_class=DataClass.P1,
        keep_for=0,
        keep_from="shred_on",
        keep_because="Bis zum genannten Tag nach der Veranstaltung, meist 30 Tage",
        # Most people have no account: the row itself is who registered.
        shared_by="user",
        holds="registration",
    )

    registration = LocalOneToOneField(
        Registration, on_delete=models.CASCADE, related_name="registrant"
    )
    bookable = LocalForeignKey(
        Bookable, on_delete=models.PROTECT, related_name="registrants"
    )
    name = models.CharField(max_length=120)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    # The lines below the name on an envelope; asked at the desk only.
    address = models.CharField(max_length=200, blank=True)
    user = LocalForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    seed = models.CharField(max_length=40, editable=False)
    link_hash = models.CharField(max_length=64, editable=False)
    shred_on = models.DateField()

    class Meta:
        verbose_name = _("registered person")
        verbose_name_plural = _("registered people")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "link_hash"], name="one_registrant_per_link"
            )
        ]
        indexes = [
            models.Index(
                fields=["municipality", "bookable", "email"],
                name="registrants_by_address",
            )
        ]
