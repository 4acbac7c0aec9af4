from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.core.accounts.models import Team
from hafen.core.db.encryption import EncryptedTextField
from hafen.core.db.fields import LocalForeignKey, LocalOneToOneField
from hafen.core.db.identifiers import token
from hafen.core.db.personal_data import NO_PERSONAL_DATA, DataClass, PersonalData
from hafen.core.places.models import District, MunicipalityRow
from hafen.exchange.pool.models import Helper
from hafen.exchange.volunteers.models._words import Exit, Stage
from hafen.mechanisms.questions.models import Questionnaire
from hafen.network.organisations.models import Organisation


class VolunteerSettings(MunicipalityRow):
    """What a municipality has agreed on about its volunteers."""

    class Distribution(models.TextChoices):
        ROTATION = "ROTATION", _("in turn")
        QUOTA = "QUOTA", _("by share")
        CAPACITY = "CAPACITY", _("where most places are free")

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    # Who finds new offers of help on Today; else the first coordinator.
    team = LocalForeignKey(
        Team, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    contact_days = models.PositiveSmallIntegerField(default=7)
    # How long an extended certificate is taken for valid, and how old it may be
    # when it is shown.
    certificate_years = models.PositiveSmallIntegerField(default=5)
    certificate_months = models.PositiveSmallIntegerField(default=3)
    # By which rule a partner is proposed for somebody who is ready.
    distribution = models.CharField(
        max_length=8, choices=Distribution, default=Distribution.ROTATION
    )
    answer_days = models.PositiveSmallIntegerField(default=7)
    late_hours = models.PositiveSmallIntegerField(default=48)
    award_hours = models.PositiveSmallIntegerField(default=50)
    card_hours = models.PositiveSmallIntegerField(default=250)
    most_hours_a_week = models.PositiveSmallIntegerField(default=8)
    # By bus and on foot, from one shift to the next.
    kilometres_per_hour = models.PositiveSmallIntegerField(default=15)
    supporters = models.PositiveSmallIntegerField(default=3)
    # What else is asked of whoever offers help on the public page.
    questionnaire = LocalForeignKey(
        Questionnaire,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )

    class Meta:
        verbose_name = _("settings of volunteering")
        verbose_name_plural = _("settings of volunteering")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality"], name="one_setting_of_volunteering"
            )
        ]


class VolunteerQuerySet(models.QuerySet["Volunteer"]):
    def here(self) -> Self:
        """Those who have not left."""
        return self.exclude(stage=Stage.LEFT)

    def active(self) -> Self:
        """Those who may be given something to do."""
        return self.filter(stage__in=[Stage.READY, Stage.PLACED])


class Volunteer(MunicipalityRow):
    """Somebody who helps, from the first word to the last.

    Name and ways of contact stand with the `Helper` of the pool; what is matched,
    in its offers. Nothing of a case is known here, and no residence status:
    whether somebody came as a refugee is told of one's own will or not at all.
    """

    class Source(models.TextChoices):
        WEB = "WEB", pgettext_lazy("how a volunteer came", "by the web page")
        DESK = "DESK", pgettext_lazy("how a volunteer came", "at the desk")
        LIST = "LIST", pgettext_lazy("how a volunteer came", "from a list")

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=(
            "helper",
            "wishes",
            "exclusions",
            "birth_year",
            "is_refugee",
            "support_needed",
            "link_seed",
        ),
        purpose="Gewinnung, Begleitung und Einsatz Ehrenamtlicher",
        legal_basis="Art. 6 Abs. 1 Buchst. a DSGVO",
        data_class=DataClass.V1,
        keep_for=730,
        keep_from="left_on",
        keep_because="Zwei Jahre nach dem Ende, für Nachweise und die Jahreszahlen",
        subject="helper",
    )

    helper = LocalOneToOneField(
        Helper, on_delete=models.CASCADE, related_name="volunteer"
    )
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.CONTACT)
    stage_since = models.DateField()
    source = models.CharField(max_length=4, choices=Source, default=Source.DESK)
    kinds = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    # Through which association; empty: bound to none.
    association = LocalForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    # Whose news somebody wants: those of one district, or of all.
    district = LocalForeignKey(
        District, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    wishes = models.TextField(_("Wishes"), blank=True)
    exclusions = models.TextField(_("Not wished"), blank=True)
    birth_year = models.PositiveSmallIntegerField(
        _("Year of birth"), null=True, blank=True
    )
    is_refugee = models.BooleanField(
        _("came as a refugee (own word)"), null=True, blank=True
    )
    support_needed = models.TextField(_("Support that is needed"), blank=True)
    owner = LocalForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("who does it"),
    )
    team = LocalForeignKey(
        Team, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    due_on = models.DateField(null=True, blank=True)
    # The consent to get news; the one to be named to others is the helper's.
    news_consent_on = models.DateField(null=True, blank=True)
    link_seed = models.CharField(
        _("part of the secret link"), max_length=40, default=token, editable=False
    )
    reached_at = models.DateTimeField(null=True, editable=False)
    paused_until = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)
    exit_reason = models.CharField(max_length=10, choices=Exit, blank=True, default="")
    may_return = models.BooleanField(default=False)

    objects = VolunteerQuerySet.as_manager()

    class Meta:
        verbose_name = _("volunteer")
        verbose_name_plural = _("volunteers")
        constraints = [
            models.CheckConstraint(
                name="a_volunteer_is_not_without_an_owner",
                condition=Q(stage=Stage.LEFT)
                | Q(owner__isnull=False)
                | Q(team__isnull=False),
            ),
            models.CheckConstraint(
                name="who_left_says_when_and_why",
                condition=(
                    Q(stage=Stage.LEFT, left_on__isnull=False) & ~Q(exit_reason="")
                )
                | (~Q(stage=Stage.LEFT) & Q(left_on__isnull=True, exit_reason="")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "stage", "due_on"], name="volunteers_by_stage"
            )
        ]

    @property
    def name(self) -> str:
        return self.helper.name

    @property
    def has_left(self) -> bool:
        return self.stage == Stage.LEFT

    @property
    def is_paused(self) -> bool:
        return self.stage == Stage.PAUSED

    def is_late(self, today: date) -> bool:
        return self.due_on is not None and self.due_on < today


class Talk(MunicipalityRow):
    """A talk with a volunteer: the first, one on the way, the last."""

    class Kind(models.TextChoices):
        FIRST = "FIRST", pgettext_lazy("talk", "first talk")
        ON_THE_WAY = "ON_THE_WAY", pgettext_lazy("talk", "accompanying talk")
        EXIT = "EXIT", pgettext_lazy("talk", "closing talk")

    class Decision(models.TextChoices):
        CLARIFIED = "CLARIFIED", pgettext_lazy("after a talk", "clarified")
        UNSUITABLE = "UNSUITABLE", pgettext_lazy("after a talk", "not suitable")
        DEFERRED = "DEFERRED", pgettext_lazy("after a talk", "put off")

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("volunteer", "note", "by"),
        purpose="Klärung und Begleitung des Einsatzes",
        legal_basis="Art. 6 Abs. 1 Buchst. a DSGVO",
        data_class=DataClass.V2,
        keep_because="So lange wie das Profil der ehrenamtlichen Person",
        subject="volunteer__helper",
    )

    volunteer = LocalForeignKey(
        Volunteer, on_delete=models.CASCADE, related_name="talks"
    )
    kind = models.CharField(max_length=10, choices=Kind)
    on = models.DateField()
    decision = models.CharField(max_length=10, choices=Decision, blank=True, default="")
    note = EncryptedTextField(blank=True, default="")
    by = LocalForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
    )

    class Meta:
        verbose_name = _("talk")
        verbose_name_plural = _("talks")
        constraints = [
            models.CheckConstraint(
                name="a_first_talk_ends_with_a_decision",
                condition=~Q(kind="FIRST") | ~Q(decision=""),
            )
        ]
