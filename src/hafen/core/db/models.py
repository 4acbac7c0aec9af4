from django.db import models
from django.utils.translation import gettext_lazy as _

from hafen.core.db.identifiers import uuid7


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
