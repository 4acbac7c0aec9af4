from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.core.db.encryption import EncryptedTextField
from hafen.core.db.fields import LocalForeignKey, LocalOneToOneField
from hafen.core.db.personal_data import DataClass, PersonalData
from hafen.core.places.models import MunicipalityRow
from hafen.exchange.mentoring.models._programmes import Programme
from hafen.exchange.pool.models import Match, Reachable

# When both are asked how it goes, in weeks after the beginning.
WEEKS = (2, 6, 12, 26)
_LIKE_MATCH = "So lange wie die Vermittlung, zu der es gehört"
_CONSENT = "Art. 6 Abs. 1 Buchst. a DSGVO"


class Side(models.TextChoices):
    HELPER = "HELPER", _("the sponsor")
    SEEKER = "SEEKER", _("whoever has a sponsor")


class Sponsorship(MunicipalityRow):
    """What a placement of the kind sponsorship has beyond its steps.

    It comes and goes with the placement, whose state machine says how it stands.
    """

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("match", "owner"),
        purpose="Begleitung einer Patenschaft",
        legal_basis=_CONSENT,
        data_class=DataClass.V1,
        keep_because=_LIKE_MATCH,
        subject="match__offer__helper",
        sides=(("", "match__offer__helper"), ("", "match__need__seeker")),
    )

    match = LocalOneToOneField(
        Match, on_delete=models.CASCADE, related_name="sponsorship"
    )
    programme = LocalForeignKey(
        Programme,
        on_delete=models.PROTECT,
        related_name="sponsorships",
        null=True,
        blank=True,
    )
    owner = LocalForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    met_on = models.DateField(null=True)
    signed_on = models.DateField(null=True)
    began_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)

    class Meta:
        verbose_name = _("sponsorship")
        verbose_name_plural = _("sponsorships")
        constraints = [
            models.CheckConstraint(
                name="a_sponsorship_ends_after_it_began",
                condition=Q(ended_on__isnull=True)
                | Q(began_on__isnull=True)
                | Q(ended_on__gte=F("began_on")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "began_on"], name="sponsorships_by_day"
            )
        ]

    def person(self, side: str) -> Reachable:
        """Return who stands on a side."""
        if side == Side.HELPER:
            return self.match.offer.helper
        return self.match.need.seeker


class CheckIn(MunicipalityRow):
    """The question to both how it goes, some weeks after the beginning."""

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("sponsorship",),
        purpose="Begleitung einer Patenschaft",
        legal_basis=_CONSENT,
        data_class=DataClass.V1,
        keep_because=_LIKE_MATCH,
        subject="sponsorship__match__offer__helper",
        sides=(
            ("", "sponsorship__match__offer__helper"),
            ("", "sponsorship__match__need__seeker"),
        ),
    )

    sponsorship = LocalForeignKey(
        Sponsorship, on_delete=models.CASCADE, related_name="check_ins"
    )
    weeks = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    asked_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("question how it goes")
        verbose_name_plural = _("questions how it goes")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "sponsorship", "weeks"],
                name="one_check_in_per_week",
            )
        ]
        indexes = [
            models.Index(
                fields=["municipality", "due_on"],
                condition=Q(closed_at__isnull=True),
                name="check_ins_due",
            )
        ]

    def is_due(self, today: date) -> bool:
        return self.closed_at is None and self.due_on <= today

    @property
    def said(self) -> dict[str, Any]:
        """The answers by side; prefetched in lists."""
        return {row.side: row for row in self.answers.all()}


class CheckInAnswer(MunicipalityRow):
    """What one side answered; the first answer counts."""

    class Mood(models.TextChoices):
        GOOD = "GOOD", pgettext_lazy("sponsorship", "It goes well")
        FAIR = "FAIR", pgettext_lazy("sponsorship", "It is all right")
        TALK = "TALK", pgettext_lazy("sponsorship", "I would like to talk")

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("side", "mood", "note"),
        purpose="Begleitung einer Patenschaft",
        legal_basis=_CONSENT,
        data_class=DataClass.V2,
        keep_because=_LIKE_MATCH,
        subject="check_in__sponsorship__match__offer__helper",
        # Neither reads what the other one said.
        sides=(
            (Side.HELPER, "check_in__sponsorship__match__offer__helper"),
            (Side.SEEKER, "check_in__sponsorship__match__need__seeker"),
        ),
    )

    check_in = LocalForeignKey(
        CheckIn, on_delete=models.CASCADE, related_name="answers"
    )
    side = models.CharField(_("Who said it"), max_length=6, choices=Side)
    mood = models.CharField(_("How it goes"), max_length=4, choices=Mood)
    note = EncryptedTextField(blank=True, default="")
    at = models.DateTimeField()
    # Set where the desk noted it for the person.
    noted_by = LocalForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True
    )

    class Meta:
        verbose_name = _("answer how it goes")
        verbose_name_plural = _("answers how it goes")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "check_in", "side"],
                name="the_first_answer_of_a_side_counts",
            )
        ]

    @property
    def wants_to_talk(self) -> bool:
        return self.mood == self.Mood.TALK


class Entry(MunicipalityRow):
    """What the desk writes down of a sponsorship: a meeting, or supervision."""

    class Kind(models.TextChoices):
        MEETING = "MEETING", pgettext_lazy("sponsorship", "Meeting of the two")
        SUPERVISION = "SUPERVISION", pgettext_lazy("sponsorship", "Supervision")

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("text", "written_by"),
        purpose="Begleitung einer Patenschaft",
        legal_basis=_CONSENT,
        data_class=DataClass.V2,
        keep_because=_LIKE_MATCH,
        subject="sponsorship__match__offer__helper",
    )

    sponsorship = LocalForeignKey(
        Sponsorship, on_delete=models.CASCADE, related_name="entries"
    )
    kind = models.CharField(max_length=11, choices=Kind)
    on = models.DateField()
    text = EncryptedTextField()
    written_by = LocalForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True
    )

    class Meta:
        verbose_name = _("note on a sponsorship")
        verbose_name_plural = _("notes on sponsorships")
