from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from hafen.core.db.identifiers import uuid7
from hafen.core.db.personal_data import NO_PERSONAL_DATA, PersonalData


class Row(models.Model):
    """What every row of ours has: a key, two instants, and a version.

    `version` counts the saved states; `hafen.core.db.versions` compares it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{type(self).__name__} {self.pk}"


class Submission(models.Model):
    """A form that was sent: its id, and where the answer led.

    Kept for a day, so that sending twice makes one row.
    """

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA
    is_audited: ClassVar[bool] = False

    id = models.UUIDField(primary_key=True)
    path = models.CharField(max_length=500)
    location = models.CharField(max_length=2000, blank=True, default="")
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    def __str__(self) -> str:
        return f"Submission {self.pk}"
