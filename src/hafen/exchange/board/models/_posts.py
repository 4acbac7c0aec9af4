from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.identifiers import short_id
from hafen.core.db.personal_data import DataClass, PersonalData
from hafen.core.files.models import StoredFile
from hafen.core.mail.models import Notice
from hafen.core.places.models import District, MunicipalityRow
from hafen.core.taxonomy.reference import direction
from hafen.exchange.pool.models import Reachable

MOST_PHOTOS = 3


class Member(Reachable):
    """Whoever posts or answers on the board, and how this person is told things.

    Without a way (`channel` empty) somebody reads on an own page alone. Nobody
    here has an account: a mailed link opens what is theirs.
    """

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("name", "sort_key", "email", "phone", "address"),
        purpose="Verständigung über Anzeigen am Schwarzen Brett",
        legal_basis="Art. 6 Abs. 1 Buchst. a DSGVO",
        data_class=DataClass.V1,
        keep_because="Bis die letzte Anzeige und das letzte Gespräch gelöscht sind",
    )

    channel = models.CharField(
        max_length=10,
        choices=Notice.Channel,
        default=Notice.Channel.MAIL,
        blank=True,
    )
    is_blocked = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("participant of the notice board")
        verbose_name_plural = _("participants of the notice board")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "email"],
                condition=~Q(email="") & Q(organisation__isnull=True),
                name="one_participant_per_address",
            )
        ]

    @property
    def is_told_by_mail(self) -> bool:
        return self.channel == Notice.Channel.MAIL


class PostQuerySet(models.QuerySet["Post"]):
    def public(self) -> Self:
        return self.filter(state=Post.State.PUBLISHED)

    def waiting(self) -> Self:
        return self.filter(state=Post.State.WAITING)

    def newest_first(self) -> Self:
        return self.order_by("-is_urgent", "-published_at", "-id")


class Post(MunicipalityRow):
    """One notice: what somebody offers or looks for, in the own language.

    When it is deleted the row stays without its words and its author, so that
    the figures of a year outlive them.
    """

    class Side(models.TextChoices):
        OFFER = "OFFER", pgettext_lazy("notice board", "Offer")
        NEED = "NEED", pgettext_lazy("notice board", "Wanted")

    class State(models.TextChoices):
        WAITING = "WAITING", pgettext_lazy("notice", "waits for a look")
        PUBLISHED = "PUBLISHED", pgettext_lazy("notice", "public")
        EXPIRED = "EXPIRED", pgettext_lazy("notice", "run out")
        CLOSED = "CLOSED", pgettext_lazy("notice", "closed")
        REFUSED = "REFUSED", pgettext_lazy("notice", "refused")
        DELETED = "DELETED", pgettext_lazy("notice", "deleted")

    class Outcome(models.TextChoices):
        PERSON = "PERSON", _("found, with a person")
        ORGANISATION = "ORGANISATION", _("found, with an organisation")
        NOT = "NOT", _("not found")

    # Public by the will of who wrote it; all that is not public lies elsewhere.
    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("title", "text", "member", "author_name", "refusal"),
        purpose="Anzeigen am Schwarzen Brett",
        legal_basis="Art. 6 Abs. 1 Buchst. a DSGVO",
        data_class=DataClass.P0,
        keep_because="Texte und Person gehen ein halbes Jahr nach dem Ende;"
        " was bleibt, sind Zahlen",
        subject="member",
    )

    short_id = models.CharField(max_length=16, default=short_id, editable=False)
    number = models.PositiveIntegerField(editable=False)
    side = models.CharField(max_length=5, choices=Side)
    # Codes of the vocabulary "board": "goods", and below it "goods.furniture".
    category = models.CharField(max_length=60)
    title = models.CharField(max_length=100)
    text = models.TextField(max_length=3_000, blank=True)
    language = models.CharField(max_length=12, default="de")
    district = LocalForeignKey(
        District, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    member = LocalForeignKey(
        Member, on_delete=models.SET_NULL, related_name="posts", null=True
    )
    # As it was written with this notice: an address that somebody typed brings no
    # name along that was known before.
    author_name = models.CharField(max_length=120, blank=True, default="")
    is_on_behalf = models.BooleanField(default=False)
    is_urgent = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    valid_until = models.DateField()
    # The last day by the author's own will, where that is earlier than usual.
    ends_on = models.DateField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, editable=False)
    published_at = models.DateTimeField(null=True, editable=False)
    answered_at = models.DateTimeField(null=True, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)
    # The author wants it gone; it goes when what was reported is settled.
    deletion_wanted_at = models.DateTimeField(null=True, editable=False)
    # Who looked at it; a risky one needs two different people.
    first_checked_by = LocalForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
    )
    first_checked_at = models.DateTimeField(null=True, editable=False)
    checked_at = models.DateTimeField(null=True, editable=False)
    refusal = models.TextField(max_length=500, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True, default="")
    owner = LocalForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("who does it"),
    )

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "number"], name="one_notice_per_number"
            ),
            models.UniqueConstraint(
                fields=["municipality", "short_id"], name="one_notice_per_short_id"
            ),
            models.CheckConstraint(
                name="a_public_notice_says_since_when",
                condition=~Q(state="PUBLISHED") | Q(published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="a_notice_hangs_until_it_says_when_it_ended",
                condition=Q(state__in=["WAITING", "PUBLISHED"], closed_at__isnull=True)
                | (~Q(state__in=["WAITING", "PUBLISHED"]) & Q(closed_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="a_closed_notice_says_what_came_of_it",
                condition=~Q(state="CLOSED") | ~Q(outcome=""),
            ),
            models.CheckConstraint(
                name="a_deleted_notice_says_nothing",
                condition=~Q(state="DELETED")
                | Q(title="", text="", author_name="", member__isnull=True),
            ),
            models.CheckConstraint(
                name="a_notice_on_behalf_has_an_owner",
                condition=Q(is_on_behalf=False)
                | Q(owner__isnull=False)
                | Q(state="DELETED"),
            ),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "state", "category", "-published_at"],
                name="notices_by_category",
            ),
            models.Index(
                fields=["municipality", "state", "valid_until"], name="notices_by_end"
            ),
        ]

    @property
    def is_offer(self) -> bool:
        return self.side == self.Side.OFFER

    @property
    def is_public(self) -> bool:
        return self.state == self.State.PUBLISHED

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.WAITING

    @property
    def is_refused(self) -> bool:
        return self.state == self.State.REFUSED

    @property
    def is_closed(self) -> bool:
        return self.state == self.State.CLOSED

    @property
    def is_expired(self) -> bool:
        return self.state == self.State.EXPIRED

    @property
    def is_deleted(self) -> bool:
        return self.state == self.State.DELETED

    @property
    def is_living(self) -> bool:
        return self.state in {self.State.WAITING, self.State.PUBLISHED}

    @property
    def may_be_renewed(self) -> bool:
        return self.is_expired or (self.is_public and self.reminded_at is not None)

    @property
    def top(self) -> str:
        """The category of the first level."""
        return self.category.partition(".")[0]

    @property
    def address(self) -> str:
        """The last part of its public address."""
        return self.short_id

    @property
    def direction(self) -> str:
        return direction(self.language)

    def is_over(self, today: date) -> bool:
        return self.valid_until < today


class Photo(MunicipalityRow):
    """A picture of a notice, without what a camera writes into it."""

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("file",),
        purpose="Anzeigen am Schwarzen Brett",
        legal_basis="Art. 6 Abs. 1 Buchst. a DSGVO",
        data_class=DataClass.P0,
        keep_because="So lange wie die Anzeige, zu der das Bild gehört",
        subject="post__member",
    )

    post = LocalForeignKey(Post, on_delete=models.CASCADE, related_name="photos")
    file = LocalForeignKey(StoredFile, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("picture of a notice")
        verbose_name_plural = _("pictures of notices")
