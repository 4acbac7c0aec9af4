"""Text blocks: written once, translated once, used in letters and leaflets."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.personal_data import NO_PERSONAL_DATA, PersonalData
from hafen.core.places.models import MunicipalityRow
from hafen.core.translation.models import Translatable, Translation


class BlockQuerySet(models.QuerySet["TextBlock"]):
    def present(self) -> Self:
        return self.filter(is_archived=False)

    def outdated(self) -> Self:
        """Keep those whose quoted facts have changed."""
        return self.present().filter(outdated_at__isnull=False)


class TextBlock(Translatable, MunicipalityRow):
    """A heading and some paragraphs, found by a key such as `contact-office`.

    `{code}` in the text stands for a fact that the block quotes, or for what a
    clerk fills in. `number` counts the versions of the text.
    """

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA
    TRANSLATED_FIELDS: ClassVar[tuple[str, ...]] = ("heading", "text")

    key = models.SlugField(_("key"), max_length=60)
    topic = models.CharField(_("topic"), max_length=60, blank=True)
    heading = models.CharField(_("heading"), max_length=160, blank=True)
    text = models.TextField(_("text"), max_length=6_000)
    number = models.PositiveIntegerField(_("version"), default=1, editable=False)
    outdated_at = models.DateTimeField(null=True, editable=False)
    is_archived = models.BooleanField(default=False, editable=False)

    objects = BlockQuerySet.as_manager()

    class Meta:
        verbose_name = _("text block")
        verbose_name_plural = _("text blocks")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "key"], name="one_text_block_per_key"
            )
        ]

    def __str__(self) -> str:
        return self.heading or self.key


class BlockTranslation(Translation):
    """The text of a block in one further language."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    block = LocalForeignKey(
        TextBlock, on_delete=models.CASCADE, related_name="translations"
    )
    heading = models.CharField(_("heading"), max_length=160, blank=True)
    text = models.TextField(_("text"), max_length=6_000, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["block", "language"], name="one_block_text_per_language"
            )
        ]


class BlockVersion(MunicipalityRow):
    """What a block said once; the newest one is what it says now."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    block = LocalForeignKey(
        TextBlock, on_delete=models.CASCADE, related_name="versions"
    )
    number = models.PositiveIntegerField()
    heading = models.CharField(max_length=160, blank=True)
    text = models.TextField()
    reason = models.CharField(max_length=200, blank=True)
    by = LocalForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["block", "number"], name="one_text_per_block_and_number"
            )
        ]


class Quote(MunicipalityRow):
    """A fact that a block names: of a site, an office or an offer.

    `said` is the fact as somebody last found it right; where it differs from
    today's, the block is outdated.
    """

    class Fact(models.TextChoices):
        SITE_HOURS = "SITE_HOURS", _("opening hours of a site")
        SITE_ADDRESS = "SITE_ADDRESS", _("address of a site")
        SITE_PHONE = "SITE_PHONE", _("telephone of a site")
        SITE_EMAIL = "SITE_EMAIL", _("e-mail of a site")
        UNIT_PHONE = "UNIT_PHONE", _("telephone of an office")
        UNIT_EMAIL = "UNIT_EMAIL", _("e-mail of an office")
        SERVICE_NAME = "SERVICE_NAME", _("name of an offer")
        SERVICE_HOURS = "SERVICE_HOURS", _("times of an offer")
        SERVICE_PHONE = "SERVICE_PHONE", _("telephone of an offer")

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    block = LocalForeignKey(TextBlock, on_delete=models.CASCADE, related_name="quotes")
    code = models.SlugField(max_length=30)
    fact = models.CharField(max_length=16, choices=Fact)
    site = LocalForeignKey(
        "places.Site", on_delete=models.CASCADE, null=True, related_name="+"
    )
    unit = LocalForeignKey(
        "places.Unit", on_delete=models.CASCADE, null=True, related_name="+"
    )
    service = LocalForeignKey(
        "directory.Service", on_delete=models.CASCADE, null=True, related_name="+"
    )
    said = models.TextField(blank=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["block", "code"], name="one_quote_per_block_and_code"
            ),
            models.CheckConstraint(
                name="quote_names_what_its_fact_is_of",
                condition=(
                    Q(fact__startswith="SITE", site__isnull=False)
                    | Q(fact__startswith="UNIT", unit__isnull=False)
                    | Q(fact__startswith="SERVICE", service__isnull=False)
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{{{self.code}}}"

    @property
    def of(self) -> tuple[str, str]:
        """The fact and the key of what it is of."""
        kind = self.fact.partition("_")[0].lower()
        return self.fact, str(getattr(self, f"{kind}_id"))
