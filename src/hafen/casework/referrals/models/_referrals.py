"""Referrals: who is sent where, what the other side may know, what came of it."""

from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.casework.cases.models import Case, Client, Consent
from hafen.core.accounts.models import Team
from hafen.core.db.encryption import EncryptedTextField
from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.personal_data import DataClass, PersonalData
from hafen.core.places.models import District, MunicipalityRow, Unit
from hafen.information.directory.models import Service
from hafen.network.organisations.models import Organisation

# As the other side keeps no copy of its own here, it reads no longer than this.
LONGEST_TOLD_DAYS = 90
_OPEN = ("OFFERED", "ACCEPTED", "ARRIVED")

# What belongs to a case is seen with it, all else by who referred and who leads.
# Whoever is the person, or a relative, finds nothing: they do not see the person.
SEEN_BY = (
    "municipality_id = {opened} OR id = {opened} OR owner_id = {opened}"
    " OR client_id = {opened} OR ("
    "(client_id IS NULL OR EXISTS (SELECT FROM cases_client AS above"
    " WHERE above.id = client_id))"
    " AND (case_id IS NULL"
    " AND (owner_id = {actor} OR team_id IN (SELECT cases_led_teams()))"
    " OR EXISTS (SELECT FROM cases_case AS above WHERE above.id = case_id)))"
)


class ReferralQuerySet(models.QuerySet["Referral"]):
    def open(self) -> Self:
        """Keep those that the other side has, and that have no end yet."""
        return self.filter(state__in=_OPEN)

    def late(self, today: date) -> Self:
        """Keep those that nobody answered until the day that was set."""
        return self.filter(state="OFFERED", answer_due_on__lt=today)

    def to_ask(self, today: date) -> Self:
        """Keep those of which somebody asks now whether the person arrived."""
        return self.filter(state__in=_OPEN, follow_up_on__lte=today)


class Referral(MunicipalityRow):
    """Somebody is sent to a service or an authority, and it is asked what came of it.

    Receiving is not accepting: until the other side takes it on it reads topic,
    urgency, language and district alone. What it may know is copied in the hour of
    offering; nothing of the file is opened to it.
    """

    class Way(models.TextChoices):
        TOLD = "TOLD", _("we tell the office")
        SLIP = "SLIP", _("the person goes there with a slip")
        INFORMED = "INFORMED", _("the person was informed, no more is needed")

    class State(models.TextChoices):
        DRAFT = "DRAFT", pgettext_lazy("referral", "prepared")
        OFFERED = "OFFERED", pgettext_lazy("referral", "offered")
        ACCEPTED = "ACCEPTED", pgettext_lazy("referral", "accepted")
        REFUSED = "REFUSED", pgettext_lazy("referral", "refused")
        ARRIVED = "ARRIVED", pgettext_lazy("referral", "arrived")
        DONE = "DONE", pgettext_lazy("referral", "done")
        WITHDRAWN = "WITHDRAWN", pgettext_lazy("referral", "withdrawn")

    class Gate(models.TextChoices):
        """What lets the other side have it; without one it gets no name."""

        NAMELESS = "NAMELESS", _("nobody can be recognised")
        CONSENT = "CONSENT", _("the person agreed to exactly this")
        NORM = "NORM", _("a law allows it")
        OVERRIDE = "OVERRIDE", _("without consent, in an emergency")

    class Urgency(models.TextChoices):
        TODAY = "TODAY", pgettext_lazy("urgency", "today")
        WEEK = "WEEK", pgettext_lazy("urgency", "this week")
        MONTH = "MONTH", pgettext_lazy("urgency", "this month")
        LATER = "LATER", pgettext_lazy("urgency", "later")

    class Refusal(models.TextChoices):
        NOT_RESPONSIBLE = "NOT_RESPONSIBLE", _("we are not responsible")
        FULL = "FULL", _("we have no place free")
        NOT_OPEN = "NOT_OPEN", _("the offer is not open to this person")
        NO_LANGUAGE = "NO_LANGUAGE", _("there is no language in common")
        OTHER = "OTHER", pgettext_lazy("refusal", "another reason")

    class Outcome(models.TextChoices):
        HELPED = "HELPED", _("the need was met")
        PARTLY = "PARTLY", _("the need was met in part")
        INFORMED = "INFORMED", _("the person was informed or advised there")
        NOT_HELPED = "NOT_HELPED", _("it did not help")
        NOT_COME = "NOT_COME", _("the person did not come")

    # A legal topic is answered by others; here it ends with one of these.
    LEGAL_OUTCOMES: ClassVar[tuple[str, ...]] = ("INFORMED", "NOT_COME")

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=(
            *("client", "topic", "recipient", "email", "way", "urgency", "language"),
            *("question", "gate", "norm", "gate_note", "categories", "told"),
            *("refusal", "suggestion", "appointment_at", "answer", "outcome"),
        ),
        purpose="Vermittlung zu Fachdiensten und Behörden mit Rückmeldung",
        legal_basis=(
            "Einwilligung je Empfänger, Art. 6 Abs. 1 Buchst. a DSGVO,"
            " § 67b Abs. 2 SGB X; sonst der vermerkte Grund"
        ),
        data_class=DataClass.C2,
        keep_for=3 * 365,
        keep_from="ended_on",
        keep_because="Drei Jahre nach dem Abschluss der Vermittlung",
        subject="client",
        shared_by="",
        recipients=("die genannte Stelle",),
    )
    visible_only: ClassVar[str] = SEEN_BY

    # Empty: somebody without a file, of whom nothing is kept.
    client = LocalForeignKey(
        Client,
        on_delete=models.CASCADE,
        related_name="referrals",
        null=True,
        blank=True,
    )
    case = LocalForeignKey(
        Case, on_delete=models.SET_NULL, related_name="referrals", null=True, blank=True
    )
    team = LocalForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    owner = LocalForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    topic = models.CharField(_("topic"), max_length=60)
    # Of the topic, on the day of the referral: no advice, only the way to it.
    is_legal = models.BooleanField(default=False)
    service = LocalForeignKey(
        Service, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    organisation = LocalForeignKey(
        Organisation, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    unit = LocalForeignKey(
        Unit, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    recipient = models.CharField(_("to whom"), max_length=200)
    email = models.EmailField(_("e-mail address of the office"), blank=True)
    way = models.CharField(_("how"), max_length=10, choices=Way)
    urgency = models.CharField(
        _("how urgent"), max_length=8, choices=Urgency, default=Urgency.MONTH
    )
    language = models.CharField(_("language"), max_length=12)
    district = LocalForeignKey(
        District, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    question = EncryptedTextField(_("what is asked"), blank=True, default="")
    gate = models.CharField(
        _("why they may know"), max_length=10, choices=Gate, default=Gate.NAMELESS
    )
    norm = models.CharField(_("norm"), max_length=20, blank=True)
    gate_note = models.CharField(_("reason"), max_length=300, blank=True)
    categories = ArrayField(
        models.CharField(max_length=12, choices=Consent.Category),
        verbose_name=_("what is told"),
        default=list,
        blank=True,
    )
    # The copy, as JSON: of each category its name and its lines.
    told = EncryptedTextField(_("what was told"), blank=True, default="")
    told_until = models.DateField(_("to be read until"), null=True)
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.DRAFT
    )
    offered_at = models.DateTimeField(_("offered at"), null=True)
    answer_due_on = models.DateField(_("answer due on"), null=True)
    follow_up_on = models.DateField(_("ask again on"), null=True)
    reminded_on = models.DateField(null=True)
    answered_at = models.DateTimeField(_("answered at"), null=True)
    answer_minutes = models.PositiveIntegerField(null=True)
    refusal = models.CharField(
        _("why it was refused"), max_length=16, choices=Refusal, blank=True
    )
    suggestion = models.CharField(_("who is responsible"), max_length=200, blank=True)
    appointment_at = models.DateTimeField(_("appointment"), null=True, blank=True)
    arrived_on = models.DateField(_("arrived on"), null=True)
    answer = EncryptedTextField(_("answer"), blank=True, default="")
    outcome = models.CharField(
        pgettext_lazy("referral", "outcome"),
        max_length=12,
        choices=Outcome,
        blank=True,
    )
    ended_on = models.DateField(_("ended on"), null=True)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        verbose_name = _("referral")
        verbose_name_plural = _("referrals")
        indexes = [
            models.Index(fields=["owner", "state"], name="referrals_of_an_owner"),
            models.Index(fields=["case"], name="referrals_of_a_case"),
            models.Index(
                fields=["municipality", "state", "answer_due_on"],
                name="referrals_to_remind_of",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="a_refused_referral_says_why",
                condition=Q(state="REFUSED") & ~Q(refusal="")
                | ~Q(state="REFUSED") & Q(refusal=""),
            ),
            models.CheckConstraint(
                name="a_referral_that_is_done_says_what_came_of_it",
                condition=Q(state="DONE") & ~Q(outcome="")
                | ~Q(state="DONE") & Q(outcome=""),
            ),
            models.CheckConstraint(
                name="a_referral_ends_with_its_state",
                condition=Q(
                    state__in=["REFUSED", "DONE", "WITHDRAWN"], ended_on__isnull=False
                )
                | Q(
                    state__in=["DRAFT", "OFFERED", "ACCEPTED", "ARRIVED"],
                    ended_on__isnull=True,
                ),
            ),
            models.CheckConstraint(
                name="without_a_gate_nothing_is_told",
                condition=~Q(gate="NAMELESS") | Q(categories=[]),
            ),
            models.CheckConstraint(
                name="a_gate_without_consent_says_why",
                condition=Q(gate__in=["NAMELESS", "CONSENT"])
                | Q(client__isnull=False) & ~Q(gate_note=""),
            ),
            models.CheckConstraint(
                name="a_legal_topic_ends_with_information",
                condition=Q(is_legal=False)
                | Q(outcome__in=["", "INFORMED", "NOT_COME"]),
            ),
        ]

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_open(self) -> bool:
        return self.state in _OPEN

    @property
    def is_waiting(self) -> bool:
        """Return whether the other side has said neither yes nor no."""
        return self.state == self.State.OFFERED

    @property
    def is_taken_on(self) -> bool:
        return self.state in {self.State.ACCEPTED, self.State.ARRIVED}

    @property
    def may_arrive(self) -> bool:
        return self.state in {self.State.OFFERED, self.State.ACCEPTED}

    @property
    def has_gone(self) -> bool:
        """Return whether the office was told by us."""
        return self.way == self.Way.TOLD

    @property
    def needs_number(self) -> bool:
        """Return whether the office reads who it is only with its number."""
        return self.gate != self.Gate.NAMELESS

    def is_late(self, today: date) -> bool:
        due = self.answer_due_on
        return self.is_waiting and due is not None and due < today

    def opens_on(self, today: date) -> bool:
        """Return whether the other side may read what was told about the person."""
        until = self.told_until
        return self.is_taken_on and until is not None and today <= until
