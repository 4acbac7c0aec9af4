import calendar
from datetime import date
from typing import ClassVar

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
    """Somebody asks for their data, or for its erasure (Art. 15, 17, 20 DSGVO).

    It holds keys of rows and no names, so it may outlive the person's data and
    tell after a restore what has to go again.
    """

    class Kind(models.TextChoices):
        ACCESS = "ACCESS", _("information and copy")
        ERASURE = "ERASURE", _("erasure")

    class State(models.TextChoices):
        OPEN = "OPEN", _("open")
        WAITING = "WAITING", _("erased except what must be kept")
        DONE = "DONE", _("done")
        WITHDRAWN = "WITHDRAWN", _("withdrawn")

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("roots", "asked_by", "confirmed_by"),
        purpose="Rechte der betroffenen Person erfüllen und die Erfüllung nachweisen",
        legal_basis="Art. 5 Abs. 2, Art. 12, 15, 17, 20 DSGVO",
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

    class Meta:
        verbose_name = _("request of a person")
        verbose_name_plural = _("requests of persons")

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def is_erasure(self) -> bool:
        return self.kind == self.Kind.ERASURE

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
