from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from hafen.core.db.personal_data import DataClass, PersonalData
from hafen.core.places.models import MunicipalityRow

DATA_CLASSES = [(each.name, each.value) for each in DataClass]


class StoredFile(MunicipalityRow):
    """One file that somebody gave; its bytes lie in the storage under `key`."""

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("name",),
        purpose="Aufbewahrung eingereichter und veröffentlichter Dateien",
        legal_basis="Art. 6 Abs. 1 Buchst. e DSGVO",
        data_class=DataClass.P1,
        keep_because="So lange wie der Eintrag, zu dem die Datei gehört",
        subject="owner",
    )
    held_with: ClassVar[str] = "owner"
    # Public pages read without a context.
    visible_also: ClassVar[str] = "data_class = 'P0'"

    key = models.CharField(_("storage key"), max_length=32, unique=True)
    # "directory.logo": names the room whose door decides who may read.
    kind = models.CharField(_("kind"), max_length=60)
    # The row that the file belongs to; its room knows the table.
    owner = models.UUIDField(_("belongs to"), null=True, blank=True)
    name = models.CharField(_("file name"), max_length=120)
    content_type = models.CharField(_("content type"), max_length=100)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("checksum"), max_length=64)
    data_class = models.CharField(_("data class"), max_length=2, choices=DATA_CLASSES)

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        indexes = [
            models.Index(fields=["municipality", "kind", "owner"], name="file_owner")
        ]

    @property
    def path(self) -> str:
        """Where the bytes lie; the municipality stands first, so none mixes."""
        return f"{self.municipality_id}/{self.key[:2]}/{self.key}"

    @property
    def is_public(self) -> bool:
        return self.data_class == DataClass.P0.name
