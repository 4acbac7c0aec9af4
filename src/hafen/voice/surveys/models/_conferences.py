"""What people say is good and less good, and what follows from it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.identifiers import short_id
from hafen.core.db.personal_data import NO_PERSONAL_DATA, DataClass, PersonalData
from hafen.core.places.models import MunicipalityRow
from hafen.mechanisms.questions.models import said_in
from hafen.voice.surveys.models._answers import Timeless


class Side(models.TextChoices):
    GOOD = "GOOD", _("goes well")
    LESS_GOOD = "LESS_GOOD", _("goes less well")


class Conference(MunicipalityRow):
    """A meeting at which those concerned say how it goes."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    # By language, as with surveys.
    titles = models.JSONField(_("title"), default=dict)
    held_on = models.DateField(_("held on"))
    short_id = models.CharField(max_length=16, default=short_id, editable=False)
    # Statements come from the web up to this day; None: only from the meeting.
    open_until = models.DateField(_("online until"), null=True, blank=True)
    published_on = models.DateField(_("published on"), null=True, editable=False)

    class Meta:
        verbose_name = _("feedback conference")
        verbose_name_plural = _("feedback conferences")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "short_id"], name="one_conference_per_address"
            )
        ]

    def __str__(self) -> str:
        return self.title_in(self.municipality.default_language)

    def title_in(self, language: str) -> str:
        return said_in(self.titles, language)


class Topic(MunicipalityRow):
    """What several statements have in common.

    Who is responsible and until when, the todo about it says (`todos`).
    """

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    conference = LocalForeignKey(
        Conference, on_delete=models.CASCADE, related_name="clusters"
    )
    side = models.CharField(_("column"), max_length=9, choices=Side)
    name = models.CharField(_("topic"), max_length=120)
    sort_key = models.CharField(max_length=160, editable=False, db_collation="C")
    follow_up = models.CharField(_("what follows"), max_length=300, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    # Who answers for it outside: an office, never the name of a person.
    office = models.CharField(_("responsible office"), max_length=120, blank=True)
    outcome = models.TextField(_("what came of it"), blank=True)

    class Meta:
        verbose_name = _("topic of a feedback conference")
        verbose_name_plural = _("topics of feedback conferences")
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "side", "sort_key"],
                name="one_topic_per_column_and_name",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Statement(Timeless):
    """What somebody said, without who it was and when."""

    class Group(models.TextChoices):
        REFUGEES = "REFUGEES", _("people who fled")
        CARERS = "CARERS", _("carers and volunteers")
        COUNCILS = "COUNCILS", _("residents' councils")
        ADVICE = "ADVICE", _("advice centres")
        ALLIANCES = "ALLIANCES", _("welcome alliances")
        POLITICIANS = "POLITICIANS", _("politicians")
        OTHERS = "OTHERS", _("others")

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("text", "group"),
        purpose="Auswertung einer Folgeveranstaltung",
        legal_basis="Art. 6 Abs. 1 Buchst. e DSGVO",
        data_class=DataClass.S,
        keep_because="Ein Jahr nach der Veranstaltung, danach nur, was gezeigt wird",
    )

    conference = LocalForeignKey(
        Conference, on_delete=models.CASCADE, related_name="statements"
    )
    side = models.CharField(_("column"), max_length=9, choices=Side)
    text = models.CharField(_("what was said"), max_length=300)
    group = models.CharField(_("group"), max_length=11, choices=Group, blank=True)
    votes = models.PositiveSmallIntegerField(_("votes"), default=0)
    topic = LocalForeignKey(
        Topic,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="statements",
    )
    # Read by somebody at the desk, and free of names.
    is_shown = models.BooleanField(_("shown outside"), default=False)

    class Meta:
        verbose_name = _("statement at a feedback conference")
        verbose_name_plural = _("statements at feedback conferences")
        constraints = [
            models.CheckConstraint(
                name="shown_statements_have_a_topic",
                condition=Q(is_shown=False) | Q(topic__isnull=False),
            )
        ]
