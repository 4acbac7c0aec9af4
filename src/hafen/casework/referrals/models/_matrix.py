"""Who does what in the town, and what nobody has answered yet."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.personal_data import NO_PERSONAL_DATA, DataClass, PersonalData
from hafen.core.places.models import MunicipalityRow, NamedRow, Unit
from hafen.network.organisations.models import Organisation


class Duty(NamedRow):
    """A task of the town's work, agreed in a paper: the row of the matrix."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    topic = models.CharField(_("topic"), max_length=60, blank=True)
    # The agreement or the catalogue in which it is written, with its date.
    source = models.CharField(_("where this is agreed"), max_length=200, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("responsibility", "task")
        verbose_name_plural = pgettext_lazy("responsibility", "tasks")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "name"], name="one_duty_per_name"
            )
        ]


class DutyActor(MunicipalityRow):
    """An office or an organisation has a part in a task; one leads it."""

    class Part(models.TextChoices):
        LEADS = "LEADS", pgettext_lazy("responsibility", "leads")
        SUPPORTS = "SUPPORTS", pgettext_lazy("responsibility", "supports")
        INFORMED = "INFORMED", pgettext_lazy("responsibility", "is informed")

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    duty = LocalForeignKey(Duty, on_delete=models.CASCADE, related_name="actors")
    unit = LocalForeignKey(
        Unit, on_delete=models.CASCADE, related_name="+", null=True, blank=True
    )
    organisation = LocalForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="+", null=True, blank=True
    )
    part = models.CharField(_("part"), max_length=10, choices=Part)

    class Meta:
        verbose_name = _("actor of a task")
        verbose_name_plural = _("actors of tasks")
        constraints = [
            models.CheckConstraint(
                name="a_part_in_a_duty_is_of_one_actor",
                condition=Q(unit__isnull=True, organisation__isnull=False)
                | Q(unit__isnull=False, organisation__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["duty", "unit", "organisation"],
                nulls_distinct=False,
                name="one_part_per_actor_in_a_duty",
            ),
        ]

    @property
    def name(self) -> str:
        row = self.unit or self.organisation
        return row.name if row else ""


class OpenQuestion(MunicipalityRow):
    """Who is responsible for it? Asked of a county or a state, and reminded of."""

    class State(models.TextChoices):
        OPEN = "OPEN", pgettext_lazy("question", "open")
        ANSWERED = "ANSWERED", pgettext_lazy("question", "answered")
        DROPPED = "DROPPED", pgettext_lazy("question", "no longer asked")

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("question", "addressee", "email", "answer"),
        purpose="Klärung offener Zuständigkeiten zwischen Behörden",
        legal_basis="Art. 6 Abs. 1 Buchst. e DSGVO",
        data_class=DataClass.P1,
        keep_for=3 * 365,
        keep_from="settled_on",
        keep_because="Drei Jahre nach der Klärung, zum Nachlesen",
        subject="email",
    )

    question = models.TextField(_("question"))
    topic = models.CharField(_("topic"), max_length=60, blank=True)
    addressee = models.CharField(_("who is asked"), max_length=200)
    email = models.EmailField(_("e-mail address"), blank=True)
    owner = LocalForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_on = models.DateField(_("asked on"))
    every_days = models.PositiveSmallIntegerField(_("remind every … days"), default=28)
    remind_on = models.DateField(_("remind on"))
    reminders = models.PositiveSmallIntegerField(_("reminders"), default=0)
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.OPEN
    )
    answer = models.TextField(_("answer"), blank=True)
    settled_on = models.DateField(_("settled on"), null=True)

    class Meta:
        verbose_name = _("open question of responsibility")
        verbose_name_plural = _("open questions of responsibility")
        constraints = [
            models.CheckConstraint(
                name="a_settled_question_says_when",
                condition=Q(state="OPEN", settled_on__isnull=True)
                | ~Q(state="OPEN") & Q(settled_on__isnull=False),
            ),
            models.CheckConstraint(
                name="an_answered_question_has_an_answer",
                condition=~Q(state="ANSWERED") | ~Q(answer=""),
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    def is_due(self, today: date) -> bool:
        return self.is_open and self.remind_on <= today
