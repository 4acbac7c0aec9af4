from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.core.db.encryption import EncryptedTextField
from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.personal_data import DataClass, PersonalData
from hafen.core.places.models import MunicipalityRow
from hafen.exchange.pool.models._postings import ACTIVE, TAKEN, Need, Offer

ENDED = ("DECLINED", "EXPIRED", "WITHDRAWN", "ENDED")


class MatchQuerySet(models.QuerySet["Match"]):
    def active(self) -> Self:
        return self.filter(state__in=ACTIVE)

    def taken(self) -> Self:
        return self.filter(state__in=TAKEN)


class Match(MunicipalityRow):
    """One need and one offer brought together, with its state.

    The database itself refuses a pair that breaks a hard rule, a place too many
    and a step that leads nowhere: `triggers.py`.
    """

    class State(models.TextChoices):
        PROPOSED = "PROPOSED", pgettext_lazy("placement", "proposed")
        ASKED = "ASKED", pgettext_lazy("placement", "asked")
        ACCEPTED = "ACCEPTED", pgettext_lazy("placement", "accepted")
        CONFIRMED = "CONFIRMED", pgettext_lazy("placement", "confirmed")
        RUNNING = "RUNNING", pgettext_lazy("placement", "running")
        ENDED = "ENDED", pgettext_lazy("placement", "ended")
        DECLINED = "DECLINED", pgettext_lazy("placement", "declined")
        EXPIRED = "EXPIRED", pgettext_lazy("placement", "no answer in time")
        WITHDRAWN = "WITHDRAWN", pgettext_lazy("placement", "taken back")

    class Reason(models.TextChoices):
        NO_TIME = "NO_TIME", _("no time")
        TOO_FAR = "TOO_FAR", _("too far away")
        NO_FIT = "NO_FIT", _("it does not fit")
        ENOUGH = "ENOUGH", _("helps enough already")
        PRIVATE = "PRIVATE", _("private reasons")
        TAKEN = "TAKEN", _("somebody else was chosen")
        NOT_NEEDED = "NOT_NEEDED", _("no longer needed")
        OTHER = "OTHER", pgettext_lazy("reason", "another reason")

    class Outcome(models.TextChoices):
        DONE = "DONE", _("has helped")
        PARTLY = "PARTLY", _("has helped in part")
        BROKEN_OFF = "BROKEN_OFF", _("was broken off")
        NEVER_BEGUN = "NEVER_BEGUN", _("never began")

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("need", "offer"),
        purpose="Nachweis der Vermittlung",
        legal_basis="Art. 6 Abs. 1 Buchst. a DSGVO",
        data_class=DataClass.V1,
        keep_for=365,
        keep_from="closed_at",
        keep_because="Ein Jahr nach dem Ende, für Rückfragen und die Jahreszahlen",
        subject="offer__helper",
        sides=(("", "offer__helper"), ("", "need__seeker")),
    )

    need = LocalForeignKey(Need, on_delete=models.CASCADE, related_name="matches")
    offer = LocalForeignKey(Offer, on_delete=models.CASCADE, related_name="matches")
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    # The points of the day on which it was proposed.
    points = models.IntegerField()
    answer_by = models.DateTimeField(null=True)
    helper_agreed_at = models.DateTimeField(null=True)
    seeker_agreed_at = models.DateTimeField(null=True)
    talk_on = models.DateField(null=True)
    reason = models.CharField(max_length=10, choices=Reason, blank=True, default="")
    outcome = models.CharField(max_length=11, choices=Outcome, blank=True, default="")
    closed_at = models.DateTimeField(null=True)

    objects = MatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("placement")
        verbose_name_plural = _("placements")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "need", "offer"],
                condition=Q(state__in=ACTIVE),
                name="one_living_placement_per_pair",
            ),
            models.CheckConstraint(
                name="who_was_asked_has_until_when",
                condition=~Q(state="ASKED") | Q(answer_by__isnull=False),
            ),
            models.CheckConstraint(
                name="nobody_is_placed_without_agreeing",
                condition=~Q(state__in=["ACCEPTED", *TAKEN])
                | Q(helper_agreed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="a_placement_is_open_until_it_says_when_it_ended",
                condition=Q(state__in=ACTIVE, closed_at__isnull=True)
                | (~Q(state__in=ACTIVE) & Q(closed_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="who_declines_or_ends_says_why",
                condition=(~Q(state="DECLINED") | ~Q(reason=""))
                & (~Q(state="ENDED") | ~Q(outcome="")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "answer_by"],
                condition=Q(state="ASKED"),
                name="placements_unanswered",
            ),
            models.Index(fields=["municipality", "offer"], name="placements_of_offers"),
        ]

    @property
    def is_proposed(self) -> bool:
        return self.state == self.State.PROPOSED

    @property
    def is_asked(self) -> bool:
        return self.state == self.State.ASKED

    @property
    def is_accepted(self) -> bool:
        return self.state == self.State.ACCEPTED

    @property
    def is_confirmed(self) -> bool:
        return self.state == self.State.CONFIRMED

    @property
    def is_taken(self) -> bool:
        return self.state in TAKEN

    @property
    def is_expired(self) -> bool:
        return self.state == self.State.EXPIRED

    @property
    def is_active(self) -> bool:
        return self.state in ACTIVE


class MatchStep(MunicipalityRow):
    """One step of a placement: who did it, and what both sides were told.

    A step is added and never changed: the database refuses it. It goes with
    its placement.
    """

    class Who(models.TextChoices):
        DESK = "DESK", _("the desk")
        HELPER = "HELPER", _("the helper")
        SEEKER = "SEEKER", _("whoever looks for help")
        HOUSE = "HOUSE", _("by itself")

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("told_helper", "told_seeker", "by", "note"),
        purpose="Nachweis, wer wann was gesagt bekam",
        legal_basis="Art. 6 Abs. 1 Buchst. a DSGVO",
        data_class=DataClass.V1,
        keep_because="So lange wie die Vermittlung, zu der der Schritt gehört",
        subject="match__offer__helper",
        sides=(("", "match__offer__helper"), ("", "match__need__seeker")),
    )

    match = LocalForeignKey(Match, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(max_length=10, choices=Match.State)
    at = models.DateTimeField()
    who = models.CharField(max_length=6, choices=Who)
    by = LocalForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
    )
    # What the person said on the telephone or at the desk, noted for them.
    is_on_behalf = models.BooleanField(default=False)
    note = EncryptedTextField(blank=True, default="")
    told_helper = models.TextField(blank=True, default="")
    told_seeker = models.TextField(blank=True, default="")

    class Meta:
        verbose_name = _("step of a placement")
        verbose_name_plural = _("steps of placements")
        indexes = [
            models.Index(
                fields=["municipality", "match", "at"], name="placement_steps_in_order"
            )
        ]


class FactCorrection(MunicipalityRow):
    """A fact that was corrected so that a pair fits, and how it was agreed.

    Hard rules never bend: a helper who agreed on Tuesday by telephone has
    Tuesday from then on.
    """

    class Fact(models.TextChoices):
        TIME = "TIME", _("times of the week")
        LANGUAGE = "LANGUAGE", _("language")
        SKILL = "SKILL", _("skill")
        CLEARANCE = "CLEARANCE", _("what the desk has seen")
        RADIUS = "RADIUS", _("how far somebody goes")
        PLACES = "PLACES", _("number of places")

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("before", "after", "note", "by"),
        purpose="Nachweis, wie eine Angabe abgesprochen wurde",
        legal_basis="Art. 6 Abs. 1 Buchst. a DSGVO",
        data_class=DataClass.V1,
        keep_because="So lange wie das Angebot, dessen Angabe es ist",
        subject="offer__helper",
    )

    need = LocalForeignKey(Need, on_delete=models.CASCADE, related_name="corrections")
    offer = LocalForeignKey(Offer, on_delete=models.CASCADE, related_name="corrections")
    fact = models.CharField(max_length=10, choices=Fact)
    before = models.CharField(max_length=200, blank=True)
    after = models.CharField(max_length=200)
    agreed_on = models.DateField()
    note = EncryptedTextField(blank=True, default="")
    by = LocalForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
    )

    class Meta:
        verbose_name = _("corrected fact")
        verbose_name_plural = _("corrected facts")
