from datetime import date
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.core.db.encryption import EncryptedTextField
from hafen.core.db.fields import LocalForeignKey, LocalOneToOneField
from hafen.core.db.personal_data import NO_PERSONAL_DATA, DataClass, PersonalData
from hafen.core.places.models import MunicipalityRow
from hafen.exchange.pool.models import Need
from hafen.information.knowledge.models import Document
from hafen.mechanisms.questions.models import Questionnaire, said_in
from hafen.network.organisations.models import Organisation


class Programme(MunicipalityRow):
    """A programme of sponsorships or tandems, of an association or of the town.

    Texts are by language; those of the first language of the town are always
    there. The rules stand in the agreement, one in a line.
    """

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    # In the first language of the town, for lists of the desk.
    name = models.CharField(max_length=160)
    sort_key = models.CharField(max_length=200, editable=False, db_collation="C")
    titles = models.JSONField(default=dict)
    texts = models.JSONField(default=dict, blank=True)
    rules = models.JSONField(default=dict, blank=True)
    organisation = LocalForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    helper_questions = LocalForeignKey(
        Questionnaire, on_delete=models.PROTECT, related_name="+", null=True
    )
    seeker_questions = LocalForeignKey(
        Questionnaire, on_delete=models.PROTECT, related_name="+", null=True
    )
    # How those who help are qualified, what they do, how they are supported.
    concept = LocalOneToOneField(
        Document, on_delete=models.SET_NULL, related_name="+", null=True
    )
    # Whether those who help are integration guides, who need the basic training.
    is_for_guides = models.BooleanField(default=False)
    # Whether people can apply on the public page.
    is_open = models.BooleanField(default=True)
    # Who looks after those who apply.
    owner = LocalForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "sort_key"], name="one_programme_per_name"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def title_in(self, language: str) -> str:
        return said_in(self.titles, language)

    def text_in(self, language: str) -> str:
        return said_in(self.texts, language) if self.texts else ""

    def rules_in(self, language: str) -> list[str]:
        said = said_in(self.rules, language) if self.rules else ""
        return [line.strip() for line in said.splitlines() if line.strip()]


class HandOver(MunicipalityRow):
    """A wish for a sponsor that an association looks after, with consent.

    The consent names the association, what it is told, and until when it holds;
    withdrawn, nothing of the wish is shown any more.
    """

    class State(models.TextChoices):
        HANDED = "HANDED", pgettext_lazy("wish", "with the association")
        FOUND = "FOUND", pgettext_lazy("wish", "sponsor found")
        NOT_FOUND = "NOT_FOUND", pgettext_lazy("wish", "nobody found")
        WITHDRAWN = "WITHDRAWN", pgettext_lazy("wish", "taken back")

    class Share(models.TextChoices):
        NAME = "NAME", _("name")
        CONTACT = "CONTACT", _("way of contact")
        TEXT = "TEXT", _("what is wished for")
        LANGUAGES = "LANGUAGES", _("languages")
        DISTRICT = "DISTRICT", _("district")

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("need", "note", "consent_language", "owner"),
        purpose="Weitergabe eines Patenschaftswunsches an einen Verein",
        legal_basis="Art. 6 Abs. 1 Buchst. a DSGVO",
        data_class=DataClass.C1,
        keep_because="So lange wie das Gesuch, das weitergegeben wurde",
        subject="need__seeker",
    )

    need = LocalForeignKey(Need, on_delete=models.CASCADE, related_name="hand_overs")
    organisation = LocalForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+"
    )
    shares = ArrayField(models.CharField(max_length=10, choices=Share))
    consent_on = models.DateField()
    consent_until = models.DateField()
    consent_language = models.CharField(
        _("Language in which they agreed"), max_length=12, default="de"
    )
    handed_at = models.DateTimeField()
    handed_by = LocalForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True
    )
    owner = LocalForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    answer_by = models.DateField()
    reminded_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=State, default=State.HANDED)
    answered_at = models.DateTimeField(null=True)
    # Who noted the answer at the desk, or answered signed in; nobody by link.
    answered_by = LocalForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True
    )
    starts_on = models.DateField(null=True)
    note = EncryptedTextField(blank=True, default="")

    class Meta:
        verbose_name = _("wish for a sponsor")
        verbose_name_plural = _("wishes for a sponsor")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "need"],
                condition=Q(state="HANDED"),
                name="a_wish_lies_with_one_association",
            ),
            models.CheckConstraint(
                name="an_answered_wish_says_when",
                condition=Q(state="HANDED", answered_at__isnull=True)
                | (~Q(state="HANDED") & Q(answered_at__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "state", "answer_by"], name="wishes_by_day"
            )
        ]

    @property
    def is_handed(self) -> bool:
        return self.state == self.State.HANDED

    @property
    def is_found(self) -> bool:
        return self.state == self.State.FOUND

    def is_readable(self, today: date) -> bool:
        """Whether the association may still read what it was told."""
        return self.state in {"HANDED", "FOUND"} and today <= self.consent_until

    @property
    def share_names(self) -> list[str]:
        return [str(self.Share(each).label) for each in self.shares]
