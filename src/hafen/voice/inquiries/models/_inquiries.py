from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.core.accounts.models import Team
from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.identifiers import short_id
from hafen.core.db.personal_data import DataClass, PersonalData
from hafen.core.places.models import MunicipalityRow
from hafen.network.contacts.models import Channel, Contact
from hafen.voice.inquiries.models._people import ContactPoint, Requester


class InquiryQuerySet(models.QuerySet["Inquiry"]):
    def living(self) -> Self:
        return self.filter(state__in=LIVING)

    def late(self, today: date) -> Self:
        return self.living().filter(answered_at__isnull=True, due_on__lt=today)

    def to_call_back(self) -> Self:
        return self.living().filter(
            call_back_due_on__isnull=False, called_back_at__isnull=True
        )


class Inquiry(MunicipalityRow):
    """A question, an offer or a complaint to the contact point.

    The row holds codes and days only, so that figures outlive the texts and
    the person, which lie in rows of their own and go half a year after the end.
    """

    class Kind(models.TextChoices):
        QUESTION = "QUESTION", _("question")
        OFFER = "OFFER", _("offer of help")
        COMPLAINT = "COMPLAINT", _("complaint")
        ENCOUNTER = "ENCOUNTER", _("request for an encounter")
        LANDLORD = "LANDLORD", _("landlord")
        NEIGHBOUR = "NEIGHBOUR", _("neighbour")

    class Who(models.TextChoices):
        """Who asks; each belongs to one target group of the contacts."""

        ENGAGED = "ENGAGED", _("engaged citizen")
        ENGAGED_INSIDE = "ENGAGED_INSIDE", _("engaged citizen of an organisation")
        ORGANISATION = "ORGANISATION", _("organisation")
        OFFICE = "OFFICE", _("office or authority")
        NEWCOMER = "NEWCOMER", _("newcomer")
        NEIGHBOUR = "NEIGHBOUR", _("neighbour")
        LANDLORD = "LANDLORD", _("landlord")
        INTERESTED = "INTERESTED", _("interested person")
        RESIDENT = "RESIDENT", _("other resident in need")
        UNKNOWN = "UNKNOWN", _("not known")

    class State(models.TextChoices):
        NEW = "NEW", pgettext_lazy("inquiry", "new")
        OPEN = "OPEN", pgettext_lazy("inquiry", "in work")
        CLOSED = "CLOSED", pgettext_lazy("inquiry", "closed")
        MERGED = "MERGED", pgettext_lazy("inquiry", "merged")

    class Route(models.TextChoices):
        ANSWER = "ANSWER", _("answer directly")
        FORWARD = "FORWARD", _("forward to the right office")
        JOIN = "JOIN", _("bring people together")

    class Reaction(models.TextChoices):
        POSITIVE = "POSITIVE", _("positive")
        NEUTRAL = "NEUTRAL", _("neutral")
        NEGATIVE = "NEGATIVE", _("negative")

    class Success(models.TextChoices):
        YES = "YES", _("successful")
        PARTLY = "PARTLY", _("partly successful")
        NO = "NO", _("not successful")

    class Reason(models.TextChoices):
        """Why something is closed without an answer."""

        UNREACHABLE = "UNREACHABLE", _("the person cannot be reached")
        WITHDRAWN = "WITHDRAWN", _("the person no longer asks")
        NOT_WANTED = "NOT_WANTED", _("the person wants no answer")
        SPAM = "SPAM", _("advertising or abuse")

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("requester", "owner", "addressee"),
        purpose="Bearbeitung und Auswertung von Anfragen an die Anlaufstelle",
        legal_basis="Art. 6 Abs. 1 Buchst. e DSGVO",
        data_class=DataClass.V1,
        keep_because="Die Person geht nach sechs Monaten; was bleibt, sind Zahlen",
        subject="requester",
    )

    short_id = models.CharField(max_length=16, default=short_id, editable=False)
    year = models.PositiveSmallIntegerField(_("year"), editable=False)
    serial = models.PositiveIntegerField(_("number"), editable=False)
    # Counted up, all links and PINs given out before open nothing any more.
    secret_round = models.PositiveSmallIntegerField(default=1, editable=False)
    has_pin = models.BooleanField(default=False, editable=False)
    point = LocalForeignKey(
        ContactPoint,
        on_delete=models.PROTECT,
        related_name="inquiries",
        null=True,
        verbose_name=_("contact point"),
    )
    requester = LocalForeignKey(
        Requester,
        on_delete=models.SET_NULL,
        related_name="inquiries",
        null=True,
        verbose_name=_("requester"),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    who = models.CharField(
        _("who asks"), max_length=14, choices=Who, default=Who.UNKNOWN
    )
    channel = models.CharField(_("channel"), max_length=10, choices=Channel)
    language = models.CharField(_("language"), max_length=12)
    topics = ArrayField(
        models.CharField(max_length=60),
        verbose_name=_("topics"),
        default=list,
        blank=True,
    )
    legal_areas = ArrayField(
        models.CharField(max_length=60),
        verbose_name=_("legal areas"),
        default=list,
        blank=True,
    )
    district = LocalForeignKey(
        "places.District",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        verbose_name=_("district"),
    )
    site = LocalForeignKey(
        "places.Site",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        verbose_name=_("site or house that it is about"),
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.NEW
    )
    route = models.CharField(_("way"), max_length=10, choices=Route, blank=True)
    is_urgent = models.BooleanField(_("urgent"), default=False)
    received_at = models.DateTimeField(_("received at"))
    due_on = models.DateField(_("answer due on"))
    owner = LocalForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="inquiries",
        null=True,
        verbose_name=_("who does it"),
    )
    team = LocalForeignKey(
        Team,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        verbose_name=_("team"),
    )
    addressee = LocalForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        verbose_name=_("only for this person"),
    )
    call_back_due_on = models.DateField(_("call back until"), null=True)
    called_back_at = models.DateTimeField(_("called back at"), null=True)
    process_started_at = models.DateTimeField(_("clarification since"), null=True)
    is_accompanied = models.BooleanField(_("accompanied in person"), default=False)
    answered_at = models.DateTimeField(_("answered at"), null=True)
    # Within working hours, so that a weekend makes nobody slow.
    answer_minutes = models.PositiveIntegerField(_("time to answer"), null=True)
    reaction = models.CharField(
        _("reaction of the person"), max_length=10, choices=Reaction, blank=True
    )
    success = models.CharField(
        _("result in substance"), max_length=10, choices=Success, blank=True
    )
    closed_at = models.DateTimeField(_("closed at"), null=True)
    closed_because = models.CharField(
        _("closed without an answer because"),
        max_length=12,
        choices=Reason,
        blank=True,
    )
    merged_into = LocalForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="merged",
        null=True,
        verbose_name=_("merged into"),
    )
    merged_at = models.DateTimeField(_("merged at"), null=True)
    forgotten_at = models.DateTimeField(null=True)
    contact = LocalForeignKey(
        Contact, on_delete=models.SET_NULL, related_name="+", null=True
    )

    objects = InquiryQuerySet.as_manager()

    class Meta:
        verbose_name = _("inquiry")
        verbose_name_plural = _("inquiries")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "year", "serial"],
                name="one_inquiry_per_number",
            ),
            models.UniqueConstraint(
                fields=["municipality", "short_id"], name="one_inquiry_per_short_id"
            ),
            # What people value most is that an answer always comes.
            models.CheckConstraint(
                name="no_inquiry_is_closed_without_answer_or_reason",
                condition=~Q(state="CLOSED")
                | Q(answered_at__isnull=False)
                | ~Q(closed_because=""),
            ),
            models.CheckConstraint(
                name="a_closed_inquiry_says_when",
                condition=~Q(state="CLOSED") | Q(closed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="a_merged_inquiry_says_into_which",
                condition=Q(state="MERGED", merged_into__isnull=False)
                | (~Q(state="MERGED") & Q(merged_into__isnull=True)),
            ),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "state", "due_on", "id"],
                name="inquiries_by_urgency",
            ),
            models.Index(
                fields=["municipality", "-received_at"], name="inquiries_by_time"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        return f"{self.year}-{self.serial:04}"

    @property
    def is_living(self) -> bool:
        return self.state in LIVING

    @property
    def is_new_here(self) -> bool:
        return self.state == self.State.NEW

    @property
    def is_closed(self) -> bool:
        return self.state == self.State.CLOSED

    @property
    def is_merged(self) -> bool:
        return self.state == self.State.MERGED

    @property
    def is_complaint(self) -> bool:
        return self.kind == self.Kind.COMPLAINT

    @property
    def is_answered(self) -> bool:
        return self.answered_at is not None

    @property
    def waits_for_call_back(self) -> bool:
        return self.call_back_due_on is not None and self.called_back_at is None

    def is_late(self, today: date) -> bool:
        return self.is_living and not self.is_answered and self.due_on < today


LIVING = (Inquiry.State.NEW, Inquiry.State.OPEN)
