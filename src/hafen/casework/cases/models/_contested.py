"""What a person says is wrong in the file (Art. 16 DSGVO, § 84 SGB X)."""

from collections.abc import Collection
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.casework.cases.models._consents import Consent
from hafen.casework.cases.models._households import (
    NOT_LEFT_BEHIND,
    Client,
    declare,
    left_behind,
)
from hafen.core.db.encryption import EncryptedTextField
from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.personal_data import DataClass, PersonalData
from hafen.core.places.models import MunicipalityRow

# So many signs of the person's own words: a note, and no second file.
MOST_WORDS = 300
_Part = Consent.Category


class ContestedPointQuerySet(models.QuerySet["ContestedPoint"]):
    def marked(self) -> Self:
        """Keep what is contested still: it may be used and told with the mark alone."""
        open_or_unclear = Q(settled_on__isnull=True) | Q(how=ContestedPoint.How.UNCLEAR)
        return self.filter(open_or_unclear, is_left_behind=False)

    def of(self, client: Client) -> Self:
        """Keep those of a person, under whichever of joined entries they stand."""
        keys = {client.pk, client.same_as_id} - {None}
        return self.filter(Q(client__in=keys) | Q(client__same_as__in=keys))


class ContestedPoint(MunicipalityRow):
    """Something in the file that the person says is wrong, in the person's own words.

    While neither it is shown to be right nor to be wrong, whoever reads or is told the
    data reads this mark with it.
    """

    class About(models.TextChoices):
        """Which data: groups of what the file keeps of a person."""

        NAME = "NAME", pgettext_lazy("contested", "name, gender")
        BIRTH = "BIRTH", pgettext_lazy("contested", "day of birth")
        REACH = "REACH", pgettext_lazy("contested", "telephone or e-mail address")
        LANGUAGE = "LANGUAGE", pgettext_lazy("contested", "languages")
        HOUSEHOLD = "HOUSEHOLD", pgettext_lazy("contested", "household, guardians")
        RESIDENCE = "RESIDENCE", pgettext_lazy("contested", "residence category")
        AREA = "AREA", pgettext_lazy("contested", "legal area")
        COMMUNITY = "COMMUNITY", pgettext_lazy("contested", "benefit community")
        HOME = "HOME", pgettext_lazy("contested", "accommodation")
        GERMAN = "GERMAN", pgettext_lazy("contested", "German, language course")
        NEED = "NEED", pgettext_lazy("contested", "what is needed")
        GOAL = "GOAL", pgettext_lazy("contested", "goal or step")
        NOTE = "NOTE", pgettext_lazy("contested", "note of a talk")
        PAPER = "PAPER", pgettext_lazy("contested", "deadline or paper")
        OTHER = "OTHER", pgettext_lazy("contested", "something else in the file")

    class How(models.TextChoices):
        """What came of it."""

        CORRECTED = "CORRECTED", _("it was wrong, and was corrected")
        RIGHT = "RIGHT", _("it was found to be right")
        UNCLEAR = "UNCLEAR", _("it cannot be established, and stays contested")

    personal_data: ClassVar[PersonalData] = declare(
        DataClass.C2, "about", "words", subject="client"
    )
    visible_only: ClassVar[str] = NOT_LEFT_BEHIND
    visible_with: ClassVar[str] = "client"

    client = LocalForeignKey(Client, on_delete=models.CASCADE, related_name="contested")
    about = models.CharField(_("what is contested"), max_length=10, choices=About)
    words = EncryptedTextField(_("what the person says"))
    since = models.DateField(_("contested since"))
    settled_on = models.DateField(_("settled on"), null=True)
    how = models.CharField(
        _("how it was settled"), max_length=10, choices=How, blank=True
    )
    is_left_behind = left_behind()

    objects = ContestedPointQuerySet.as_manager()

    class Meta:
        verbose_name = _("contested data of a person")
        verbose_name_plural = _("contested data of persons")
        constraints = [
            models.CheckConstraint(
                name="a_contested_point_is_settled_somehow",
                condition=Q(settled_on__isnull=True, how="")
                | (
                    Q(settled_on__isnull=False, settled_on__gte=F("since")) & ~Q(how="")
                ),
            )
        ]

    @property
    def is_marked(self) -> bool:
        return self.settled_on is None or self.how == self.How.UNCLEAR

    @property
    def parts(self) -> frozenset[str]:
        """In which parts of the file the data goes out, as consents name them."""
        return PARTS[self.about]


_About = ContestedPoint.About
_HISTORY = frozenset({_Part.HISTORY})
PARTS: dict[str, frozenset[str]] = {
    _About.NAME: frozenset({_Part.CONTACT}),
    _About.BIRTH: frozenset({_Part.HOUSEHOLD}),
    _About.REACH: frozenset({_Part.CONTACT}),
    _About.LANGUAGE: frozenset({_Part.LANGUAGE}),
    _About.HOUSEHOLD: frozenset({_Part.HOUSEHOLD}),
    _About.RESIDENCE: frozenset({_Part.SITUATION}),
    _About.AREA: frozenset({_Part.SITUATION}),
    # Nobody is told of it.
    _About.COMMUNITY: frozenset(),
    _About.HOME: frozenset({_Part.SITUATION}),
    _About.GERMAN: frozenset({_Part.SCHOOLING}),
    _About.NEED: _HISTORY,
    _About.GOAL: _HISTORY,
    _About.NOTE: _HISTORY,
    _About.PAPER: frozenset({_Part.PAPERS}),
    _About.OTHER: _HISTORY,
}
# What goes along with a file only where it is named; all else is the household's.
_NAMED = frozenset({_Part.SITUATION, _Part.SCHOOLING, _Part.HISTORY})


def left_with(parts: Collection[str]) -> list[str]:
    """Return the groups that stay where they are when these parts go along."""
    away = _NAMED - frozenset(parts)
    return [about for about, named in PARTS.items() if named & away]
