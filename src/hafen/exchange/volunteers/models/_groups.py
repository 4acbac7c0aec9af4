"""Working groups, news to volunteers, and what happens when a site closes."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.personal_data import NO_PERSONAL_DATA, DataClass, PersonalData
from hafen.core.places.models import District, MunicipalityRow, Site
from hafen.exchange.volunteers.models._people import Volunteer
from hafen.exchange.volunteers.models._places import Place

_WITH_PROFILE = "So lange wie das Profil der ehrenamtlichen Person"


class Group(MunicipalityRow):
    """A working group of volunteers (Arbeitskreis), perhaps with a meeting café."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    name = models.CharField(max_length=120)
    sort_key = models.CharField(max_length=200, editable=False, default="")
    topic = models.CharField(max_length=200, blank=True)
    district = LocalForeignKey(
        District, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    site = LocalForeignKey(
        Site, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    rhythm = models.CharField(max_length=120, blank=True)
    # A café: its next date, and where it is.
    has_cafe = models.BooleanField(default=False)
    cafe_at = models.DateTimeField(null=True, blank=True)
    cafe_place = models.CharField(max_length=200, blank=True)
    is_public = models.BooleanField(default=True)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("working group")
        verbose_name_plural = _("working groups")
        indexes = [
            models.Index(fields=["municipality", "sort_key"], name="groups_in_order")
        ]


class GroupMember(MunicipalityRow):
    """Somebody belongs to a group since a day; leaving keeps the row as history."""

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("volunteer", "is_contact", "since", "until"),
        purpose="Mitarbeit in Arbeitskreisen",
        legal_basis="Art. 6 Abs. 1 Buchst. a DSGVO",
        data_class=DataClass.V1,
        keep_because=_WITH_PROFILE,
        subject="volunteer__helper",
    )

    group = LocalForeignKey(Group, on_delete=models.CASCADE, related_name="members")
    volunteer = LocalForeignKey(
        Volunteer, on_delete=models.CASCADE, related_name="memberships"
    )
    is_contact = models.BooleanField(_("contact of the group"), default=False)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("member of a working group")
        verbose_name_plural = _("members of working groups")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "group", "volunteer"],
                condition=Q(until__isnull=True),
                name="somebody_is_in_a_group_once_at_a_time",
            )
        ]


class Message(MunicipalityRow):
    """News to volunteers: to groups, to a district, or to a list that was filtered.

    :cvar texts: language → [subject, text]; the town's language is always there
    :cvar audience: how the list was chosen, in words, for the log
    """

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    texts = models.JSONField(default=dict)
    topic = models.CharField(max_length=120, blank=True)
    audience = models.CharField(max_length=300, blank=True)
    district = LocalForeignKey(
        District, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    groups = ArrayField(models.UUIDField(), default=list, blank=True)
    asks_reply = models.BooleanField(default=False)
    sent_at = models.DateTimeField()
    sent_by = LocalForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
    )
    is_archived = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("news for volunteers")
        verbose_name_plural = _("news for volunteers")
        indexes = [
            models.Index(fields=["municipality", "-sent_at"], name="news_by_day")
        ]

    def said_in(self, language: str, default: str) -> tuple[str, str]:
        subject, text = self.texts.get(language) or self.texts.get(default) or ["", ""]
        return subject, text

    @property
    def subject(self) -> str:
        for subject, _text in self.texts.values():
            return str(subject)
        return ""


class Receipt(MunicipalityRow):
    """To whom news went, by which way, and when it was acknowledged."""

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("volunteer", "acknowledged_at"),
        purpose="Nachweis, wen eine Nachricht erreicht hat",
        legal_basis="Art. 6 Abs. 1 Buchst. a DSGVO",
        data_class=DataClass.V1,
        keep_because=_WITH_PROFILE,
        subject="volunteer__helper",
    )

    message = LocalForeignKey(
        Message, on_delete=models.CASCADE, related_name="receipts"
    )
    volunteer = LocalForeignKey(
        Volunteer, on_delete=models.CASCADE, related_name="receipts"
    )
    way = models.CharField(_("channel"), max_length=10)
    acknowledged_at = models.DateTimeField(_("acknowledged on"), null=True)

    class Meta:
        verbose_name = _("receipt of news")
        verbose_name_plural = _("receipts of news")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "message", "volunteer"],
                name="news_reaches_somebody_once",
            )
        ]


class Transition(MunicipalityRow):
    """A site closes: what becomes of somebody who was active there."""

    class Wish(models.TextChoices):
        UNKNOWN = "UNKNOWN", pgettext_lazy("after a site closes", "not asked yet")
        GO_ON = "GO_ON", pgettext_lazy("after a site closes", "would like to go on")
        STOP = "STOP", pgettext_lazy("after a site closes", "would like to stop")

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("volunteer", "wish"),
        purpose="Übergang Ehrenamtlicher, wenn ein Standort schließt",
        legal_basis="Art. 6 Abs. 1 Buchst. a DSGVO",
        data_class=DataClass.V1,
        keep_because=_WITH_PROFILE,
        subject="volunteer__helper",
    )

    site = LocalForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    closes_on = models.DateField()
    volunteer = LocalForeignKey(
        Volunteer, on_delete=models.CASCADE, related_name="transitions"
    )
    from_group = LocalForeignKey(
        Group, on_delete=models.SET_NULL, related_name="+", null=True
    )
    to_group = LocalForeignKey(
        Group, on_delete=models.SET_NULL, related_name="+", null=True
    )
    wish = models.CharField(_("Wish"), max_length=8, choices=Wish, default=Wish.UNKNOWN)
    done_on = models.DateField(null=True)

    class Meta:
        verbose_name = _("hand-over of a site")
        verbose_name_plural = _("hand-overs of sites")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "site", "volunteer"],
                condition=Q(done_on__isnull=True),
                name="one_open_hand_over_of_a_site",
            )
        ]


class StageMove(MunicipalityRow):
    """A task went from one stage of accommodation to another: P40."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    title = models.CharField(max_length=120)
    place = LocalForeignKey(
        Place, on_delete=models.SET_NULL, related_name="+", null=True
    )
    before = models.CharField(max_length=20, choices=Site.Stage)
    after = models.CharField(max_length=20, choices=Site.Stage)
    on = models.DateField()

    class Meta:
        verbose_name = _("move between stages of accommodation")
        verbose_name_plural = _("moves between stages of accommodation")
