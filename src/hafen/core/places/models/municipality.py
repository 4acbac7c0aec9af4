from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from hafen.core.db.models import Row
from hafen.core.db.personal_data import NO_PERSONAL_DATA, PersonalData

# First parts of addresses that belong to the installation itself.
RESERVED_SLUGS = frozenset(
    {
        "account",
        "api",
        "cms",
        "files",
        "health",
        "hsds",
        "metrics",
        "static",
        "styleguide",
    }
)


class Municipality(Row):
    """A town, a county or a joint office: it owns everything below it."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    slug = models.SlugField(
        _("short name in addresses"),
        unique=True,
        max_length=50,
        validators=[RegexValidator(r"^[a-z][a-z0-9-]{2,}$")],
    )
    name = models.CharField(_("name"), max_length=120)
    languages = ArrayField(
        models.CharField(max_length=12), verbose_name=_("languages of the portal")
    )
    domain = models.CharField(
        _("own domain"), max_length=253, unique=True, null=True, blank=True
    )
    land = models.CharField(_("state (Land)"), max_length=2, default="NW")
    time_zone = models.CharField(_("time zone"), max_length=40, default="Europe/Berlin")
    theme = models.JSONField(_("theme"), default=dict, blank=True)
    # Origins such as https://www.example.org; nobody else shows us in a frame.
    frame_sites = ArrayField(
        models.CharField(max_length=260),
        verbose_name=_("sites that may show our pages in a frame"),
        default=list,
        blank=True,
    )
    features = models.JSONField(_("feature switches"), default=dict, blank=True)
    contact = models.JSONField(_("contact data"), default=dict, blank=True)
    is_published = models.BooleanField(_("public"), default=False)
    # Its people are invented and their passwords known: they sign in while the
    # demo runs, and never otherwise.
    is_demo = models.BooleanField(default=False, editable=False)
    content_version = models.PositiveBigIntegerField(
        _("content version"), default=1, editable=False
    )

    class Meta:
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")

    def __str__(self) -> str:
        return self.slug

    @property
    def default_language(self) -> str:
        return self.languages[0]


class MunicipalityRow(Row):
    """A row that belongs to a municipality; nearly all rows do."""

    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="+", editable=False
    )

    class Meta:
        abstract = True

    @property
    def is_new(self) -> bool:
        """Whether the row is not in the database yet; its key is made before."""
        return self._state.adding


class NamedRow(MunicipalityRow):
    """A row with a name, its translations, and the key by which lists sort.

    `names` holds the translations by language tag; `sort_key` is set by the
    service that sets the name.
    """

    name = models.CharField(_("name"), max_length=160)
    names = models.JSONField(_("name in other languages"), default=dict, blank=True)
    sort_key = models.CharField(max_length=200, editable=False, default="")

    class Meta:
        abstract = True

    def name_in(self, language: str) -> str:
        """Return the translated name, or the one in the municipality's language."""
        return self.names.get(language) or self.name
