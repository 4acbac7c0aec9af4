"""Concepts in the making: drafts, what partners say to them, who approved them."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hafen.core.db.fields import LocalForeignKey, LocalOneToOneField
from hafen.core.db.personal_data import DataClass, PersonalData
from hafen.core.files.models import StoredFile
from hafen.core.places.models import MunicipalityRow
from hafen.information.knowledge.models._library import Document, DocumentVersion

_LAW = "Art. 6 Abs. 1 Buchst. e DSGVO"
_AS_LONG = "So lange wie das Konzept, zu dem es gehört"


class ConceptDraft(MunicipalityRow):
    """A version in the making; approved, it becomes a version of the document."""

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("given_by", "approved_by"),
        purpose="Nachweis, wer einen Entwurf eingebracht und wer ihn freigegeben hat",
        legal_basis=_LAW,
        data_class=DataClass.P1,
        keep_because=_AS_LONG,
        subject="given_by",
    )

    document = LocalForeignKey(
        Document, on_delete=models.CASCADE, related_name="drafts"
    )
    file = LocalForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    label = models.CharField(_("version"), max_length=40)
    # Offices and organisations, no people.
    contributors = models.CharField(max_length=300, blank=True)
    given_by = LocalForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        verbose_name=_("who gave the draft"),
    )
    approved_by = LocalForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        verbose_name=_("who approved it"),
    )
    approved_at = models.DateTimeField(null=True, editable=False)
    version_made = LocalOneToOneField(
        DocumentVersion,
        on_delete=models.SET_NULL,
        related_name="draft",
        null=True,
        editable=False,
    )

    class Meta:
        verbose_name = _("draft of a concept")
        verbose_name_plural = _("drafts of concepts")
        constraints = [
            models.UniqueConstraint(
                fields=["document", "label"], name="one_draft_per_label"
            ),
            models.CheckConstraint(
                name="nobody_approves_a_draft_of_their_own",
                condition=Q(given_by__isnull=True)
                | Q(approved_by__isnull=True)
                | ~Q(given_by=models.F("approved_by")),
            ),
        ]


class ConceptComment(MunicipalityRow):
    """What somebody says to a draft; it stays as it was written."""

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("author", "text"),
        purpose="Gemeinsame Ausarbeitung von Konzepten",
        legal_basis=_LAW,
        data_class=DataClass.P1,
        keep_because=_AS_LONG,
        subject="author",
    )

    draft = LocalForeignKey(
        ConceptDraft, on_delete=models.CASCADE, related_name="comments"
    )
    author = LocalForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    text = models.TextField(_("comment"), max_length=2_000)

    class Meta:
        verbose_name = _("comment on a concept")
        verbose_name_plural = _("comments on concepts")
