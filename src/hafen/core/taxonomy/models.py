from datetime import date
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hafen.core.db.models import Row
from hafen.core.db.personal_data import NO_PERSONAL_DATA, PersonalData
from hafen.core.taxonomy.scripts import direction_of


def valid_on(day: date, *, path: str = "") -> Q:
    """Return the condition that dated reference data holds on a day.

    :param path: the way to it from the queried model, such as "term__"
    """
    begun = Q(**{f"{path}valid_from__lte": day})
    open_ended = Q(**{f"{path}valid_to__isnull": True})
    return begun & (open_ended | Q(**{f"{path}valid_to__gte": day}))


class Dated(Row):
    """Reference data with a life span and a source: never a constant in code."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_ends_after_it_starts",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
            )
        ]


class Vocabulary(Dated):
    """A closed list of terms, such as the needs domains or the legal areas."""

    NEEDS = "needs"
    TARGET_GROUPS = "target_groups"
    LEGAL_AREAS = "legal_areas"
    RESIDENCE = "residence"
    RESIDENCE_TITLES = "residence_titles"
    BOARD = "board"

    code = models.CharField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)

    class Meta(Dated.Meta):
        verbose_name = _("vocabulary")
        verbose_name_plural = _("vocabularies")

    def __str__(self) -> str:
        return self.code


class Term(Dated):
    """A word of a vocabulary; its names stand in `TermLabel`.

    `code` is the path in the vocabulary: `N01`, below it `N01.course-place`.
    """

    class Flag(models.TextChoices):
        LEGAL = "R", _("legal advice only by those who may give it")
        SPECIAL = "S3", _("special category of personal data")
        CHILD = "K", _("concerns the protection of children")

    vocabulary = models.ForeignKey(
        Vocabulary, on_delete=models.PROTECT, related_name="terms"
    )
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    code = models.CharField(_("code"), max_length=60)
    position = models.PositiveIntegerField(_("position"))
    flags = ArrayField(
        models.CharField(max_length=2, choices=Flag), default=list, blank=True
    )
    pictogram = models.CharField(_("pictogram"), max_length=40, blank=True)
    legal_ref = models.CharField(_("legal reference"), max_length=120, blank=True)

    class Meta(Dated.Meta):
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["vocabulary", "code"], name="one_term_per_code"
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def is_special(self) -> bool:
        return self.Flag.SPECIAL in self.flags


class TermLabel(Row):
    """What a term is called in one language.

    `short` is the word on a tile of the portal; `synonyms` are what people
    type who mean it.
    """

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    term = models.ForeignKey(Term, on_delete=models.CASCADE, related_name="labels")
    language = models.CharField(_("language"), max_length=12)
    name = models.CharField(_("name"), max_length=120)
    short = models.CharField(_("short name"), max_length=60, blank=True)
    synonyms = ArrayField(models.CharField(max_length=60), default=list, blank=True)

    class Meta:
        verbose_name = _("label of a term")
        verbose_name_plural = _("labels of terms")
        constraints = [
            models.UniqueConstraint(
                fields=["term", "language"], name="one_label_per_term_and_language"
            )
        ]

    def __str__(self) -> str:
        return f"{self.term_id} {self.language}"


class Language(Dated):
    """A language that people read, speak or sign; the key is its BCP 47 tag.

    Its direction follows from its script and is stored nowhere.
    """

    class Tier(models.TextChoices):
        PORTAL = "T1", _("screens and contents")
        CONTENT = "T2", _("contents on demand")
        INTERPRETING = "T3", _("interpreting only")

    tag = models.CharField(_("tag"), max_length=12, unique=True)
    own_name = models.CharField(_("own name"), max_length=60)
    names = models.JSONField(_("names in the languages of the portal"))
    script = models.CharField(_("script"), max_length=4, blank=True)
    tier = models.CharField(_("tier"), max_length=2, choices=Tier)
    fallbacks = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    position = models.PositiveIntegerField(_("position"))

    class Meta(Dated.Meta):
        verbose_name = _("language")
        verbose_name_plural = _("languages")

    def __str__(self) -> str:
        return self.tag

    @property
    def direction(self) -> str:
        return direction_of(self.script)

    def name_in(self, tag: str) -> str:
        """Return its name in a portal language, in German where there is none."""
        name: str = self.names.get(tag) or self.names["de"]
        return name
