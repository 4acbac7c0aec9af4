from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.casework.outreach.models._arrivals import Arrival, declare
from hafen.core.db.encryption import EncryptedTextField
from hafen.core.db.fields import LocalForeignKey, LocalOneToOneField
from hafen.core.db.personal_data import DataClass, PersonalData
from hafen.core.places.models import MunicipalityRow
from hafen.exchange.interpreting.models import Appointment as Interpreting
from hafen.information.knowledge.models import Paper

_OF_MY_TEAMS = (
    "EXISTS (SELECT FROM outreach_arrival AS above WHERE above.id = arrival_id"
    " AND above.team_id IN (SELECT cases_my_teams()))"
)


class HomeVisit(MunicipalityRow):
    """Somebody of the team goes to see people at home: announced, then recorded."""

    class Announced(models.TextChoices):
        LETTER = "LETTER", _("by letter")
        PHONE = "PHONE", _("by telephone")
        PERSON = "PERSON", _("in person")
        NOT = "NOT", _("not announced")

    class Interpreter(models.TextChoices):
        NONE = "NONE", _("none needed")
        BOOKED = "BOOKED", _("an interpreter comes along")
        PHONE = "PHONE", _("an interpreter by telephone")
        MISSING = "MISSING", _("needed, not found")

    class Result(models.TextChoices):
        PLANNED = "", _("planned")
        MET = "MET", pgettext_lazy("visit", "met")
        NOT_MET = "NOT_MET", pgettext_lazy("visit", "not met")
        REFUSED = "REFUSED", pgettext_lazy("visit", "refused")
        CANCELLED = "CANCELLED", pgettext_lazy("visit", "cancelled")

    personal_data: ClassVar[PersonalData] = declare(
        DataClass.C1, "result", "persons_met", subject="arrival"
    )
    visible_only: ClassVar[str] = (
        f"municipality_id = {{opened}} OR visitor_id = {{opened}} OR {_OF_MY_TEAMS}"
    )

    arrival = LocalForeignKey(Arrival, on_delete=models.CASCADE, related_name="visits")
    visitor = LocalForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    on = models.DateField()
    at = models.TimeField(null=True, blank=True)
    announced = models.CharField(max_length=8, choices=Announced)
    interpreter = models.CharField(
        max_length=8, choices=Interpreter, default=Interpreter.NONE
    )
    # Asked for in the exchange; of what is booked elsewhere there is none.
    interpreting = LocalForeignKey(
        Interpreting, on_delete=models.SET_NULL, related_name="+", null=True
    )
    result = models.CharField(_("result"), max_length=10, choices=Result, blank=True)
    persons_met = models.PositiveSmallIntegerField(_("persons met"), null=True)

    class Meta:
        verbose_name = _("home visit")
        verbose_name_plural = _("home visits")
        indexes = [models.Index(fields=["visitor", "on"], name="home_visits_of_a_day")]
        constraints = [
            models.CheckConstraint(
                name="people_are_met_when_they_are_met",
                condition=Q(persons_met__isnull=True)
                | Q(result="MET", persons_met__gte=1),
            )
        ]

    @property
    def is_planned(self) -> bool:
        return not self.result

    @property
    def has_booking(self) -> bool:
        """Whether an interpreter is asked for in the exchange, or comes."""
        booked = self.interpreting
        return booked is not None and booked.is_living

    @property
    def is_met(self) -> bool:
        return self.result == self.Result.MET


class VisitNote(MunicipalityRow):
    """What was seen and heard at a visit: for its author and who is responsible."""

    personal_data: ClassVar[PersonalData] = declare(
        DataClass.C2, "text", subject="visit"
    )
    visible_only: ClassVar[str] = (
        "municipality_id = {opened} OR author_id = {actor}"
        " OR EXISTS (SELECT FROM outreach_homevisit AS visit"
        " JOIN outreach_arrival AS above ON above.id = visit.arrival_id"
        " WHERE visit.id = visit_id"
        " AND (above.household_id IN (SELECT cases_named())"
        " OR above.team_id IN (SELECT cases_led_teams())))"
    )
    visible_with: ClassVar[str] = "visit"

    visit = LocalOneToOneField(HomeVisit, on_delete=models.CASCADE, related_name="note")
    text = EncryptedTextField()
    author = LocalForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True
    )

    class Meta:
        verbose_name = _("note of a home visit")
        verbose_name_plural = _("notes of home visits")


class SheetGiven(MunicipalityRow):
    """An information sheet or leaflet was handed out: which edition, in what language.

    At a counter nobody asks for a name: then it leads to nobody.
    """

    class Occasion(models.TextChoices):
        ASSIGNMENT = "ASSIGNMENT", _("with an assignment")
        REGISTRATION = "REGISTRATION", _("at registration")
        MOVE = "MOVE", _("at a change of address")
        VISIT = "VISIT", _("at a visit")

    personal_data: ClassVar[PersonalData] = declare(
        DataClass.C1, "language", subject="arrival"
    )
    visible_only: ClassVar[str] = (
        "municipality_id = {opened} OR arrival_id IS NULL"
        " OR EXISTS (SELECT FROM outreach_arrival AS above WHERE above.id = arrival_id)"
    )

    paper = LocalForeignKey(Paper, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    language = models.CharField(_("language"), max_length=12)
    occasion = models.CharField(max_length=12, choices=Occasion)
    on = models.DateField()
    arrival = LocalForeignKey(
        Arrival, on_delete=models.CASCADE, related_name="sheets", null=True, blank=True
    )
    given_by = LocalForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True
    )

    class Meta:
        verbose_name = _("information sheet handed out")
        verbose_name_plural = _("information sheets handed out")
        indexes = [models.Index(fields=["municipality", "on"], name="sheets_given")]
