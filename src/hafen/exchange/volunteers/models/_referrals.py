"""Somebody is forwarded to a partner, to a place or to a group."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.core.db.fields import LocalForeignKey, LocalOneToOneField
from hafen.core.db.personal_data import DataClass, PersonalData
from hafen.core.places.models import MunicipalityRow
from hafen.exchange.pool.models import Match
from hafen.exchange.volunteers.models._people import Volunteer
from hafen.exchange.volunteers.models._places import Partner, Place

LIVING = ("SENT", "ACCEPTED", "RUNNING")
AT_WORK = ("ACCEPTED", "RUNNING")


class ReferralQuerySet(models.QuerySet["Referral"]):
    def living(self) -> Self:
        return self.filter(state__in=LIVING)

    def at_work(self) -> Self:
        return self.filter(state__in=AT_WORK)


class Referral(MunicipalityRow):
    """A volunteer is forwarded with consent; the other side accepts or declines.

    :cvar proposed: whom the rule of distribution named; another one than
        `partner` needs a reason
    """

    class State(models.TextChoices):
        SENT = "SENT", pgettext_lazy("forwarding", "forwarded")
        ACCEPTED = "ACCEPTED", pgettext_lazy("forwarding", "accepted")
        RUNNING = "RUNNING", pgettext_lazy("forwarding", "running")
        DECLINED = "DECLINED", pgettext_lazy("forwarding", "declined")
        WITHDRAWN = "WITHDRAWN", pgettext_lazy("forwarding", "taken back")
        ENDED = "ENDED", pgettext_lazy("forwarding", "ended")

    class Reason(models.TextChoices):
        FULL = "FULL", pgettext_lazy("why a volunteer is declined", "no place free")
        NO_FIT = "NO_FIT", pgettext_lazy("why a volunteer is declined", "does not fit")
        NO_CONTACT = (
            "NO_CONTACT",
            pgettext_lazy("why a volunteer is declined", "no contact came about"),
        )
        OTHER = "OTHER", pgettext_lazy("why a volunteer is declined", "another reason")

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("volunteer", "override_reason", "feedback"),
        purpose="Weitergabe an Einsatzstellen mit Einwilligung",
        legal_basis="Art. 6 Abs. 1 Buchst. a DSGVO",
        data_class=DataClass.V1,
        keep_for=730,
        keep_from="closed_at",
        keep_because="Zwei Jahre nach dem Ende, für Nachweise und die Verteilung",
        subject="volunteer__helper",
        recipients=("die genannte Einsatzstelle",),
    )

    volunteer = LocalForeignKey(
        Volunteer, on_delete=models.CASCADE, related_name="referrals"
    )
    partner = LocalForeignKey(
        Partner, on_delete=models.PROTECT, related_name="referrals", null=True
    )
    place = LocalForeignKey(
        Place, on_delete=models.PROTECT, related_name="referrals", null=True
    )
    match = LocalOneToOneField(
        Match, on_delete=models.SET_NULL, related_name="referral", null=True
    )
    proposed = LocalForeignKey(
        Partner, on_delete=models.SET_NULL, related_name="+", null=True
    )
    override_reason = models.CharField(
        _("Why another one than the rule proposed"), max_length=200, blank=True
    )
    state = models.CharField(max_length=9, choices=State, default=State.SENT)
    sent_at = models.DateTimeField()
    answer_by = models.DateField()
    answered_at = models.DateTimeField(null=True)
    answered_by = LocalForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
    )
    reason = models.CharField(max_length=10, choices=Reason, blank=True, default="")
    started_on = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True)
    feedback = models.TextField(_("Feedback of the place"), blank=True)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        verbose_name = _("forwarding of a volunteer")
        verbose_name_plural = _("forwardings of volunteers")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "volunteer", "place"],
                condition=Q(state__in=LIVING, place__isnull=False),
                name="forwarded_to_a_place_once_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["municipality", "volunteer", "partner"],
                condition=Q(state__in=LIVING, place__isnull=True),
                name="forwarded_to_a_partner_once_at_a_time",
            ),
            models.CheckConstraint(
                name="a_forwarding_is_open_until_it_says_when_it_ended",
                condition=Q(state__in=LIVING, closed_at__isnull=True)
                | (~Q(state__in=LIVING) & Q(closed_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="who_declines_a_volunteer_says_why",
                condition=~Q(state="DECLINED") | ~Q(reason=""),
            ),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "state", "answer_by"], name="referrals_open"
            )
        ]

    @property
    def is_sent(self) -> bool:
        return self.state == self.State.SENT

    @property
    def is_accepted(self) -> bool:
        return self.state == self.State.ACCEPTED

    @property
    def is_at_work(self) -> bool:
        return self.state in AT_WORK

    @property
    def is_living(self) -> bool:
        return self.state in LIVING

    @property
    def target(self) -> str:
        """To whom: the place, else the partner."""
        if self.place is not None:
            return f"{self.place.title} ({self.place.partner.name})"
        return self.partner.name if self.partner else "–"
