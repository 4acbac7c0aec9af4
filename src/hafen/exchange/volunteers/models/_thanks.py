"""Recognition of volunteers, and ideas of citizens that become projects."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.core.db.fields import LocalForeignKey, LocalOneToOneField
from hafen.core.db.personal_data import NO_PERSONAL_DATA, DataClass, PersonalData
from hafen.core.places.models import MunicipalityRow
from hafen.exchange.volunteers.models._people import Volunteer
from hafen.exchange.volunteers.models._shifts import Task


class Award(MunicipalityRow):
    """Somebody was thanked: how, when, for which year; each way once a year."""

    class Kind(models.TextChoices):
        CERTIFICATE = "CERTIFICATE", pgettext_lazy("thanks", "certificate")
        CARD = "CARD", pgettext_lazy("thanks", "honour card")
        LETTER = "LETTER", pgettext_lazy("thanks", "thank-you letter")
        EVENT = "EVENT", pgettext_lazy("thanks", "invitation to an event")
        GIFT = "GIFT", pgettext_lazy("thanks", "small present")

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("volunteer", "occasion", "minutes"),
        purpose="Anerkennung des Engagements",
        legal_basis="Art. 6 Abs. 1 Buchst. a DSGVO",
        data_class=DataClass.V1,
        keep_because="So lange wie das Profil der ehrenamtlichen Person",
        subject="volunteer__helper",
    )

    volunteer = LocalForeignKey(
        Volunteer, on_delete=models.CASCADE, related_name="awards"
    )
    year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=11, choices=Kind)
    on = models.DateField()
    occasion = models.CharField(_("Occasion"), max_length=200, blank=True)
    minutes = models.PositiveIntegerField(_("Minutes"), default=0)

    class Meta:
        verbose_name = _("recognition")
        verbose_name_plural = _("recognitions")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "volunteer", "year", "kind"],
                name="thanked_in_one_way_once_a_year",
            )
        ]


class Idea(MunicipalityRow):
    """What a citizen would like to start; with enough supporters it is a project."""

    class State(models.TextChoices):
        NEW = "NEW", pgettext_lazy("idea", "to be looked at")
        PUBLISHED = "PUBLISHED", pgettext_lazy("idea", "looks for supporters")
        PROJECT = "PROJECT", pgettext_lazy("idea", "has become a project")
        CLOSED = "CLOSED", pgettext_lazy("idea", "closed")

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("name", "email", "title", "text"),
        purpose="Rückfragen zu einer Idee",
        legal_basis="Art. 6 Abs. 1 Buchst. a DSGVO",
        data_class=DataClass.P1,
        keep_for=365,
        keep_from="closed_at",
        keep_because="Ein Jahr nach dem Ende der Idee",
        subject="email",
    )

    title = models.CharField(max_length=120)
    text = models.TextField(blank=True)
    language = models.CharField(max_length=12, default="de")
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    state = models.CharField(max_length=9, choices=State, default=State.NEW)
    task = LocalOneToOneField(
        Task, on_delete=models.SET_NULL, related_name="idea", null=True
    )
    closed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("idea")
        verbose_name_plural = _("ideas")
        constraints = [
            models.CheckConstraint(
                name="a_closed_idea_says_when",
                condition=Q(state__in=["NEW", "PUBLISHED"], closed_at__isnull=True)
                | Q(state__in=["PROJECT", "CLOSED"], closed_at__isnull=False),
            )
        ]

    @property
    def is_fresh(self) -> bool:
        return self.state == self.State.NEW

    @property
    def is_published(self) -> bool:
        return self.state == self.State.PUBLISHED


class IdeaSupport(MunicipalityRow):
    """Somebody supports an idea; of the address only a keyed hash is kept."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    idea = LocalForeignKey(Idea, on_delete=models.CASCADE, related_name="supporters")
    address_hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("supporter of an idea")
        verbose_name_plural = _("supporters of ideas")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "idea", "address_hash"],
                name="an_idea_is_supported_once_by_each",
            )
        ]
