from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.personal_data import NO_PERSONAL_DATA, PersonalData
from hafen.core.places.models import MunicipalityRow


class Edition(MunicipalityRow):
    """The catalogue as it stood on a day; what is in it never changes."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    title = models.CharField(max_length=120)
    compiled_on = models.DateField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("edition of the catalogue")
        verbose_name_plural = _("editions of the catalogue")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "title"], name="one_edition_per_title"
            )
        ]

    def __str__(self) -> str:
        return self.title


class EditionEntry(MunicipalityRow):
    """One offer in an edition: all that the public read, with its translations.

    :cvar append_only: the grants of the table let nobody change or delete one
    """

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA
    append_only: ClassVar[bool] = True
    is_audited: ClassVar[bool] = False

    edition = LocalForeignKey(Edition, on_delete=models.PROTECT, related_name="entries")
    # No key to the service: the entry outlives it.
    short_id = models.CharField(max_length=16)
    topic = models.CharField(max_length=60, blank=True)
    sort_key = models.CharField(max_length=200, db_collation="C")
    content = models.JSONField()

    class Meta:
        verbose_name = _("entry of an edition")
        verbose_name_plural = _("entries of editions")
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "short_id"],
                name="one_entry_per_edition_and_service",
            )
        ]
        indexes = [
            models.Index(
                fields=["edition", "topic", "sort_key"], name="edition_in_order"
            )
        ]
