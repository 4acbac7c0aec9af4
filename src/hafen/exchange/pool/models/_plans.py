from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.core.db.encryption import EncryptedTextField
from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.personal_data import NO_PERSONAL_DATA, DataClass, PersonalData
from hafen.core.places.models import MunicipalityRow
from hafen.exchange.pool.models._postings import Need, Offer
from hafen.exchange.pool.models._words import Kind


class CityPlan(MunicipalityRow):
    """The best distribution of all open offers of a kind, with its proof.

    Only a proven plan is published: the database refuses any other one.
    """

    class State(models.TextChoices):
        REQUESTED = "REQUESTED", pgettext_lazy("plan", "being computed")
        READY = "READY", pgettext_lazy("plan", "ready")
        UNPROVEN = "UNPROVEN", pgettext_lazy("plan", "not proven, not published")
        OLD = "OLD", pgettext_lazy("plan", "replaced by a newer one")

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    kind = models.CharField(max_length=12, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.REQUESTED)
    requested_by = LocalForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
    )
    computed_at = models.DateTimeField(null=True)
    policy_hash = models.CharField(max_length=64, blank=True)
    needs = models.PositiveIntegerField(default=0)
    offers = models.PositiveIntegerField(default=0)
    total = models.BigIntegerField(null=True)
    bound = models.BigIntegerField(null=True)
    served = models.PositiveIntegerField(default=0)
    longest_wait = models.PositiveIntegerField(default=0)
    greedy_total = models.BigIntegerField(null=True)
    greedy_served = models.PositiveIntegerField(default=0)
    greedy_longest_wait = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("city plan")
        verbose_name_plural = _("city plans")
        constraints = [
            models.CheckConstraint(
                name="only_a_proven_plan_is_published",
                condition=~Q(state="READY")
                | Q(bound=F("total"), computed_at__isnull=False),
            )
        ]
        indexes = [
            models.Index(fields=["municipality", "kind", "-created_at"], name="plans")
        ]

    @property
    def is_ready(self) -> bool:
        return self.state == self.State.READY

    @property
    def is_requested(self) -> bool:
        return self.state == self.State.REQUESTED

    @property
    def is_unproven(self) -> bool:
        return self.state == self.State.UNPROVEN

    @property
    def gap(self) -> int:
        return (self.bound or 0) - (self.total or 0)

    @property
    def gain(self) -> int:
        return (self.total or 0) - (self.greedy_total or 0)


class PlannedPair(MunicipalityRow):
    """One need of a plan: with the offer it gets, or with what is missing."""

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("need", "offer"),
        purpose="Vorschlag für die Vermittlung",
        legal_basis="Art. 6 Abs. 1 Buchst. a DSGVO",
        data_class=DataClass.V1,
        keep_because="Bis zum nächsten Plan derselben Art; löscht der Raum",
        subject="need__seeker",
    )

    plan = LocalForeignKey(CityPlan, on_delete=models.CASCADE, related_name="pairs")
    need = LocalForeignKey(Need, on_delete=models.CASCADE, related_name="planned")
    offer = LocalForeignKey(
        Offer, on_delete=models.CASCADE, related_name="planned", null=True
    )
    points = models.IntegerField(default=0)
    # Without an offer: which rule stands in the way, and how many fit at all.
    missing_rule = models.CharField(max_length=12, blank=True, default="")
    fitting = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("pair of a plan")
        verbose_name_plural = _("pairs of plans")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "plan", "need"],
                name="a_need_stands_once_in_a_plan",
            )
        ]


class PairWish(MunicipalityRow):
    """A person overrides the plan: a pair stays, or must not be; with the reason."""

    class Wish(models.TextChoices):
        LOCK = "LOCK", _("keep together")
        FORBID = "FORBID", _("do not plan")

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("need", "offer", "reason", "by"),
        purpose="Nachweis, wer von einem Vorschlag aus welchem Grund abgewichen ist",
        legal_basis="Art. 22 Abs. 3 DSGVO",
        data_class=DataClass.V1,
        keep_because="So lange wie das Gesuch und das Angebot",
        subject="need__seeker",
    )

    need = LocalForeignKey(Need, on_delete=models.CASCADE, related_name="wishes")
    offer = LocalForeignKey(Offer, on_delete=models.CASCADE, related_name="wishes")
    wish = models.CharField(max_length=6, choices=Wish)
    reason = EncryptedTextField()
    is_active = models.BooleanField(default=True)
    by = LocalForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
    )

    class Meta:
        verbose_name = _("deviation from a plan")
        verbose_name_plural = _("deviations from plans")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "need", "offer"],
                condition=Q(is_active=True),
                name="one_wish_per_pair",
            )
        ]
