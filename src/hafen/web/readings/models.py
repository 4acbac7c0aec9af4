from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from hafen.core.db.personal_data import NO_PERSONAL_DATA, PersonalData
from hafen.core.places.models import MunicipalityRow


class PageReading(MunicipalityRow):
    """How often one public page was read in one language on one day.

    `kind` and `object_id` are those of its search document; a page without an
    object, such as a list, has the kind `LIST` and a key made of its name.
    After thirteen months `day` is the first of the month, and stands for it.
    """

    LIST: ClassVar[str] = "list"

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA
    is_audited: ClassVar[bool] = False  # nobody changes it; readers count it

    day = models.DateField(_("day"))
    language = models.CharField(_("language"), max_length=12)
    kind = models.CharField(_("kind"), max_length=40)
    object_id = models.UUIDField()
    times = models.PositiveIntegerField(_("how often"))

    class Meta:
        verbose_name = _("count of a read page")
        verbose_name_plural = _("counts of read pages")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "day", "language", "kind", "object_id"],
                name="one_count_per_page_language_and_day",
            )
        ]
