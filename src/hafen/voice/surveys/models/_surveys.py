from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.identifiers import short_id
from hafen.core.db.personal_data import NO_PERSONAL_DATA, PersonalData
from hafen.core.places.models import MunicipalityRow
from hafen.mechanisms.questions.models import Question, Questionnaire, said_in


class Survey(MunicipalityRow):
    """A questionnaire that is asked once or again and again, and of whom."""

    class Audience(models.TextChoices):
        NEWCOMERS = "NEWCOMERS", _("people who are new here")
        PARTNERS = "PARTNERS", _("partners and volunteers")
        RESIDENTS = "RESIDENTS", _("residents")
        EVERYBODY = "EVERYBODY", _("everybody")

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    name = models.CharField(_("name"), max_length=160)
    sort_key = models.CharField(max_length=200, editable=False, db_collation="C")
    # By language: what stands above the questions.
    titles = models.JSONField(_("title"), default=dict)
    introductions = models.JSONField(_("introduction"), default=dict, blank=True)
    audience = models.CharField(_("of whom"), max_length=10, choices=Audience)
    questionnaire = LocalForeignKey(
        Questionnaire, on_delete=models.PROTECT, related_name="surveys"
    )
    # The template that it was made from; lists are recognised by its headings.
    instrument = models.CharField(max_length=40, blank=True, editable=False)
    # By which answer groups are told apart, and which one counts people.
    group_question = LocalForeignKey(
        Question, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    persons_question = LocalForeignKey(
        Question, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # Counts below it are not shown; 0 and 1 show all.
    least_cell = models.PositiveSmallIntegerField(_("smallest count shown"), default=5)
    is_archived = models.BooleanField(_("archived"), default=False)

    class Meta:
        verbose_name = _("survey")
        verbose_name_plural = _("surveys")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "sort_key"], name="one_survey_per_name"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def title_in(self, language: str) -> str:
        return said_in(self.titles, language) or self.name

    def introduction_in(self, language: str) -> str:
        return said_in(self.introductions, language)

    @property
    def languages(self) -> list[str]:
        """The languages of the town in which it has a title, the main one first."""
        found = [tag for tag in self.municipality.languages if self.titles.get(tag)]
        return found or [self.municipality.default_language]


class WaveQuerySet(models.QuerySet["Wave"]):
    def open_on(self, today: date) -> Self:
        return self.filter(
            opens_on__lte=today, closes_on__gte=today, approved_on__isnull=True
        )

    def over_on(self, today: date) -> Self:
        return self.filter(closes_on__lt=today)


class Wave(MunicipalityRow):
    """One time that a survey is asked.

    Its row is the lock: who answers, and who closes it, holds it.
    """

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    survey = LocalForeignKey(Survey, on_delete=models.CASCADE, related_name="waves")
    number = models.PositiveSmallIntegerField(_("number"))
    name = models.CharField(_("name"), max_length=80)
    short_id = models.CharField(max_length=16, default=short_id, editable=False)
    opens_on = models.DateField(_("open from"))
    closes_on = models.DateField(_("open until"))
    takes_open_link = models.BooleanField(_("one link for everybody"), default=True)
    # How many were asked, by the key of the group; "" where nobody tells them apart.
    invited = models.JSONField(_("invited"), default=dict, blank=True)
    remark = models.TextField(_("how it was asked"), blank=True)
    approved_on = models.DateField(_("report approved on"), null=True, editable=False)
    # The tables as they were when the single answers went.
    kept = models.JSONField(default=dict, blank=True, editable=False)

    objects = WaveQuerySet.as_manager()

    class Meta:
        verbose_name = _("survey round")
        verbose_name_plural = _("survey rounds")
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "number"], name="waves_of_a_survey_are_numbered"
            ),
            models.UniqueConstraint(
                fields=["municipality", "short_id"], name="one_wave_per_address"
            ),
            models.CheckConstraint(
                name="a_wave_closes_after_it_opens",
                condition=Q(closes_on__gte=F("opens_on")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def is_open(self, today: date) -> bool:
        is_time = self.opens_on <= today <= self.closes_on
        return is_time and self.approved_on is None

    @property
    def invited_in_all(self) -> int:
        return sum(self.invited.values())
