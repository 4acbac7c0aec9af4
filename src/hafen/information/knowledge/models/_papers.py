"""Letters, forms and leaflets: what is built from text blocks."""

from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.identifiers import short_id
from hafen.core.db.names import address_of
from hafen.core.db.personal_data import NO_PERSONAL_DATA, PersonalData
from hafen.core.places.models import MunicipalityRow
from hafen.core.translation.models import Translatable, Translation
from hafen.information.knowledge.models._blocks import TextBlock


class PaperQuerySet(models.QuerySet["Paper"]):
    def present(self) -> Self:
        return self.exclude(state=Paper.State.ARCHIVED)

    def outdated(self) -> Self:
        """Keep those whose edition says something else than would be printed now."""
        return self.present().filter(outdated_at__isnull=False)

    def announced(self) -> Self:
        """Keep what stands on the public pages."""
        return self.present().filter(is_public=True, number__gt=0)


class Paper(Translatable, MunicipalityRow):
    """A letter or form to fill in, a leaflet or an information sheet to hand out.

    It is an ordered list of text blocks, offers and sites. What was released
    stands in its editions and changes no more; `number` is the newest one's.

    :param variables: what a clerk fills in, by the `{code}` in the text:
        `{"termin": {"label": "Tag", "kind": "DAY"}}`
    """

    class Kind(models.TextChoices):
        LETTER = "LETTER", _("letter")
        FORM = "FORM", _("form")
        LEAFLET = "LEAFLET", _("leaflet")
        SHEET = "SHEET", _("information sheet")

    class State(models.TextChoices):
        DRAFT = "DRAFT", _("draft")
        SUBMITTED = "SUBMITTED", _("handed in")
        RELEASED = "RELEASED", _("released")
        ARCHIVED = "ARCHIVED", _("archived")

    class Variable(models.TextChoices):
        LINE = "LINE", _("name, number or place: the same in every language")
        DAY = "DAY", _("day")
        TIME = "TIME", _("time of day")
        WORDS = "WORDS", _("words that differ by language")

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA
    TRANSLATED_FIELDS: ClassVar[tuple[str, ...]] = ("title",)
    TO_FILL_IN: ClassVar[tuple[str, ...]] = ("LETTER", "FORM")

    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    title = models.CharField(_("title"), max_length=160)
    slug = models.SlugField(max_length=80, blank=True, editable=False)
    short_id = models.CharField(max_length=16, default=short_id, editable=False)
    sort_key = models.CharField(max_length=200, editable=False, db_collation="C")
    topic = models.CharField(_("topic"), max_length=60, blank=True)
    languages = ArrayField(
        models.CharField(max_length=12), verbose_name=_("languages"), default=list
    )
    variables = models.JSONField(default=dict, blank=True)
    is_public = models.BooleanField(_("announced on the public pages"), default=False)
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.DRAFT, editable=False
    )
    number = models.PositiveIntegerField(
        pgettext_lazy("letter", "edition"), default=0, editable=False
    )
    outdated_at = models.DateTimeField(null=True, editable=False)

    objects = PaperQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter or leaflet")
        verbose_name_plural = _("letters and leaflets")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "short_id"], name="one_paper_per_short_id"
            )
        ]
        indexes = [
            models.Index(
                fields=["municipality", "sort_key", "id"], name="papers_in_order"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def address(self) -> str:
        """The last part of its public address; the short id alone finds it."""
        return address_of(self.slug, self.short_id)

    @property
    def is_filled_in(self) -> bool:
        return self.kind in self.TO_FILL_IN

    @property
    def is_archived(self) -> bool:
        return self.state == self.State.ARCHIVED


class PaperTranslation(Translation):
    """The title of a paper in one further language."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    paper = LocalForeignKey(
        Paper, on_delete=models.CASCADE, related_name="translations"
    )
    title = models.CharField(_("title"), max_length=160, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["paper", "language"], name="one_paper_title_per_language"
            )
        ]


class PaperPart(MunicipalityRow):
    """One piece of a paper: a text block, an offer or a site."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    paper = LocalForeignKey(Paper, on_delete=models.CASCADE, related_name="parts")
    place = models.PositiveSmallIntegerField()
    block = LocalForeignKey(
        TextBlock, on_delete=models.PROTECT, null=True, related_name="parts"
    )
    service = LocalForeignKey(
        "directory.Service", on_delete=models.CASCADE, null=True, related_name="+"
    )
    site = LocalForeignKey(
        "places.Site", on_delete=models.CASCADE, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="paper_part_is_one_thing",
                condition=(
                    Q(block__isnull=False, service__isnull=True, site__isnull=True)
                    | Q(block__isnull=True, service__isnull=False, site__isnull=True)
                    | Q(block__isnull=True, service__isnull=True, site__isnull=False)
                ),
            )
        ]


class PaperUse(MunicipalityRow):
    """An office that works with a letter, a form or a leaflet."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    paper = LocalForeignKey(Paper, on_delete=models.CASCADE, related_name="uses")
    unit = LocalForeignKey("places.Unit", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["paper", "unit"], name="one_use_per_paper_and_unit"
            )
        ]


class PaperEdition(MunicipalityRow):
    """What was released at once: its number, who checked it, how it reads.

    :param lix, wiener: of the German text; None where it is not German
    """

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    paper = LocalForeignKey(Paper, on_delete=models.CASCADE, related_name="editions")
    number = models.PositiveIntegerField()
    released_at = models.DateTimeField()
    released_by = LocalForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    legal_check = models.CharField(max_length=160, blank=True)
    lix = models.PositiveSmallIntegerField(null=True)
    wiener = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    is_plain = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["paper", "number"], name="one_edition_per_paper_and_number"
            )
        ]

    def __str__(self) -> str:
        return str(self.number)


class PaperSheet(MunicipalityRow):
    """An edition in one language, as it is printed ever after."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA
    append_only: ClassVar[bool] = True

    edition = LocalForeignKey(
        PaperEdition, on_delete=models.CASCADE, related_name="sheets"
    )
    language = models.CharField(max_length=12)
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "language"],
                name="one_sheet_per_edition_and_language",
            )
        ]


class FactCheck(MunicipalityRow):
    """Which state of the public content was last compared with the papers."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA
    is_audited: ClassVar[bool] = False

    content_version = models.PositiveBigIntegerField()
    day = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["municipality"], name="one_fact_check_per_municipality"
            )
        ]
