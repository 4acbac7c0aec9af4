from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.casework.cases.models import Consent, Household
from hafen.casework.outreach import machine
from hafen.casework.outreach.models._arrivals import declare
from hafen.core.accounts.models import Team
from hafen.core.db.encryption import EncryptedTextField
from hafen.core.db.fields import LocalForeignKey, LocalOneToOneField
from hafen.core.db.personal_data import DataClass, PersonalData
from hafen.core.places.models import District, MunicipalityRow

_PENDING = ("DRAFT", "CHECKED", "OFFERED")
_SHOWN = ("OFFERED", "ACCEPTED", "BEGUN", "ANSWERED", "CLOSED")


class HandOverQuerySet(models.QuerySet["HandOver"]):
    def pending(self) -> Self:
        """Keep those that nobody has accepted yet."""
        return self.filter(state__in=_PENDING)


class HandOver(MunicipalityRow):
    """A file shall go from one team to another; `machine` says how.

    This row is the card that both teams read: it names nobody. What is told stands
    in its `Protocol`, which is read where the file is read.
    """

    class Kind(models.TextChoices):
        SHELTER = "SHELTER", _("from the accommodation to the town")
        TEAM = "TEAM", _("between two teams")

    class State(models.TextChoices):
        DRAFT = "DRAFT", pgettext_lazy("hand-over", "in preparation")
        CHECKED = "CHECKED", pgettext_lazy("hand-over", "may be offered")
        OFFERED = "OFFERED", pgettext_lazy("hand-over", "offered")
        ACCEPTED = "ACCEPTED", pgettext_lazy("hand-over", "accepted")
        BEGUN = "BEGUN", pgettext_lazy("hand-over", "first talk was held")
        ANSWERED = "ANSWERED", pgettext_lazy("hand-over", "answered")
        CLOSED = "CLOSED", pgettext_lazy("hand-over", "complete")
        DECLINED = "DECLINED", pgettext_lazy("hand-over", "declined")
        EXPIRED = "EXPIRED", pgettext_lazy("hand-over", "nobody accepted")
        WITHDRAWN = "WITHDRAWN", pgettext_lazy("hand-over", "withdrawn")

    class Urgency(models.TextChoices):
        NORMAL = "NORMAL", pgettext_lazy("urgency", "normal")
        SOON = "SOON", _("within a week")
        NOW = "NOW", _("today")

    class Ground(models.TextChoices):
        """By which norm a file goes on; who decides it stands in the trail."""

        CONSENT = "", _("consent of each adult")
        TASK = "TASK", _("own task, between offices (§ 69 Abs. 1 Nr. 1 SGB X)")
        CHILD = "CHILD", _("a child's welfare (§ 4 KKG, § 8a SGB VIII)")
        DANGER = "DANGER", _("present danger (§ 34 StGB)")

    class Item(models.TextChoices):
        PERSONS = "PERSONS", _("persons and ways to reach them are up to date")
        NEEDS = "NEEDS", _("needs were gone through")
        MATTERS = "MATTERS", _("running matters and deadlines are written down")
        DOCUMENTS = "DOCUMENTS", _("documents were given back or passed on")
        CONSENT = "CONSENT", _("the family knows who goes on, and when")
        MEETING = "MEETING", _("talk of both teams with the family was held")

    class Answer(models.TextChoices):
        ARRIVED = "ARRIVED", _("the family was met, we go on")
        APPOINTMENT = "APPOINTMENT", _("an appointment is agreed")
        NOT_FOUND = "NOT_FOUND", _("the family could not be reached")

    personal_data: ClassVar[PersonalData] = declare(
        DataClass.C1,
        *("topics", "languages", "ground_note", "declined_because"),
        subject="household",
        since="ended_on",
    )
    visible_only: ClassVar[str] = (
        "municipality_id = {opened}"
        " OR from_team_id IN (SELECT cases_my_teams())"
        " OR (to_team_id IN (SELECT cases_my_teams())"
        # As text, or PostgreSQL writes it down in other words after a restore.
        f" AND state::text IN {_SHOWN})"
    )

    household = LocalForeignKey(
        Household, on_delete=models.CASCADE, related_name="hand_overs"
    )
    kind = models.CharField(max_length=8, choices=Kind)
    from_team = LocalForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    to_team = LocalForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    urgency = models.CharField(max_length=8, choices=Urgency, default=Urgency.NORMAL)
    # The card: codes of needs domains, languages, where, how many.
    topics = ArrayField(
        models.CharField(max_length=40), verbose_name=_("topics"), default=list
    )
    languages = ArrayField(
        models.CharField(max_length=12), verbose_name=_("languages"), default=list
    )
    district = LocalForeignKey(
        District, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    persons = models.PositiveSmallIntegerField(default=1)
    parts = ArrayField(
        models.CharField(max_length=12, choices=Consent.Category),
        default=list,
    )
    # Notes of special categories, chosen one by one.
    special = ArrayField(models.UUIDField(), default=list, blank=True)
    ground = models.CharField(max_length=8, choices=Ground, blank=True)
    ground_note = models.CharField(_("reason"), max_length=300, blank=True)
    # What the gate opens, and its last day.
    gate_parts = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    gate_until = models.DateField(null=True)
    done = ArrayField(
        models.CharField(max_length=10, choices=Item), default=list, blank=True
    )
    offered_on = models.DateField(null=True)
    accepted_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=12, choices=Answer, blank=True)
    answered_on = models.DateField(null=True)
    declined_because = models.CharField(_("why not"), max_length=300, blank=True)
    ended_on = models.DateField(null=True)
    begun_by = LocalForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True
    )

    objects = HandOverQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("casework", "hand-over")
        verbose_name_plural = pgettext_lazy("casework", "hand-overs")
        indexes = [
            models.Index(fields=["from_team", "state"], name="hand_overs_sent"),
            models.Index(fields=["to_team", "state"], name="hand_overs_received"),
        ]
        constraints = [
            models.CheckConstraint(
                name="a_hand_over_has_two_teams", condition=~Q(from_team=F("to_team"))
            ),
            models.UniqueConstraint(
                fields=["household"],
                condition=Q(state__in=_PENDING),
                name="a_file_goes_one_way_at_a_time",
            ),
            models.CheckConstraint(
                name="what_is_offered_has_a_gate",
                condition=~Q(state__in=("CHECKED", "OFFERED"))
                | Q(gate_until__isnull=False),
            ),
            models.CheckConstraint(
                name="an_accepted_hand_over_says_when",
                condition=~Q(state__in=_SHOWN[1:]) | Q(accepted_at__isnull=False),
            ),
        ]

    @property
    def now(self) -> machine.HandOver:
        """How far it is, for the machine."""
        gate = None
        if self.gate_until is not None:
            gate = machine.Gate(frozenset(self.gate_parts), self.gate_until)
        return machine.HandOver(
            state=machine.State(self.state),
            parts=frozenset(self.parts),
            gate=gate,
            done=frozenset(self.done),
            offered_on=self.offered_on,
        )

    @now.setter
    def now(self, value: machine.HandOver) -> None:
        self.state = value.state.value
        self.parts = sorted(value.parts)
        self.done = sorted(value.done)
        self.offered_on = value.offered_on
        self.gate_parts = sorted(value.gate.parts) if value.gate else []
        self.gate_until = value.gate.until if value.gate else None


class Protocol(MunicipalityRow):
    """What one team tells the other, written for them: read where the file is read.

    Before the acceptance by whoever works on the file; after it by their successors.
    """

    personal_data: ClassVar[PersonalData] = declare(
        DataClass.C2, "needs", "matters", "documents", "closing", subject="hand_over"
    )
    visible_only: ClassVar[str] = (
        "municipality_id = {opened} OR EXISTS (SELECT FROM outreach_handover AS above"
        " JOIN cases_household AS file ON file.id = above.household_id"
        " WHERE above.id = hand_over_id AND (file.id IN (SELECT cases_named())"
        " OR file.team_id IN (SELECT cases_led_teams())"
        " OR above.begun_by_id = {actor}))"
    )

    hand_over = LocalOneToOneField(
        HandOver, on_delete=models.CASCADE, related_name="protocol"
    )
    needs = EncryptedTextField(_("needs"), default="")
    matters = EncryptedTextField(_("running matters and deadlines"), default="")
    documents = EncryptedTextField(_("documents"), default="")
    closing = EncryptedTextField(_("closing note"), default="")

    class Meta:
        verbose_name = _("protocol of a hand-over")
        verbose_name_plural = _("protocols of hand-overs")
