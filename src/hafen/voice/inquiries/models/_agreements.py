from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.identifiers import short_id
from hafen.core.db.personal_data import NO_PERSONAL_DATA, PersonalData
from hafen.core.places.models import NamedRow


class Agreement(NamedRow):
    """What neighbours and newcomers agreed to expect of each other at a meeting.

    Its name is the neighbourhood. The texts stand by language, a line for each
    expectation; both sides must be there for a language to count.
    """

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    short_id = models.CharField(max_length=16, default=short_id, editable=False)
    held_on = models.DateField(_("day of the meeting"))
    district = LocalForeignKey(
        "places.District",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        verbose_name=_("district"),
    )
    neighbours = models.JSONField(default=dict)
    newcomers = models.JSONField(default=dict)
    contacts_made = models.PositiveSmallIntegerField(_("contacts brought about"))
    is_public = models.BooleanField(_("shown to the public"), default=False)

    class Meta:
        verbose_name = _("agreement of a neighbourhood")
        verbose_name_plural = _("agreements of neighbourhoods")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "short_id"], name="one_agreement_per_short_id"
            )
        ]

    @property
    def languages(self) -> list[str]:
        """The languages in which both sides can be read."""
        return [tag for tag in self.neighbours if tag in self.newcomers]

    def lines_in(self, language: str) -> tuple[list[str], list[str]]:
        """Return what the neighbours and what the newcomers expect."""
        sides = (self.neighbours, self.newcomers)
        first, second = (str(side.get(language, "")).splitlines() for side in sides)
        return first, second
