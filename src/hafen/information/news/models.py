from datetime import datetime
from typing import ClassVar, Self
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hafen.core.accounts.models import Team
from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.identifiers import short_id
from hafen.core.db.names import address_of
from hafen.core.db.personal_data import NO_PERSONAL_DATA, PersonalData
from hafen.core.places.models import Municipality, MunicipalityRow
from hafen.core.translation.models import Translatable, Translation


class NewsQuerySet(models.QuerySet["NewsItem"]):
    def of(self, municipality: Municipality) -> Self:
        return self.filter(municipality=municipality)

    def public(self, municipality: Municipality, now: datetime) -> Self:
        """Keep what everybody may read at an instant; the last day counts whole."""
        today = now.astimezone(ZoneInfo(municipality.time_zone)).date()
        return self.of(municipality).filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=today),
            state=NewsItem.State.PUBLISHED,
            publish_at__lte=now,
        )


class Texts(models.Model):
    """What is said, in the language of the original and in the translations."""

    title = models.CharField(_("title"), max_length=160)
    text = models.TextField(_("text"), max_length=2_000, blank=True)

    class Meta:
        abstract = True


class NewsItem(Texts, Translatable, MunicipalityRow):
    """A short piece of news of the town, or the template of one.

    A template has gaps in its texts ("closed on {date}"), see `gaps`.

    :param link: a page, offer or event, as `<kind>/<address>/` below the language
    :param ends_on: the last day on which it is shown, on the calendar of the town
    """

    class State(models.TextChoices):
        DRAFT = "DRAFT", _("draft")
        PUBLISHED = "PUBLISHED", _("published")
        ARCHIVED = "ARCHIVED", _("archived")
        TEMPLATE = "TEMPLATE", _("template")

    # Who looks after it is known by a key alone; names stay with the accounts.
    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA
    TRANSLATED_FIELDS: ClassVar[tuple[str, ...]] = ("title", "text")

    short_id = models.CharField(max_length=16, default=short_id, editable=False)
    slug = models.SlugField(max_length=60, blank=True, editable=False)
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.DRAFT, editable=False
    )
    topic = models.CharField(_("topic"), max_length=60, blank=True)
    is_important = models.BooleanField(_("important"), default=False)
    link = models.CharField(max_length=200, blank=True)
    publish_at = models.DateTimeField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    team = LocalForeignKey(
        Team, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    owner = LocalForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    objects = NewsQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "short_id"], name="one_news_item_per_short_id"
            ),
            models.CheckConstraint(
                name="published_news_has_its_time",
                condition=~Q(state="PUBLISHED") | Q(publish_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "state", "publish_at"], name="news_by_time"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def address(self) -> str:
        """The last part of its public address; the short id alone finds it."""
        return address_of(self.slug, self.short_id)

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_published(self) -> bool:
        return self.state == self.State.PUBLISHED

    @property
    def is_template(self) -> bool:
        return self.state == self.State.TEMPLATE

    @property
    def is_archived(self) -> bool:
        return self.state == self.State.ARCHIVED


class NewsTranslation(Texts, Translation):
    """The texts of a news item in one further language."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    title = models.CharField(_("title"), max_length=160, blank=True)
    item = LocalForeignKey(
        NewsItem, on_delete=models.CASCADE, related_name="translations"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item", "language"], name="one_news_text_per_language"
            )
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.language}"
