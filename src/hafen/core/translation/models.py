from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.personal_data import NO_PERSONAL_DATA, DataClass, PersonalData
from hafen.core.places.models import MunicipalityRow


class Translatable(MunicipalityRow):
    """A row whose texts are written in one language and translated into others.

    The source texts are columns of the row itself, so that it can be listed,
    searched and exported without a join. A model names them in
    `TRANSLATED_FIELDS` and has a table of its own for the translations, with
    columns of the same names: a `Translation` whose key to the row has
    `related_name="translations"`.
    """

    TRANSLATED_FIELDS: ClassVar[tuple[str, ...]] = ()

    translations: Any

    source_language = models.CharField(
        _("language of the original"), max_length=12, default="de"
    )

    class Meta:
        abstract = True


class Translation(MunicipalityRow):
    """The texts of one row in one further language, and how far they can be trusted.

    A model gives it a `LocalForeignKey` to its row with
    `related_name="translations"`, the translated text columns, and one row per
    language at most.
    """

    class State(models.TextChoices):
        MISSING = "MISSING", _("missing")
        DRAFT = "DRAFT", _("draft")
        MACHINE = "MACHINE", _("translated by machine")
        CHECKED = "CHECKED", _("checked")
        OUTDATED = "OUTDATED", _("outdated")

    # Who translated is known by a key alone; names stay with the accounts.
    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    language = models.CharField(_("language"), max_length=12)
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.MISSING
    )
    source_hash = models.CharField(max_length=64, blank=True, editable=False)
    source_texts = models.JSONField(default=dict, blank=True, editable=False)
    translator = LocalForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )
    checker = LocalForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )
    checked_at = models.DateTimeField(
        _("checked at"), null=True, blank=True, editable=False
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.pk} {self.language}"

    @property
    def is_readable(self) -> bool:
        """Whether the public may read it.

        A text that was checked once helps more than none when its original
        moved on; a draft and an old machine's text help nobody.
        """
        if self.state == self.State.OUTDATED:
            return self.checked_at is not None
        return self.state in (self.State.MACHINE, self.State.CHECKED)


class GlossaryTerm(MunicipalityRow):
    """How a word of the town is said in a language, or that it stays as it is.

    An empty `translation` means: the word stays in the original, in every
    language if `language` is empty too ("Jobcenter").
    """

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    term = models.CharField(_("word or name"), max_length=120)
    language = models.CharField(_("language"), max_length=12, blank=True)
    translation = models.CharField(_("translation"), max_length=200, blank=True)
    note = models.CharField(_("note for translators"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("glossary entry")
        verbose_name_plural = _("glossary entries")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "term", "language"],
                name="one_glossary_entry_per_word_and_language",
            ),
            models.CheckConstraint(
                name="a_translation_names_its_language",
                condition=~models.Q(language="") | models.Q(translation=""),
            ),
        ]

    def __str__(self) -> str:
        return self.term


class LanguageKeeper(MunicipalityRow):
    """Who looks after one language of the portal."""

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("user",),
        purpose="Zuordnung der Übersetzungsarbeit",
        legal_basis="Art. 6 Abs. 1 Buchst. e DSGVO",
        data_class=DataClass.P1,
        keep_because="Solange das Konto besteht",
        subject="user",
    )

    language = models.CharField(_("language"), max_length=12)
    user = LocalForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="kept_languages",
        verbose_name=_("who does it"),
    )

    class Meta:
        verbose_name = _("keeper of a language")
        verbose_name_plural = _("keepers of languages")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "language"], name="one_keeper_per_language"
            )
        ]


class MachineOrder(MunicipalityRow):
    """One order to a translation machine: a kind of texts, a language.

    Its words count against the budget of the month in which it was given.
    """

    class State(models.TextChoices):
        QUEUED = "QUEUED", _("waiting")
        DONE = "DONE", _("done")

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    content = models.CharField(max_length=60)
    language = models.CharField(_("language"), max_length=12)
    words = models.PositiveIntegerField(_("words"))
    done = models.PositiveIntegerField(_("texts done"), default=0)
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.QUEUED
    )

    class Meta:
        verbose_name = _("order to a translation machine")
        verbose_name_plural = _("orders to a translation machine")
