"""The library: annexes, regulations and documentations, in versions that hold."""

from datetime import date, timedelta
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.identifiers import short_id
from hafen.core.db.names import address_of, slug_of
from hafen.core.db.personal_data import NO_PERSONAL_DATA, PersonalData
from hafen.core.files.models import StoredFile
from hafen.core.places.models import MunicipalityRow
from hafen.information.events.models import Event


class DocumentQuerySet(models.QuerySet[Any]):
    """Documents of the library."""

    def kept(self) -> Self:
        return self.filter(archived_at__isnull=True)

    def in_force(self, today: date) -> Self:
        """Keep those of which a version holds today."""
        holds = DocumentVersion.objects.in_force(today).values("document")
        return self.filter(pk__in=holds)

    def public(self, today: date) -> Self:
        return self.kept().in_force(today).filter(is_public=True)

    def ending(self, today: date, *, within: timedelta) -> Self:
        """Keep those whose last version ends soon or has ended."""
        last = DocumentVersion.objects.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gt=today + within)
        )
        return self.kept().exclude(pk__in=last.values("document"))


class Document(MunicipalityRow):
    """A paper that others refer to; its address always leads to what holds today."""

    class Category(models.TextChoices):
        REGULATION = "REGULATION", _("regulation")
        CONCEPT = "CONCEPT", _("concept or plan")
        ANNEX = "ANNEX", _("annex")
        DOCUMENTATION = "DOCUMENTATION", _("documentation of a workshop or event")
        LEAFLET = "LEAFLET", _("leaflet")
        OTHER = "OTHER", _("other document")

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    short_id = models.CharField(max_length=16, default=short_id, editable=False)
    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(max_length=1_000, blank=True)
    category = models.CharField(_("kind"), max_length=14, choices=Category)
    language = models.CharField(_("language"), max_length=12, default="de")
    issuer = models.CharField(_("issued by"), max_length=200, blank=True)
    event = LocalForeignKey(
        Event,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    is_public = models.BooleanField(default=False)
    is_pinned = models.BooleanField(default=False)
    team = LocalForeignKey(
        "accounts.Team",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("team that keeps it up to date"),
    )
    archived_at = models.DateTimeField(null=True, editable=False)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "short_id"], name="one_document_per_address"
            )
        ]
        indexes = [
            models.Index(
                fields=["municipality", "category"], name="documents_by_category"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def address(self) -> str:
        """The last part of its public address; the short id alone finds it."""
        return address_of(slug_of(self.title), self.short_id)


class VersionQuerySet(models.QuerySet["DocumentVersion"]):
    """Versions of documents."""

    def in_force(self, today: date) -> Self:
        return self.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=today),
            valid_from__lte=today,
        )


class DocumentVersion(MunicipalityRow):
    """One version of a document, from its first to its last day."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    document = LocalForeignKey(
        Document, on_delete=models.CASCADE, related_name="versions"
    )
    file = LocalForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    label = models.CharField(_("version"), max_length=40)
    note = models.CharField(max_length=300, blank=True)
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a document")
        verbose_name_plural = _("versions of documents")
        constraints = [
            models.UniqueConstraint(
                fields=["document", "label"], name="one_version_per_label"
            ),
            models.UniqueConstraint(
                fields=["document", "valid_from"], name="one_version_from_a_day"
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True)
                | Q(valid_until__gte=F("valid_from")),
                name="a_version_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} {self.label}"
