from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.personal_data import (
    NO_PERSONAL_DATA,
    DataClass,
    OnErasure,
    PersonalData,
)
from hafen.core.places.models import MunicipalityRow
from hafen.mechanisms.imports.problems import Problem

KEEP_ROWS_FOR = 30


class Import(MunicipalityRow):
    """One list that was brought in: planned, written, perhaps taken back."""

    class State(models.TextChoices):
        PLANNED = "PLANNED", _("planned")
        QUEUED = "QUEUED", _("being imported")
        APPLIED = "APPLIED", _("imported")
        UNDONE = "UNDONE", _("taken back")

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("by", "file_name"),
        purpose="Nachweis, wer welche Liste eingelesen hat",
        legal_basis="Art. 5 Abs. 2 DSGVO",
        data_class=DataClass.X,
        keep_for=365,
        keep_from="created_at",
        keep_because="Ein Jahr, damit die Herkunft der Einträge nachvollziehbar bleibt",
        subject="by",
        on_erasure=OnErasure.DETACH,
    )

    importer = models.CharField(_("kind of list"), max_length=40)
    file_name = models.CharField(_("file"), max_length=200)
    columns = models.JSONField(_("headings"), default=list)
    mapping = models.JSONField(_("column of each field"), default=dict)
    options = models.JSONField(_("options"), default=dict)
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.PLANNED
    )
    by = LocalForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    applied_at = models.DateTimeField(_("imported at"), null=True)
    undone_at = models.DateTimeField(_("taken back at"), null=True)
    counts = models.JSONField(_("figures"), default=dict)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")

    @property
    def is_planned(self) -> bool:
        return self.state == self.State.PLANNED

    @property
    def is_queued(self) -> bool:
        return self.state == self.State.QUEUED

    @property
    def job_key(self) -> str:
        """The key of the job that writes a queued list."""
        return f"imports.apply:{self.pk}:{self.version}"

    @property
    def is_open(self) -> bool:
        """Whether nothing of it is written yet."""
        return self.state in {self.State.PLANNED, self.State.QUEUED}

    @property
    def is_applied(self) -> bool:
        return self.state == self.State.APPLIED


class StagedRowQuerySet(models.QuerySet["StagedRow"]):
    def written(self) -> Self:
        """Keep the rows that created or changed something."""
        return self.filter(fate__in=[StagedRow.Fate.CREATE, StagedRow.Fate.UPDATE])


class StagedRow(MunicipalityRow):
    """One row of a list: what stood there, what becomes of it, and how to undo it."""

    class Fate(models.TextChoices):
        CREATE = "CREATE", _("new")
        UPDATE = "UPDATE", _("changed")
        UNCHANGED = "UNCHANGED", _("unchanged")
        MERGE = "MERGE", _("joined with another row")
        ERROR = "ERROR", _("not imported")

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("cells", "values", "reading", "problems", "before", "title"),
        purpose="Prüfung und Rücknahme eingelesener Listen",
        legal_basis="Art. 6 Abs. 1 Buchst. e DSGVO",
        data_class=DataClass.P1,
        keep_for=KEEP_ROWS_FOR,
        keep_from="created_at",
        keep_because="30 Tage nach dem Einlesen, so lange lässt es sich zurücknehmen",
        # Whoever it became; of a row that was not written it is the person alone.
        shared_by="object_id",
    )
    held_with: ClassVar[str] = "object_id"
    # A buffer: what is written from it stands in the trail with its own row.
    is_audited: ClassVar[bool] = False

    of = LocalForeignKey(Import, on_delete=models.CASCADE, related_name="staged_rows")
    number = models.PositiveIntegerField(_("row"))
    cells = models.JSONField(default=dict)
    # What the reader said, before any column had a meaning.
    reading = models.JSONField(default=list)
    title = models.CharField(_("entry"), max_length=300, blank=True)
    values = models.JSONField(default=dict)
    key = models.CharField(max_length=64, blank=True)
    fate = models.CharField(
        _("what becomes of it"), max_length=10, choices=Fate, default=Fate.ERROR
    )
    joined_with = models.PositiveIntegerField(_("joined with row"), null=True)
    problems = models.JSONField(_("remarks"), default=list)
    object_id = models.UUIDField(null=True)
    before = models.JSONField(default=dict)

    objects = StagedRowQuerySet.as_manager()

    class Meta:
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of an import")
        constraints = [
            models.UniqueConstraint(
                fields=["of", "number"], name="each_row_of_a_list_is_staged_once"
            )
        ]

    @property
    def remarks(self) -> list[Problem]:
        return [Problem.from_json(stored) for stored in self.problems]


class ImportedRow(MunicipalityRow):
    """Which row of ours came from which entry of a list; holds hashes only.

    `version` of the object at the import tells whether somebody changed it
    since; `hashes` of the values tell whether the list changed.
    """

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA
    is_audited: ClassVar[bool] = False

    importer = models.CharField(max_length=40)
    key = models.CharField(max_length=64)
    object_id = models.UUIDField()
    object_version = models.PositiveIntegerField()
    hashes = models.JSONField(default=dict)
    last_import = LocalForeignKey(
        Import, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("origin of an imported entry")
        verbose_name_plural = _("origins of imported entries")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "importer", "key"],
                name="one_origin_per_entry_of_a_list",
            )
        ]


class ImportProgress(MunicipalityRow):
    """How far an import is; written beside its transaction, so that others see it.

    It has no key to the import: checking one would wait for the very
    transaction that it tells about.
    """

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA
    is_audited: ClassVar[bool] = False

    run = models.UUIDField(unique=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("progress of an import")
        verbose_name_plural = _("progress of imports")


class SavedMapping(MunicipalityRow):
    """The columns of a list that comes again and again, under a name."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    importer = models.CharField(_("kind of list"), max_length=40)
    name = models.CharField(_("name"), max_length=80)
    columns = models.JSONField(_("column of each field"), default=dict)
    words = models.JSONField(_("meaning of words"), default=dict)

    class Meta:
        verbose_name = _("saved assignment of columns")
        verbose_name_plural = _("saved assignments of columns")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "importer", "name"],
                name="one_saved_mapping_per_name",
            )
        ]

    def __str__(self) -> str:
        return self.name
