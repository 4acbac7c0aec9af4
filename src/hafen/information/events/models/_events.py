from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hafen.core.db.fields import LocalForeignKey, LocalOneToOneField
from hafen.core.db.identifiers import short_id
from hafen.core.db.names import address_of
from hafen.core.db.personal_data import NO_PERSONAL_DATA, DataClass, PersonalData
from hafen.core.places.models import District, MunicipalityRow, Room, Site
from hafen.core.taxonomy.models import Term
from hafen.core.translation.models import Translatable, Translation
from hafen.mechanisms.questions.models import Questionnaire
from hafen.network.organisations.models import Organisation


class Campaign(MunicipalityRow):
    """A motto under which several events stand, such as a week of engagement."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    short_id = models.CharField(max_length=16, default=short_id, editable=False)
    # By language; the first language of the town is always there.
    titles = models.JSONField(default=dict)
    texts = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "short_id"], name="one_campaign_per_short_id"
            )
        ]

    def title_in(self, language: str) -> str:
        return str(
            self.titles.get(language)
            or self.titles.get("de")
            or next(iter(self.titles.values()), "")
        )

    def text_in(self, language: str) -> str:
        return str(self.texts.get(language) or self.texts.get("de", ""))


class EventQuerySet(models.QuerySet["Event"]):
    def present(self) -> Self:
        return self.exclude(state__in=["ARCHIVED", "DECLINED"])

    def public(self) -> Self:
        """Keep what everybody may see; what is called off stays in sight."""
        return self.filter(state__in=PUBLIC)


class Texts(models.Model):
    """The texts of an event, in its own language and in the translations."""

    title = models.CharField(_("title"), max_length=200)
    summary = models.CharField(_("in one sentence"), max_length=300, blank=True)
    description = models.TextField(_("description"), blank=True)
    programme = models.TextField(_("programme"), blank=True)

    class Meta:
        abstract = True


TEXT_FIELDS = ("title", "summary", "description", "programme")


class Event(Texts, Translatable, MunicipalityRow):
    """One event, once or as a series; its dates are `EventDate`.

    Times are those on the clock of the zone. What a rule means says
    `hafen.information.events.recurrence`. Its texts belong to the whole series,
    so a translation of them is one of all dates.
    """

    class Kind(models.TextChoices):
        CAFE = "CAFE", _("café or open meeting")
        INFORMATION = "INFORMATION", _("information event")
        NEIGHBOURS = "NEIGHBOURS", _("information for neighbours")
        CITIZENS = "CITIZENS", _("citizens' meeting")
        WORKSHOP = "WORKSHOP", _("workshop")
        CONFERENCE = "CONFERENCE", _("conference")
        SYMPOSIUM = "SYMPOSIUM", _("symposium")
        LECTURE = "LECTURE", _("lecture")
        EXCHANGE = "EXCHANGE", _("exchange of experience")
        FESTIVAL = "FESTIVAL", _("festival or joint action")
        TRAINING = "TRAINING", _("training")
        CULTURE = "CULTURE", _("culture and leisure")
        OTHER = "OTHER", _("other event")

    class State(models.TextChoices):
        DRAFT = "DRAFT", _("draft")
        SUBMITTED = "SUBMITTED", _("to be checked")
        PUBLISHED = "PUBLISHED", _("published")
        CANCELLED = "CANCELLED", _("called off")
        DECLINED = "DECLINED", _("not accepted")
        ARCHIVED = "ARCHIVED", _("archived")

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA
    TRANSLATED_FIELDS: ClassVar[tuple[str, ...]] = TEXT_FIELDS

    short_id = models.CharField(max_length=16, default=short_id, editable=False)
    slug = models.SlugField(max_length=60, blank=True, editable=False)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.OTHER)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    organisation = LocalForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="events",
    )
    organiser = models.CharField(max_length=200, blank=True)
    campaign = LocalForeignKey(
        Campaign,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="events",
    )
    site = LocalForeignKey(
        Site, on_delete=models.PROTECT, null=True, blank=True, related_name="events"
    )
    room = LocalForeignKey(
        Room, on_delete=models.PROTECT, null=True, blank=True, related_name="events"
    )
    place = models.CharField(max_length=200, blank=True)
    district = LocalForeignKey(
        District, on_delete=models.PROTECT, null=True, blank=True, related_name="events"
    )
    online_address = models.URLField(max_length=500, blank=True)
    website = models.URLField(max_length=500, blank=True)
    contact = models.CharField(max_length=200, blank=True)
    languages = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    is_free = models.BooleanField(null=True, blank=True)
    is_accessible = models.BooleanField(null=True, blank=True)
    is_pinned = models.BooleanField(default=False)
    takes_questions = models.BooleanField(default=False)
    asks_needs = models.BooleanField(default=False)
    published_at = models.DateTimeField(null=True, editable=False)

    first_day = models.DateField()
    last_day = models.DateField()
    starts = models.TimeField(null=True, blank=True)
    ends = models.TimeField(null=True, blank=True)
    zone = models.CharField(max_length=40, default="Europe/Berlin")
    rule = models.CharField(max_length=300, blank=True)
    until = models.DateField(null=True, blank=True)
    count = models.PositiveSmallIntegerField(null=True, blank=True)

    has_registration = models.BooleanField(default=False)
    places = models.PositiveIntegerField(null=True, blank=True)
    waiting_places = models.PositiveIntegerField(null=True, blank=True)
    most_seats = models.PositiveSmallIntegerField(default=1)
    needs_approval = models.BooleanField(default=False)
    offer_hours = models.PositiveSmallIntegerField(default=48)
    closes_hours = models.PositiveSmallIntegerField(default=0)
    remind_hours = models.PositiveSmallIntegerField(default=24)
    keep_days = models.PositiveSmallIntegerField(default=30)
    questionnaire = LocalForeignKey(
        Questionnaire,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="events",
    )

    objects = EventQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "short_id"], name="one_event_per_short_id"
            ),
            models.CheckConstraint(
                name="event_ends_after_it_begins",
                condition=Q(last_day__gte=F("first_day")),
            ),
            models.CheckConstraint(
                name="event_that_ends_begins_at_a_time",
                condition=Q(ends__isnull=True) | Q(starts__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "state", "first_day"], name="events_by_day"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def address(self) -> str:
        """The last part of its public address; the short id alone finds it."""
        return address_of(self.slug, self.short_id)

    @property
    def is_all_day(self) -> bool:
        return self.starts is None

    @property
    def is_series(self) -> bool:
        return bool(self.rule)

    @property
    def is_public(self) -> bool:
        return self.state in PUBLIC

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_submitted(self) -> bool:
        return self.state == self.State.SUBMITTED

    @property
    def is_cancelled(self) -> bool:
        return self.state == self.State.CANCELLED

    @property
    def is_archived(self) -> bool:
        return self.state in {self.State.ARCHIVED, self.State.DECLINED}


PUBLIC = (Event.State.PUBLISHED, Event.State.CANCELLED)


class EventTranslation(Texts, Translation):
    """The texts of an event, of all its dates, in one further language."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    title = models.CharField(_("title"), max_length=200, blank=True)
    event = LocalForeignKey(
        Event, on_delete=models.CASCADE, related_name="translations"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["event", "language"], name="one_event_text_per_language"
            )
        ]

    def __str__(self) -> str:
        return f"{self.event_id} {self.language}"


class EventTopic(MunicipalityRow):
    """An event has to do with a need of the taxonomy."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    event = LocalForeignKey(Event, on_delete=models.CASCADE, related_name="topics")
    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["event", "term"], name="one_topic_per_event_and_term"
            )
        ]


class EventPartner(MunicipalityRow):
    """An organisation that takes part in an event beside the organiser."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    event = LocalForeignKey(Event, on_delete=models.CASCADE, related_name="partners")
    organisation = LocalForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="events_as_partner"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["event", "organisation"], name="one_partner_per_event"
            )
        ]


class Submitter(MunicipalityRow):
    """Who handed an event in on the public form, for questions and the answer."""

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("name", "email", "organisation"),
        purpose="Rückfragen zu einer eingereichten Veranstaltung und Antwort darauf",
        legal_basis="Art. 6 Abs. 1 Buchst. e DSGVO",
        data_class=DataClass.P1,
        keep_for=90,
        keep_from="decided_at",
        keep_because="Drei Monate nach der Entscheidung, für Rückfragen",
    )

    event = LocalOneToOneField(
        Event, on_delete=models.CASCADE, related_name="submitter"
    )
    name = models.CharField(max_length=120)
    email = models.EmailField()
    organisation = models.CharField(max_length=200)
    language = models.CharField(max_length=12)
    decided_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("submitter of an event")
        verbose_name_plural = _("submitters of events")
