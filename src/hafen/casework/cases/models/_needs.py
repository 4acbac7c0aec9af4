"""What people need, area of life by area of life, asked again and again."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.casework.cases.models._cases import Case
from hafen.casework.cases.models._households import declare
from hafen.core.db.encryption import EncryptedTextField
from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.personal_data import DataClass, PersonalData
from hafen.core.places.models import MunicipalityRow


class Sensitive(MunicipalityRow):
    """Something of a case that can be of a special category.

    Of health, the mind and violence the fact alone is for who owns the case and
    for deputies, as `SpecialNote` is.
    """

    visible_only: ClassVar[str] = (
        "municipality_id = {opened} OR case_id = {opened} OR NOT is_special"
        " OR case_id IN (SELECT cases_worked_on())"
    )
    visible_with: ClassVar[str] = "case"

    case = LocalForeignKey(Case, on_delete=models.CASCADE, related_name="%(class)ss")
    is_special = models.BooleanField(default=False)

    class Meta:
        abstract = True


class AboutDomain(Sensitive):
    """Something of a case in one of the needs domains (`core/taxonomy`)."""

    domain = models.CharField(_("area of life"), max_length=40)

    class Meta:
        abstract = True


class Urgency(models.TextChoices):
    NONE = "NONE", pgettext_lazy("urgency", "no need")
    LATER = "LATER", pgettext_lazy("urgency", "later")
    MONTH = "MONTH", pgettext_lazy("urgency", "this month")
    WEEK = "WEEK", pgettext_lazy("urgency", "this week")
    TODAY = "TODAY", pgettext_lazy("urgency", "today")


# As the badges of the house colour it.
_LOOKS = {
    Urgency.NONE: "success",
    Urgency.MONTH: "info",
    Urgency.WEEK: "warning",
    Urgency.TODAY: "danger",
}


class Urgent(AboutDomain):
    urgency = models.CharField(_("how urgent"), max_length=8, choices=Urgency)

    class Meta:
        abstract = True

    @property
    def look(self) -> str:
        return _LOOKS.get(Urgency(self.urgency), "")


class NeedRating(Urgent):
    """How urgent an area of life was on a day; all of a day form a sheet."""

    personal_data: ClassVar[PersonalData] = declare(
        DataClass.C2, "domain", "urgency", "is_wish", "reason", subject="case"
    )

    on = models.DateField(_("day"))
    is_wish = models.BooleanField(_("wish of the person"), default=False)
    reason = EncryptedTextField(_("reason"), blank=True)
    author = LocalForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True
    )

    class Meta:
        verbose_name = _("rating of a need")
        verbose_name_plural = _("ratings of needs")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "on", "domain"], name="one_rating_of_a_domain_per_day"
            )
        ]


class NeedTopic(Urgent):
    """A need, from the first sheet that names it until it is met, or not."""

    class State(models.TextChoices):
        OPEN = "OPEN", pgettext_lazy("need", "open")
        OFFERED = "OFFERED", pgettext_lazy("need", "help is offered")
        RUNNING = "RUNNING", pgettext_lazy("need", "help is running")
        MET = "MET", pgettext_lazy("need", "met")
        PARTLY = "PARTLY", pgettext_lazy("need", "met in part")
        NOT_MET = "NOT_MET", pgettext_lazy("need", "not met")
        WITHDRAWN = "WITHDRAWN", pgettext_lazy("need", "no subject any more")
        CLOSED = "CLOSED", pgettext_lazy("need", "ended with the case")

    LIVING = (State.OPEN, State.OFFERED, State.RUNNING)

    personal_data: ClassVar[PersonalData] = declare(
        DataClass.C2, "domain", "urgency", "state", "offer", subject="case"
    )

    since = models.DateField(_("since"))
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.OPEN
    )
    offered_on = models.DateField(_("first offer on"), null=True)
    # What it was: an office, a measure, or a kind of help.
    offer = models.CharField(_("first offer"), max_length=200, blank=True, default="")
    ended_on = models.DateField(_("ended on"), null=True)

    class Meta:
        verbose_name = _("need of a household")
        verbose_name_plural = _("needs of households")
        indexes = [
            models.Index(fields=["municipality", "since"], name="needs_by_first_day")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "domain"],
                condition=Q(ended_on__isnull=True),
                name="one_living_need_of_a_domain",
            ),
            models.CheckConstraint(
                name="a_need_ends_with_a_state",
                condition=Q(
                    ended_on__isnull=True, state__in=["OPEN", "OFFERED", "RUNNING"]
                )
                | (
                    Q(ended_on__gte=F("since"))
                    & ~Q(state__in=["OPEN", "OFFERED", "RUNNING"])
                ),
            ),
            models.CheckConstraint(
                name="an_offer_does_not_come_before_the_need",
                condition=Q(offered_on__isnull=True) | Q(offered_on__gte=F("since")),
            ),
        ]

    @property
    def is_living(self) -> bool:
        return self.ended_on is None
