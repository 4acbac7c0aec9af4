from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from hafen.core.db.personal_data import NO_PERSONAL_DATA, PersonalData
from hafen.core.places.models import MunicipalityRow


class FinishedJob(MunicipalityRow):
    """The idempotency key of a job whose changes are in the database.

    It is written in the transaction of those changes: either both stand or
    none, whenever the worker dies.
    """

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA
    # Every change of the house leaves one; each would double the trail.
    is_audited: ClassVar[bool] = False

    key = models.CharField(_("idempotency key"), max_length=200)

    class Meta:
        verbose_name = _("finished job")
        verbose_name_plural = _("finished jobs")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "key"], name="a_job_finishes_once"
            )
        ]
