"""Answers know their round, and nothing of when they came or from whom.

Their keys are drawn at random, for the usual ones count upwards with the time;
they have no instants and leave no line in the trail. What the database itself
keeps of their order goes overnight (`services.mix`).
"""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from hafen.core.db.encryption import EncryptedTextField
from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.personal_data import NO_PERSONAL_DATA, DataClass, PersonalData
from hafen.core.places.models import MunicipalityRow
from hafen.mechanisms.questions.models import Question
from hafen.voice.surveys.models._surveys import Survey, Wave

_LAW = "Art. 6 Abs. 1 Buchst. a und e, Art. 9 Abs. 2 Buchst. a DSGVO"
_BECAUSE = "Sechs Monate nach Freigabe des Berichts, danach nur noch Tabellen"


class Timeless(MunicipalityRow):
    """A row that tells by nothing when it was made."""

    is_audited: ClassVar[bool] = False

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    created_at = None  # type: ignore[assignment]  # left out on purpose
    updated_at = None  # type: ignore[assignment]  # likewise

    class Meta:
        abstract = True


class Response(Timeless):
    """What one person answered, without the person."""

    class Way(models.TextChoices):
        LINK = "LINK", _("own link")
        OPEN = "OPEN", _("link for everybody")
        PAPER = "PAPER", _("on paper")
        INTERVIEW = "INTERVIEW", _("asked by an interpreter")
        LIST = "LIST", _("from a list")

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("answers", "language"),
        purpose="Auswertung einer anonymen Befragung",
        legal_basis=_LAW,
        data_class=DataClass.S,
        keep_because=_BECAUSE,
    )

    wave = LocalForeignKey(Wave, on_delete=models.CASCADE, related_name="responses")
    way = models.CharField(_("how it was answered"), max_length=9, choices=Way)
    language = models.CharField(_("language"), max_length=12, blank=True)
    # By the code of the question: a key, several keys, a number, or a day.
    answers = models.JSONField(_("answers"), default=dict)

    class Meta:
        verbose_name = _("answer to a survey")
        verbose_name_plural = _("answers to surveys")


class OpenAnswer(Timeless):
    """What somebody answered in words of their own; sealed, as all such words."""

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("text",),
        purpose="Auswertung einer anonymen Befragung",
        legal_basis=_LAW,
        data_class=DataClass.C3,
        keep_because=_BECAUSE,
    )

    response = LocalForeignKey(
        Response, on_delete=models.CASCADE, related_name="open_answers"
    )
    question = LocalForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    text = EncryptedTextField(_("answer"))

    class Meta:
        verbose_name = _("open answer to a survey")
        verbose_name_plural = _("open answers to surveys")


class Category(MunicipalityRow):
    """What several open answers to one question have in common."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    survey = LocalForeignKey(
        Survey, on_delete=models.CASCADE, related_name="categories"
    )
    question = LocalForeignKey(Question, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=160)
    sort_key = models.CharField(max_length=200, editable=False, db_collation="C")

    class Meta:
        verbose_name = _("sort of mentions")
        verbose_name_plural = _("sorts of mentions")
        constraints = [
            models.UniqueConstraint(
                fields=["question", "sort_key"], name="one_sort_of_mentions_per_name"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Mention(Timeless):
    """An open answer names what a category means; one answer may name several."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    answer = LocalForeignKey(
        OpenAnswer, on_delete=models.CASCADE, related_name="mentions"
    )
    category = LocalForeignKey(
        Category, on_delete=models.CASCADE, related_name="mentions"
    )

    class Meta:
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        constraints = [
            models.UniqueConstraint(
                fields=["answer", "category"], name="an_answer_names_a_category_once"
            )
        ]


class Quote(Timeless):
    """Words that an evaluator has checked and lets stand in the report.

    Nothing leads from it to the sheet, and it stays when the sheets go.
    """

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    wave = LocalForeignKey(Wave, on_delete=models.CASCADE, related_name="quotes")
    question = LocalForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(_("quote"), max_length=300)

    class Meta:
        verbose_name = _("quote from a survey")
        verbose_name_plural = _("quotes from surveys")
