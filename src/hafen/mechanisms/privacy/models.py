import calendar
from datetime import date
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from hafen.core.accounts.models import User
from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.personal_data import (
    NO_PERSONAL_DATA,
    DataClass,
    OnErasure,
    PersonalData,
)
from hafen.core.places.models import MunicipalityRow
from hafen.core.taxonomy.reference import screen_language
from hafen.mechanisms.privacy.keeping import DeletionRun as DeletionRun
from hafen.mechanisms.privacy.keeping import Hold as Hold
from hafen.mechanisms.privacy.keeping import KeepingPeriod as KeepingPeriod
from hafen.mechanisms.privacy.keeping import RecipientNotice as RecipientNotice


class Confirmation(MunicipalityRow):
    """Somebody has decided, and stands for it with name and date."""

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("decided_by", "office"),
        purpose="Nachweis der Entscheidungen vor der Inbetriebnahme",
        legal_basis="Art. 5 Abs. 2, Art. 24 DSGVO",
        data_class=DataClass.X,
        keep_because="Solange die Entscheidung gilt",
        on_erasure=OnErasure.KEEP,
    )

    code = models.CharField(_("decision"), max_length=4)
    decided_by = models.CharField(_("decided by (name)"), max_length=120)
    office = models.CharField(_("office or function"), max_length=120)
    decided_on = models.DateField(_("decided on"))
    note = models.TextField(_("result or file reference"), blank=True)

    class Meta:
        verbose_name = _("confirmed decision")
        verbose_name_plural = _("confirmed decisions")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "code"], name="one_confirmation_per_decision"
            )
        ]


class RightsRequest(MunicipalityRow):
    """Somebody asks for their data, its erasure, or that its processing is restricted
    (Art. 15, 17, 18, 20 and 21 DSGVO); or something was corrected (Art. 16, 19 DSGVO).

    While a restriction is in force, whatever row has a key among `held` is seen by
    nobody (`core/db/guards.py`). The request holds keys of rows and no names, so it may
    outlive the person's data and tell after a restore what has to go again.
    """

    class Kind(models.TextChoices):
        ACCESS = "ACCESS", _("information and copy")
        ERASURE = "ERASURE", _("erasure")
        RESTRICTION = "RESTRICT", _("restriction of processing")
        # Entered by itself where a file was corrected: whoever got it is told.
        CORRECTION = "CORRECT", _("correction")

    class State(models.TextChoices):
        OPEN = "OPEN", _("open")
        IN_FORCE = "IN_FORCE", _("in force")
        WAITING = "WAITING", _("erased except what must be kept")
        DONE = "DONE", _("done")
        WITHDRAWN = "WITHDRAWN", _("withdrawn")

    class Ground(models.TextChoices):
        """Why processing is restricted; other grounds there are none."""

        CONTESTED = (
            "CONTESTED",
            _("the person contests that the data is right (Art. 18(1)(a) GDPR)"),
        )
        UNLAWFUL = (
            "UNLAWFUL",
            _("unlawful, but the person wants no erasure (Art. 18(1)(b) GDPR)"),
        )
        CLAIMS = (
            "CLAIMS",
            _("the person needs the data for legal claims (Art. 18(1)(c) GDPR)"),
        )
        OBJECTED = (
            "OBJECTED",
            _("the person objects, and it is not decided (Art. 18(1)(d), 21 GDPR)"),
        )
        KEPT = (
            "KEPT",
            _("erasure would break a duty to keep or harm the person (§ 84(3) SGB X)"),
        )

    class Lifting(models.TextChoices):
        """Why a restriction was lifted."""

        SETTLED = "SETTLED", _("the data was checked, and corrected where it was wrong")
        DECIDED = "DECIDED", _("the objection is decided")
        WISHED = "WISHED", _("the person wants the data to be used again")
        OVER = "OVER", _("the ground has ended; the data is erased or used as before")

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("roots", "held", "asked_by", "confirmed_by"),
        purpose="Rechte der betroffenen Person erfüllen und die Erfüllung nachweisen",
        legal_basis="Art. 5 Abs. 2, Art. 12, 15 bis 21 DSGVO",
        data_class=DataClass.A,
        keep_for=3 * 365,
        keep_from="done_at",
        keep_because="Drei Jahre, die übliche Verjährungsfrist (§ 195 BGB)",
        subject="asked_by",
        on_erasure=OnErasure.DETACH,
    )

    kind = models.CharField(_("what is asked for"), max_length=10, choices=Kind)
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.OPEN
    )
    received_on = models.DateField(_("received on"))
    # "accounts.User:…": the rows that are the person.
    roots = models.JSONField(_("rows of the person"), default=list)
    # What went, by kind of row; figures only.
    counts = models.JSONField(default=dict)
    asked_by = LocalForeignKey(
        User,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("entered by"),
    )
    confirmed_by = LocalForeignKey(
        User,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("confirmed by"),
    )
    done_at = models.DateTimeField(_("done at"), null=True)
    ground = models.CharField(_("ground"), max_length=10, choices=Ground, blank=True)
    in_force_since = models.DateField(_("in force since"), null=True)
    look_again_on = models.DateField(_("look again on"), null=True)
    told_on = models.DateField(_("the person was told on"), null=True)
    lifted_because = models.CharField(
        _("why it was lifted"), max_length=10, choices=Lifting, blank=True
    )
    held = ArrayField(
        models.UUIDField(), verbose_name=_("restricted rows"), default=list
    )
    # Of them: what opens them to the persons themselves (`context.opened_for`).
    doors = ArrayField(models.UUIDField(), default=list)

    class Meta:
        verbose_name = _("request of a person")
        verbose_name_plural = _("requests of persons")
        indexes = [
            models.Index(
                fields=["municipality"],
                condition=models.Q(state="IN_FORCE"),
                name="restrictions_in_force",
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="a_restriction_has_a_ground",
                condition=~models.Q(kind="RESTRICT", ground=""),
            ),
            models.CheckConstraint(
                name="a_restriction_in_force_says_since_when",
                condition=~models.Q(state="IN_FORCE")
                | models.Q(
                    kind="RESTRICT",
                    in_force_since__isnull=False,
                    look_again_on__isnull=False,
                ),
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def is_erasure(self) -> bool:
        return self.kind == self.Kind.ERASURE

    @property
    def is_restriction(self) -> bool:
        return self.kind == self.Kind.RESTRICTION

    @property
    def is_correction(self) -> bool:
        return self.kind == self.Kind.CORRECTION

    @property
    def is_in_force(self) -> bool:
        return self.state == self.State.IN_FORCE

    @property
    def due_on(self) -> date:
        """The last day for an answer: one month after it came (Art. 12 Abs. 3)."""
        year, month = divmod(self.received_on.month, 12)
        month += 1
        year += self.received_on.year
        last = calendar.monthrange(year, month)[1]
        return date(year, month, min(self.received_on.day, last))


class NoticeEdition(MunicipalityRow):
    """The data-protection notice in one edition (Art. 13 DSGVO), in all languages.

    What was released is never rewritten: with a person stands which edition was
    given, and its words can be read for as long.
    """

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    edition = models.CharField(_("edition"), max_length=40)
    # By language tag, paragraphs apart by an empty line.
    texts = models.JSONField(_("text"), default=dict)
    released_on = models.DateField(_("released on"), null=True)

    class Meta:
        verbose_name = _("edition of the data-protection notice")
        verbose_name_plural = _("editions of the data-protection notice")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "edition"], name="one_notice_per_edition"
            ),
            models.UniqueConstraint(
                fields=["municipality"],
                condition=models.Q(released_on__isnull=True),
                name="one_notice_in_preparation",
            ),
        ]

    @property
    def is_released(self) -> bool:
        return self.released_on is not None

    def text_in(self, language: str) -> tuple[str, str]:
        """Return the text in a language, else in German or the first, and its tag."""
        for tag in (language, screen_language(language), "de", *self.texts):
            if text := self.texts.get(tag):
                return text, tag
        return "", language
