"""Concepts in the making: drafts, what partners say to them, who approved them."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.core.db.fields import LocalForeignKey, LocalOneToOneField
from hafen.core.db.personal_data import DataClass, PersonalData
from hafen.core.files.models import StoredFile
from hafen.core.places.models import MunicipalityRow
from hafen.information.knowledge.models._library import Document, DocumentVersion

_LAW = "Art. 6 Abs. 1 Buchst. e DSGVO"
_AS_LONG = "So lange wie das Konzept, zu dem es gehört"


class ConceptDraft(MunicipalityRow):
    """A version in the making; approved, it becomes a version of the document.

    It is a file that somebody gives, or it is written here part by part, after an
    outline (`knowledge.outlines`); then it gets its file when it is approved.
    """

    class State(models.TextChoices):
        DRAFT = "DRAFT", pgettext_lazy("concept", "draft")
        COMPLETE = "COMPLETE", pgettext_lazy("concept", "complete")
        APPROVED = "APPROVED", pgettext_lazy("concept", "approved")

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("contributors", "given_by", "approved_by"),
        purpose="Nachweis, wer einen Entwurf eingebracht und wer ihn freigegeben hat",
        legal_basis=_LAW,
        data_class=DataClass.P1,
        keep_because=_AS_LONG,
        subject="given_by",
    )

    document = LocalForeignKey(
        Document, on_delete=models.CASCADE, related_name="drafts"
    )
    file = LocalForeignKey(
        StoredFile, on_delete=models.PROTECT, related_name="+", null=True
    )
    # The outline by which it is written; empty: it is a file.
    outline = models.CharField(max_length=40, blank=True, editable=False)
    # What stands in each part, by its name; a part without words is left out.
    parts = models.JSONField(default=dict, blank=True)
    # The parts without which it is not complete.
    needs = ArrayField(
        models.TextField(max_length=40), default=list, blank=True, editable=False
    )
    # A file is as complete as whoever gave it says.
    is_complete = models.BooleanField(default=True, editable=False)
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
                | ~Q(given_by=F("approved_by")),
            ),
            models.UniqueConstraint(
                fields=["document"],
                condition=~Q(outline="") & Q(approved_at__isnull=True),
                name="one_edition_is_written_at_a_time",
            ),
            models.CheckConstraint(
                name="a_draft_is_a_file_unless_it_is_being_written",
                condition=Q(file__isnull=False)
                | (~Q(outline="") & Q(approved_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="a_complete_concept_has_the_parts_it_needs",
                condition=Q(is_complete=False)
                | Q(
                    Func(
                        F("parts"),
                        F("needs"),
                        function="jsonb_exists_all",
                        output_field=models.BooleanField(),
                    )
                ),
            ),
            models.CheckConstraint(
                name="an_approved_concept_is_complete",
                condition=Q(approved_at__isnull=True) | Q(is_complete=True),
            ),
        ]

    @property
    def state(self) -> State:
        if self.approved_at is not None:
            return self.State.APPROVED
        return self.State.COMPLETE if self.is_complete else self.State.DRAFT

    @property
    def is_written(self) -> bool:
        return bool(self.outline)

    @property
    def missing(self) -> list[str]:
        """The names of the parts that it needs and that nobody has written yet."""
        return [name for name in self.needs if not self.parts.get(name)]


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
