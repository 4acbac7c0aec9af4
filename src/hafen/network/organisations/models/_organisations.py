from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.identifiers import short_id
from hafen.core.db.names import address_of
from hafen.core.db.personal_data import NO_PERSONAL_DATA, PersonalData
from hafen.core.places.models import District, MunicipalityRow
from hafen.core.translation.models import Translatable, Translation


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def published(self) -> Self:
        return self.filter(state=Organisation.State.PUBLISHED)

    def present(self) -> Self:
        return self.exclude(state=Organisation.State.ARCHIVED)

    def sorted(self) -> Self:
        return self.order_by("sort_key", "id")


class Organisation(Translatable, MunicipalityRow):
    """An association, authority, initiative or company that takes part.

    Its phone and mail are the general ones that anybody may know; named people
    are `ContactPerson`.
    """

    class Kind(models.TextChoices):
        ASSOCIATION = "ASSOCIATION", _("association")
        WELFARE = "WELFARE", _("welfare association")
        AUTHORITY = "AUTHORITY", _("authority")
        MIGRANT = "MIGRANT", _("migrant organisation")
        INITIATIVE = "INITIATIVE", _("initiative")
        RELIGIOUS = "RELIGIOUS", _("religious community")
        COMPANY = "COMPANY", _("company")
        SCHOOL = "SCHOOL", _("school or place of learning")
        HEALTH = "HEALTH", _("health service")
        FOUNDATION = "FOUNDATION", _("foundation")
        OTHER = "OTHER", _("other organisation")

    class Workforce(models.TextChoices):
        PROFESSIONAL = "PROFESSIONAL", _("professional")
        VOLUNTEER = "VOLUNTEER", _("voluntary")
        BOTH = "BOTH", _("professional and voluntary")

    class LegalForm(models.TextChoices):
        REGISTERED = "REGISTERED", _("registered association (e. V.)")
        UNREGISTERED = "UNREGISTERED", _("association without registration")
        PUBLIC = "PUBLIC", _("body under public law")
        COMPANY = "COMPANY", _("limited company (GmbH, gGmbH, UG)")
        COOPERATIVE = "COOPERATIVE", _("cooperative")
        FOUNDATION = "FOUNDATION", _("foundation")
        NONE = "NONE", _("no legal form, such as an initiative")
        OTHER = "OTHER", _("another legal form")

    class Way(models.TextChoices):
        MAIL = "MAIL", _("by e-mail")
        LETTER = "LETTER", _("by letter")

    class State(models.TextChoices):
        DRAFT = "DRAFT", _("draft")
        PUBLISHED = "PUBLISHED", _("published")
        ARCHIVED = "ARCHIVED", _("archived")

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA
    TRANSLATED_FIELDS: ClassVar[tuple[str, ...]] = ("description",)

    short_id = models.CharField(max_length=16, default=short_id, editable=False)
    slug = models.SlugField(max_length=60, blank=True, editable=False)
    kind = models.CharField(
        _("kind"), max_length=20, choices=Kind, default=Kind.ASSOCIATION
    )
    name = models.CharField(_("name"), max_length=200)
    sort_key = models.CharField(max_length=200, editable=False, db_collation="C")
    description = models.TextField(_("description"), blank=True)
    parent = LocalForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="members",
        null=True,
        blank=True,
        verbose_name=_("belongs to"),
    )
    website = models.URLField(_("website"), max_length=500, blank=True)
    phone = models.CharField(_("general telephone number"), max_length=40, blank=True)
    email = models.EmailField(_("general e-mail address"), blank=True)
    legal_form = models.CharField(
        _("legal form"), max_length=12, choices=LegalForm, blank=True
    )
    workforce = models.CharField(
        _("who works there"), max_length=12, choices=Workforce, blank=True
    )
    topics = ArrayField(
        models.CharField(max_length=60),
        verbose_name=_("fields of work"),
        default=list,
        blank=True,
    )
    languages = ArrayField(
        models.CharField(max_length=12),
        verbose_name=_("languages"),
        default=list,
        blank=True,
    )
    is_city_wide = models.BooleanField(_("works in the whole town"), default=False)
    street = models.CharField(_("street and number"), max_length=160, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=12, blank=True)
    city = models.CharField(_("town"), max_length=120, blank=True)
    way = models.CharField(
        _("how it is written to"), max_length=6, choices=Way, default=Way.MAIL
    )
    is_verified = models.BooleanField(_("checked by the municipality"), default=False)
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.DRAFT, editable=False
    )
    # Set where it turned out to be another one; its page leads there.
    merged_into = LocalForeignKey(
        "self",
        on_delete=models.SET_NULL,
        related_name="absorbed",
        null=True,
        editable=False,
    )

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "short_id"],
                name="one_organisation_per_short_id",
            ),
            models.CheckConstraint(
                name="organisation_is_not_its_own_parent",
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
            ),
            models.CheckConstraint(
                name="a_merged_organisation_is_archived",
                condition=Q(merged_into__isnull=True) | Q(state="ARCHIVED"),
            ),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "state", "sort_key", "id"],
                name="organisations_in_order",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_published(self) -> bool:
        return self.state == self.State.PUBLISHED

    @property
    def is_archived(self) -> bool:
        return self.state == self.State.ARCHIVED

    @property
    def postal_address(self) -> str:
        """The lines below the name on an envelope; empty where one is missing."""
        lines = (self.street, f"{self.postal_code} {self.city}".strip())
        return "\n".join(lines) if all(lines) else ""

    @property
    def address(self) -> str:
        """The last part of its public address; the short id alone finds it."""
        return address_of(self.slug, self.short_id)


class OrganisationTranslation(Translation):
    """What an organisation does, in one further language."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    organisation = LocalForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="translations"
    )
    description = models.TextField(_("description"), blank=True)

    class Meta:
        verbose_name = _("translation of an organisation")
        verbose_name_plural = _("translations of organisations")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "language"],
                name="one_organisation_text_per_language",
            )
        ]


class OrganisationDistrict(MunicipalityRow):
    """A part of the town in which an organisation works."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    organisation = LocalForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="districts"
    )
    district = LocalForeignKey(
        District, on_delete=models.CASCADE, related_name="organisations"
    )

    class Meta:
        verbose_name = _("district of an organisation")
        verbose_name_plural = _("districts of organisations")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "district"],
                name="one_entry_per_organisation_and_district",
            )
        ]
