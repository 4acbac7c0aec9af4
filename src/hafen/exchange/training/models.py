from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.core.db.fields import LocalForeignKey, LocalOneToOneField
from hafen.core.db.personal_data import NO_PERSONAL_DATA, DataClass, PersonalData
from hafen.core.places.models import MunicipalityRow
from hafen.exchange.pool.models import Helper
from hafen.information.events.models import Event
from hafen.mechanisms.bookings.models import Registration
from hafen.mechanisms.questions.models import Questionnaire
from hafen.network.organisations.models import Organisation

_LAW = "Art. 6 Abs. 1 Buchst. b und e DSGVO"


class Group(models.TextChoices):
    """For whom a training is, and who takes part."""

    VOLUNTEER = "VOLUNTEER", _("volunteers")
    STAFF = "STAFF", _("staff")
    INTERPRETER = "INTERPRETER", _("interpreters")
    NEWCOMER = "NEWCOMER", _("newcomers")


class Module(MunicipalityRow):
    """A training as such: how long it takes, and for how long it counts."""

    class Kind(models.TextChoices):
        BASIC = "BASIC", pgettext_lazy("training", "basic training")
        FURTHER = "FURTHER", pgettext_lazy("training", "further module")
        SUBJECT = "SUBJECT", pgettext_lazy("training", "specialisation")
        INTERCULTURAL = "INTERCULTURAL", pgettext_lazy("training", "intercultural")
        DIVERSITY = "DIVERSITY", pgettext_lazy("training", "diversity")
        EVENT = "EVENT", pgettext_lazy("training", "information event")

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    name = models.CharField(max_length=160)
    sort_key = models.CharField(max_length=200, editable=False, db_collation="C")
    kind = models.CharField(max_length=13, choices=Kind, default=Kind.FURTHER)
    # Different parts; the same part twice counts once.
    parts = models.PositiveSmallIntegerField(default=1)
    minutes = models.PositiveSmallIntegerField(default=180)
    valid_months = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = _("training")
        verbose_name_plural = _("trainings")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "sort_key"], name="one_training_per_name"
            ),
            models.CheckConstraint(
                name="a_training_takes_time",
                condition=Q(parts__range=(1, 30), minutes__gte=1),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Run(MunicipalityRow):
    """A training on certain days; the days are those of its event."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    module = LocalForeignKey(Module, on_delete=models.PROTECT, related_name="runs")
    event = LocalOneToOneField(Event, on_delete=models.CASCADE, related_name="training")
    groups = ArrayField(models.CharField(max_length=11, choices=Group))
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    # When each part begins; what moves among them is told to those who come. None
    # is left once all are called off.
    parts_at = ArrayField(models.DateTimeField(), blank=True)
    # How long each part lasts.
    part_minutes = models.PositiveSmallIntegerField()
    owner = LocalForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("date of a training")
        verbose_name_plural = _("dates of trainings")
        indexes = [
            models.Index(fields=["municipality", "starts_at"], name="trainings_by_day")
        ]

    @property
    def missing_parts(self) -> int:
        """How many parts the training has beyond those of this run.

        Nobody completes it by this run alone; one that is called off lacks nothing.
        """
        return max(0, self.module.parts - len(self.parts_at)) if self.parts_at else 0

    @property
    def group_names(self) -> list[str]:
        return [str(Group(each).label) for each in self.groups]


class Unit(MunicipalityRow):
    """An office or team whose staff is trained; names of people are not kept."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    name = models.CharField(max_length=160)
    sort_key = models.CharField(max_length=200, editable=False, db_collation="C")
    contact = models.CharField(max_length=200, blank=True)
    people = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "sort_key"], name="one_unit_per_name"
            )
        ]


class ParticipantQuerySet(models.QuerySet["Participant"]):
    def coming(self) -> Self:
        """Keep those who have a place, or need none."""
        return self.filter(Q(registration=None) | Q(registration__state="CONFIRMED"))


class Participant(MunicipalityRow):
    """Somebody who takes part in a run, or contributes to it."""

    class Role(models.TextChoices):
        LEARNS = "LEARNS", pgettext_lazy("training", "takes part")
        CONTRIBUTES = "CONTRIBUTES", pgettext_lazy("training", "contributes")

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("name", "language", "interpreter", "helper", "user", "unit"),
        purpose="Teilnahme an einer Fortbildung und Nachweis darüber",
        legal_basis=_LAW,
        data_class=DataClass.V1,
        keep_for=1_095,
        keep_from="kept_from",
        keep_because="Drei Jahre nach der Fortbildung, für spätere Bescheinigungen",
        subject="helper",
    )

    run = LocalForeignKey(Run, on_delete=models.CASCADE, related_name="participants")
    registration = LocalOneToOneField(
        Registration, on_delete=models.SET_NULL, related_name="trained", null=True
    )
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=12, default="de")
    group = models.CharField(max_length=11, choices=Group)
    role = models.CharField(max_length=11, choices=Role, default=Role.LEARNS)
    interpreter = models.CharField(max_length=12, blank=True)
    helper = LocalForeignKey(
        Helper, on_delete=models.SET_NULL, related_name="trained", null=True
    )
    user = LocalForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True
    )
    unit = LocalForeignKey(
        Unit,
        on_delete=models.SET_NULL,
        related_name="trained",
        null=True,
        verbose_name=_("Unit"),
    )
    completed_on = models.DateField(null=True)
    kept_from = models.DateField()

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        verbose_name = _("participant of a training")
        verbose_name_plural = _("participants of trainings")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "run", "helper"],
                condition=Q(helper__isnull=False),
                name="a_helper_takes_part_once",
            ),
            models.UniqueConstraint(
                fields=["municipality", "run", "user"],
                condition=Q(user__isnull=False),
                name="a_colleague_takes_part_once",
            ),
        ]

    @property
    def learns(self) -> bool:
        return self.role == self.Role.LEARNS


class Attendance(MunicipalityRow):
    """That somebody was there at one part, be it in another run."""

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("participant",),
        purpose="Nachweis der Teilnahme an einer Fortbildung",
        legal_basis=_LAW,
        data_class=DataClass.V1,
        keep_because="So lange wie die Teilnahme, zu der sie gehört",
        subject="participant__helper",
    )

    participant = LocalForeignKey(
        Participant,
        on_delete=models.CASCADE,
        related_name="attendances",
        verbose_name=_("participant of a training"),
    )
    run = LocalForeignKey(Run, on_delete=models.CASCADE, related_name="attendances")
    part = models.PositiveSmallIntegerField()
    day = models.DateField()
    minutes = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "participant", "part"],
                name="a_part_counts_once",
            )
        ]


class Qualification(MunicipalityRow):
    """What somebody has learned, here or elsewhere, and until when it counts."""

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("helper", "user", "note"),
        purpose="Voraussetzung für Aufgaben im Ehrenamt und im Sprachmitteln",
        legal_basis=_LAW,
        data_class=DataClass.V1,
        keep_because="So lange wie die Person mitarbeitet",
        subject="helper",
    )

    helper = LocalForeignKey(
        Helper, on_delete=models.CASCADE, related_name="qualifications", null=True
    )
    user = LocalForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", null=True
    )
    module = LocalForeignKey(Module, on_delete=models.PROTECT, related_name="+")
    acquired_on = models.DateField()
    valid_until = models.DateField(null=True)
    # Of what was learned elsewhere: which paper the desk has seen.
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("qualification")
        verbose_name_plural = _("qualifications")
        constraints = [
            models.CheckConstraint(
                name="a_qualification_is_somebodys",
                condition=Q(helper__isnull=False, user__isnull=True)
                | Q(helper__isnull=True, user__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["municipality", "helper", "user", "module", "acquired_on"],
                nulls_distinct=False,
                name="one_qualification_per_day",
            ),
        ]

    def holds_on(self, day: date) -> bool:
        return self.acquired_on <= day and (
            self.valid_until is None or day <= self.valid_until
        )


class Affiliation(MunicipalityRow):
    """Which association accompanies a helper, and sees to the training."""

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("helper",),
        purpose="Zuständigkeit eines Vereins für Schulung und Begleitung",
        legal_basis=_LAW,
        data_class=DataClass.V1,
        keep_because="So lange wie die Person mitarbeitet",
        subject="helper",
    )

    helper = LocalOneToOneField(
        Helper, on_delete=models.CASCADE, related_name="affiliation"
    )
    organisation = LocalForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="+"
    )

    class Meta:
        verbose_name = _("association of a helper")
        verbose_name_plural = _("associations of helpers")


class PollRefusal(MunicipalityRow):
    """Somebody who wants no more invitations to polls."""

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("helper",),
        purpose="Keine weiteren Einladungen zu Umfragen, auf eigenen Wunsch",
        legal_basis="Art. 21 Abs. 1 DSGVO",
        data_class=DataClass.V1,
        keep_because="So lange wie die Person mitarbeitet oder bis zum Widerruf",
        subject="helper",
    )

    helper = LocalOneToOneField(
        Helper, on_delete=models.CASCADE, related_name="poll_refusal"
    )

    class Meta:
        verbose_name = _("refusal of invitations to polls")
        verbose_name_plural = _("refusals of invitations to polls")


class Poll(MunicipalityRow):
    """What helpers would like to learn: topics to tick, and a free line.

    `planned` holds the run that a topic became, by the key of the topic.
    """

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    title = models.CharField(max_length=160)
    questionnaire = LocalForeignKey(
        Questionnaire, on_delete=models.PROTECT, related_name="+"
    )
    closes_on = models.DateField()
    invited_at = models.DateTimeField(null=True)
    invited = models.PositiveIntegerField(default=0)
    planned = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("poll on training")
        verbose_name_plural = _("polls on training")

    def is_open(self, today: date) -> bool:
        return today <= self.closes_on
