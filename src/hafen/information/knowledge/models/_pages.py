from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager
from wagtail.query import PageQuerySet

from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.identifiers import short_id
from hafen.core.db.names import address_of, slug_of
from hafen.core.db.personal_data import NO_PERSONAL_DATA, PersonalData
from hafen.core.places.models import Municipality
from hafen.core.translation.models import Translation
from hafen.information.knowledge.blocks import BodyBlock

State = Translation.State


class LanguageRoot(Page):
    """The root of a municipality's pages in one language; made by a service."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="+", editable=False
    )
    language = models.CharField(max_length=12, editable=False)

    is_creatable = False
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = [
        f"knowledge.{kind}"
        for kind in (
            "TopicPage",
            "ArticlePage",
            "FaqPage",
            "GuidePage",
            "StepsPage",
            "InternalPage",
        )
    ]
    private_page_options: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("language")
        verbose_name_plural = _("languages")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "language"],
                name="one_page_root_per_municipality_and_language",
            )
        ]

    def get_url_parts(self, *_args: Any, **_kwargs: Any) -> tuple[int, str, str]:
        return 0, "", f"/{self.municipality.slug}/{self.language}/knowledge/"


_reader: ContextVar[str] = ContextVar("reader", default="")


@contextmanager
def links_in(language: str) -> Iterator[None]:
    """Let links lead to this language, which the screens may not be in."""
    token = _reader.set(language)
    try:
        yield
    finally:
        _reader.reset(token)


class EntryQuerySet(PageQuerySet):
    """Pages of the knowledge base, of any kind."""

    def of(self, municipality: Municipality) -> Self:
        found: Self = self.filter(municipality=municipality)
        return found

    def originals(self) -> Self:
        found: Self = self.filter(original__isnull=True)
        return found

    def readable(self) -> Self:
        """Keep what anybody may read now; outdated translations still help."""
        found: Self = self.filter(live=True).exclude(kind=Entry.Kind.INTERNAL)
        return found.written()

    def written(self) -> Self:
        """Leave out the copies that hold the place above a translated page."""
        found: Self = self.filter(alias_of__isnull=True)
        return found

    def overdue(self, today: date) -> Self:
        found: Self = self.filter(live=True, check_by__lt=today)
        return found


_Manager: Any = PageManager.from_queryset(EntryQuerySet)


class EntryManager(_Manager):
    pass


class Entry(Page):
    """One page in one language: the original, or a translation of one.

    All languages of a page share `short_id`, by which public addresses find
    it. A translation carries the hash of the original that it was made from;
    what it says of the topic, the office and the check stands at the original.
    """

    class Kind(models.TextChoices):
        TOPIC = "TOPIC", _("topic page")
        ARTICLE = "ARTICLE", _("article")
        FAQ = "FAQ", _("question and answer")
        GUIDE = "GUIDE", _("guideline")
        STEPS = "STEPS", _("guide step by step")
        INTERNAL = "INTERNAL", _("article for staff")

    class Status(models.TextChoices):
        """The situations that a guide step by step is written for."""

        ASYLUM = "ASYLUM", _("asylum procedure is running")
        RECOGNISED = "RECOGNISED", _("recognised as a refugee")
        SUBSIDIARY = "SUBSIDIARY", _("subsidiary protection or ban on deportation")
        TOLERATED = "TOLERATED", _("tolerated stay (Duldung)")
        SECTION_24 = "SECTION_24", _("fled from Ukraine (section 24)")
        FAMILY = "FAMILY", _("came to join the family")
        EU = "EU", _("citizen of the European Union")
        WORK = "WORK", _("came for work or studies")
        ANY = "ANY", _("in every situation")

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="+", editable=False
    )
    kind = models.CharField(max_length=10, choices=Kind, editable=False)
    short_id = models.CharField(
        max_length=16, default=short_id, editable=False, db_index=True
    )
    language = models.CharField(max_length=12, editable=False)
    source_language = models.CharField(max_length=12, editable=False)
    original = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="translations",
    )
    state = models.CharField(
        _("state of the translation"),
        max_length=10,
        choices=State,
        default=State.CHECKED,
        editable=False,
    )
    source_hash = models.CharField(max_length=64, blank=True, editable=False)
    checked_at = models.DateTimeField(null=True, editable=False)
    # What the original said, piece by piece, when it was translated.
    source_texts = models.JSONField(default=dict, editable=False)

    summary = models.TextField(
        _("summary"),
        max_length=400,
        blank=True,
        help_text=_("One or two sentences; they stand in lists and in the search."),
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("text"))
    is_minor = models.BooleanField(
        _("small correction: the translations stay right"), default=False
    )

    topics = ArrayField(
        models.CharField(max_length=60),
        default=list,
        blank=True,
        verbose_name=_("topics"),
    )
    target_groups = ArrayField(
        models.CharField(max_length=60),
        default=list,
        blank=True,
        verbose_name=_("target groups"),
    )
    legal_areas = ArrayField(
        models.CharField(max_length=60),
        default=list,
        blank=True,
        verbose_name=_("legal areas"),
    )
    laws = ArrayField(
        models.CharField(max_length=80),
        default=list,
        blank=True,
        verbose_name=_("legal provisions"),
        help_text=_(
            "One each, parted by commas, such as “§ 24 AufenthG, § 7 SGB II”. When"
            " one of them changes, this page is on the list."
        ),
    )
    situations = ArrayField(
        models.CharField(max_length=12, choices=Status),
        default=list,
        blank=True,
        verbose_name=_("for which situation"),
    )
    office = LocalForeignKey(
        "places.Unit",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("responsible office"),
    )
    partner = LocalForeignKey(
        "organisations.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("responsible organisation"),
    )
    team = LocalForeignKey(
        "accounts.Team",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("team that keeps it up to date"),
    )
    sources = models.TextField(
        _("sources"), blank=True, help_text=_("One on each line; addresses are linked.")
    )
    check_every = models.PositiveSmallIntegerField(_("check every … days"), default=180)
    check_by = models.DateField(_("check by"), null=True, blank=True)
    last_checked_on = models.DateField(_("last checked"), null=True, editable=False)

    edition = models.CharField(
        _("edition"), max_length=20, blank=True, help_text=_("Such as 1.2")
    )
    authors = models.CharField(
        _("written by (offices and organisations)"), max_length=200, blank=True
    )

    source_name = models.CharField(
        _("taken over from"), max_length=160, blank=True, editable=False
    )
    source_url = models.URLField(max_length=500, blank=True, editable=False)
    external_id = models.CharField(max_length=200, blank=True, editable=False)
    is_read_only = models.BooleanField(default=False, editable=False)

    is_creatable = False
    private_page_options: ClassVar[list[str]] = []
    subpage_types: ClassVar[list[str]] = LanguageRoot.subpage_types
    KIND: ClassVar[str] = ""
    TRANSLATED_FIELDS: ClassVar[tuple[str, ...]] = ("title", "summary", "body")

    objects = EntryManager()

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        indexes = [
            models.Index(
                fields=["municipality", "language", "kind"], name="pages_of_a_language"
            ),
            models.Index(
                fields=["municipality", "check_by"], name="pages_to_be_checked"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "short_id", "language"],
                name="one_page_per_address_and_language",
            ),
            models.UniqueConstraint(
                fields=["municipality", "source_name", "external_id", "language"],
                condition=~models.Q(external_id=""),
                name="one_page_per_foreign_id_and_language",
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)

    @property
    def address(self) -> str:
        """The last part of its public address; the short id alone finds it."""
        return address_of(slug_of(str(self.slug)), self.short_id)

    @property
    def is_original(self) -> bool:
        return self.original_id is None

    @property
    def is_internal(self) -> bool:
        return self.kind == self.Kind.INTERNAL

    @property
    def is_readable(self) -> bool:
        return bool(self.live) and not self.is_internal

    @property
    def is_overdue(self) -> bool:
        return self.check_by is not None and self.check_by < timezone.localdate()

    @property
    def is_outdated(self) -> bool:
        return self.state == State.OUTDATED

    @property
    def is_machine(self) -> bool:
        return self.state == State.MACHINE

    def get_url_parts(self, *_args: Any, **_kwargs: Any) -> tuple[int, str, str]:
        """Return the page's address in the language that is being read."""
        slug = self.municipality.slug
        reader = _reader.get() or get_language() or self.language
        return 0, "", f"/{slug}/{reader}/knowledge/{self.address}/"

    def settle(self, parent: Any) -> None:
        """Take over from the parent, a page or a root, what both have in common."""
        self.kind = self.kind or self.KIND
        self.municipality_id = parent.municipality_id
        self.language = parent.language
        if not self.source_language:
            self.source_language = parent.language

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self._follow_copies()
        super().full_clean(*args, **kwargs)

    def minimal_clean(self) -> None:
        self._follow_copies()
        super().minimal_clean()

    def _follow_copies(self) -> None:
        """Follow Wagtail where it copies a page into another language or place."""
        self.kind = self.kind or self.KIND
        if self.locale_id:
            self.language = self.locale.language_code
        if self._state.adding and self.language:
            same = Entry.objects.filter(
                municipality=self.municipality_id, short_id=self.short_id
            )
            if same.filter(language=self.language).exists():
                self.short_id, self.source_language = short_id(), self.language
                self.original_id = None
            elif self.language != self.source_language:
                self.original = same.filter(language=self.source_language).first()
                self.state = State.DRAFT
