"""Own fields of a form: asked in several languages, answered by one person."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hafen.core.db.encryption import EncryptedTextField
from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.personal_data import NO_PERSONAL_DATA, DataClass, PersonalData
from hafen.core.places.models import MunicipalityRow


class Questionnaire(MunicipalityRow):
    """Some questions in an order; the room that asks them points to it."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    name = models.CharField(max_length=160)

    def __str__(self) -> str:
        return self.name


class QuestionQuerySet(models.QuerySet["Question"]):
    def asked(self) -> Self:
        """Keep what is still asked, in its order."""
        return self.filter(is_asked=True).order_by("place", "id")


class Question(MunicipalityRow):
    """One question; what was answered once is no longer asked, never deleted."""

    class Kind(models.TextChoices):
        TEXT = "TEXT", _("short text")
        LONG = "LONG", _("long text")
        CHOICE = "CHOICE", _("one of several answers")
        CHOICES = "CHOICES", _("any of several answers")
        SCALE = "SCALE", _("step of a scale")
        NUMBER = "NUMBER", _("number")
        DATE = "DATE", _("day")
        CONSENT = "CONSENT", _("consent")

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    questionnaire = LocalForeignKey(
        Questionnaire, on_delete=models.CASCADE, related_name="questions"
    )
    place = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=10, choices=Kind)
    # The name of its column in a table of answers, as statistics programs read it.
    code = models.SlugField(max_length=32, blank=True)
    # By language: {"de": "Brauchen Sie Kinderbetreuung?", "ar": …}
    texts = models.JSONField(default=dict)
    hints = models.JSONField(default=dict, blank=True)
    # The same in easy words, beside the others; an icon of the house stands for it.
    easy = models.JSONField(default=dict, blank=True)
    pictogram = models.CharField(max_length=40, blank=True)
    # What the rows of one table ask in common: neighbours with the same one.
    stems = models.JSONField(default=dict, blank=True)
    # [{"key": "a1", "texts": {"de": "…"}}], and "easy" and "pictogram" where there is
    # one; the key stays when the words change.
    options = models.JSONField(default=list, blank=True)
    is_required = models.BooleanField(default=False)
    # "code=key": asked only after this answer to an earlier question.
    only_if = models.CharField(max_length=80, blank=True)
    lowest = models.IntegerField(null=True, blank=True)
    highest = models.IntegerField(null=True, blank=True)
    is_asked = models.BooleanField(default=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="question_limits_are_in_order",
                condition=Q(lowest__isnull=True)
                | Q(highest__isnull=True)
                | Q(highest__gte=F("lowest")),
            ),
            models.CheckConstraint(
                name="only_choices_have_options",
                condition=Q(kind__in=["CHOICE", "CHOICES", "SCALE"]) | Q(options=[]),
            ),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "questionnaire", "place"],
                name="questions_in_order",
            )
        ]

    @property
    def is_choice(self) -> bool:
        return self.kind in {self.Kind.CHOICE, self.Kind.CHOICES, self.Kind.SCALE}

    @property
    def is_open(self) -> bool:
        """Whether people answer it in words of their own."""
        return self.kind in {self.Kind.TEXT, self.Kind.LONG}

    def label_in(self, language: str) -> str:
        """Return its words where it stands alone: a row with what its table asks."""
        said = said_in(self.texts, language)
        return f"{said_in(self.stems, language)} – {said}" if self.stems else said

    def easy_in(self, language: str) -> str:
        """Return its easy words in this very language; a reader of others needs them
        no more than the usual ones.
        """
        return easy_in(self.easy, language)

    def number_of(self, place: int) -> int:
        """Return what stands for an option in a table of numbers, and on paper.

        Steps of a scale count down to 1, so that the best has the highest.
        """
        is_scale = self.kind == self.Kind.SCALE
        return len(self.options) - place if is_scale else place + 1


class AnswerSheet(MunicipalityRow):
    """What one person answered to a questionnaire, about one row of another room."""

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("about",),
        purpose="Angaben zu einer Anmeldung oder Befragung",
        legal_basis="Art. 6 Abs. 1 Buchst. a oder e DSGVO, je nach Formular",
        data_class=DataClass.V2,
        keep_for=0,
        keep_from="forget_on",
        keep_because="Bis zu dem Tag, den der Raum nennt, der gefragt hat",
        subject="about",
    )

    questionnaire = LocalForeignKey(
        Questionnaire, on_delete=models.PROTECT, related_name="sheets"
    )
    about = models.UUIDField(null=True, blank=True)
    language = models.CharField(max_length=12)
    forget_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("answer sheet")
        verbose_name_plural = _("answer sheets")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "questionnaire", "about"],
                condition=Q(about__isnull=False),
                name="one_sheet_per_questionnaire_and_subject",
            )
        ]


class Answer(MunicipalityRow):
    """One answer as JSON text, sealed: a need for help may tell of an illness."""

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("value",),
        purpose="Angaben zu einer Anmeldung oder Befragung",
        legal_basis="Art. 6 Abs. 1 Buchst. a oder e, Art. 9 Abs. 2 Buchst. a DSGVO",
        data_class=DataClass.C3,
        keep_because="So lange wie der Bogen, zu dem die Antwort gehört",
        subject="sheet",
    )

    sheet = LocalForeignKey(
        AnswerSheet, on_delete=models.CASCADE, related_name="answers"
    )
    question = LocalForeignKey(
        Question, on_delete=models.PROTECT, related_name="answers"
    )
    value = EncryptedTextField()

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "question"], name="one_answer_per_sheet_and_question"
            )
        ]


def easy_in(texts: dict[str, str], language: str) -> str:
    return texts.get(language) or texts.get(language.split("-")[0], "")


def said_in(texts: dict[str, Any], language: str) -> str:
    """Return a text in a language, else in German, English or whatever there is."""
    for tag in (language, language.split("-")[0], "de", "en"):
        if text := texts.get(tag):
            return str(text)
    return str(next(iter(texts.values()), ""))
