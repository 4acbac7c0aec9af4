"""How the catalogue stays right: proposals, reviews, preparation."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.personal_data import NO_PERSONAL_DATA, DataClass, PersonalData
from hafen.core.places.models import MunicipalityRow
from hafen.information.directory.models._services import Service
from hafen.network.organisations.models import Organisation


class Review(MunicipalityRow):
    """One letter to an organisation with all its entries that are due.

    Only hashes of the links' tokens are kept, one for each mail: whoever reads
    the table cannot answer in the organisation's name.
    """

    class Way(models.TextChoices):
        MAIL = "MAIL", _("by e-mail")
        TELEPHONE = "TELEPHONE", _("by telephone")

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA
    is_audited: ClassVar[bool] = False

    organisation = LocalForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="reviews"
    )
    way = models.CharField(max_length=10, choices=Way, default=Way.MAIL)
    token_hashes = ArrayField(
        models.CharField(max_length=64), default=list, editable=False
    )
    sent_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True, blank=True)
    escalated_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("review by an organisation")
        verbose_name_plural = _("reviews by organisations")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "organisation"],
                condition=Q(answered_at__isnull=True),
                name="one_open_review_per_organisation",
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.answered_at is None


class ReviewedService(MunicipalityRow):
    """One entry of a review, and what the organisation said of it."""

    class Answer(models.TextChoices):
        RIGHT = "RIGHT", _("still right")
        CHANGED = "CHANGED", _("change proposed")
        ENDED = "ENDED", _("no longer offered")

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA
    is_audited: ClassVar[bool] = False

    review = LocalForeignKey(Review, on_delete=models.CASCADE, related_name="entries")
    service = LocalForeignKey(
        Service, on_delete=models.CASCADE, related_name="review_entries"
    )
    answer = models.CharField(max_length=10, choices=Answer, blank=True)

    class Meta:
        verbose_name = _("entry of a review")
        verbose_name_plural = _("entries of reviews")
        constraints = [
            models.UniqueConstraint(
                fields=["review", "service"], name="one_entry_per_review_and_service"
            )
        ]


class Proposal(MunicipalityRow):
    """What an organisation wants changed; an editor decides, nothing shows before.

    `content` holds the proposed values by field, `before` what stood there.
    """

    class Wish(models.TextChoices):
        CHANGE = "CHANGE", _("change")
        END = "END", _("no longer offered")

    class State(models.TextChoices):
        OPEN = "OPEN", _("open")
        ACCEPTED = "ACCEPTED", _("accepted")
        DECLINED = "DECLINED", _("declined")

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("note", "by", "decided_by", "reason"),
        purpose="Änderungswünsche der Organisationen an ihren Einträgen bearbeiten",
        legal_basis="Art. 6 Abs. 1 Buchst. e DSGVO",
        data_class=DataClass.P1,
        keep_for=365,
        keep_from="decided_at",
        keep_because="Ein Jahr nach der Entscheidung, für Rückfragen",
        subject="by",
    )

    service = LocalForeignKey(
        Service, on_delete=models.CASCADE, related_name="proposals"
    )
    review = LocalForeignKey(
        Review,
        on_delete=models.SET_NULL,
        related_name="proposals",
        null=True,
        blank=True,
    )
    wish = models.CharField(max_length=10, choices=Wish)
    content = models.JSONField(default=dict)
    before = models.JSONField(default=dict)
    note = models.TextField(max_length=2_000, blank=True)
    by = LocalForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = LocalForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("proposal of an organisation")
        verbose_name_plural = _("proposals of organisations")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "service"],
                condition=Q(state="OPEN"),
                name="one_open_proposal_per_service",
            )
        ]

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def ends_the_offer(self) -> bool:
        return self.wish == self.Wish.END


class PreparationStep(MunicipalityRow):
    """One step on the way of an offer that is being set up."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    service = LocalForeignKey(
        Service, on_delete=models.CASCADE, related_name="preparation_steps"
    )
    title = models.CharField(max_length=200)
    support = models.CharField(max_length=300, blank=True)
    due_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("step of preparation")
        verbose_name_plural = _("steps of preparation")
