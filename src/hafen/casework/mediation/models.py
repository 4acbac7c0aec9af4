"""Housing advice and mediation: a matter of a case, who is part of it, what was done.

How each side sees it stands with that side; nobody writes down whose fault it is.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.casework.cases.models import Case, declare
from hafen.core.db.encryption import EncryptedTextField
from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.personal_data import DataClass, PersonalData
from hafen.core.places.models import MunicipalityRow


class Matter(MunicipalityRow):
    """Something about where people live, open until what came of it is written down."""

    class Kind(models.TextChoices):
        SEARCH = "SEARCH", _("search for a flat")
        DAMAGE = "DAMAGE", _("damage to the flat")
        MOVE = "MOVE", _("move")
        COSTS = "COSTS", _("rent and costs")
        CONFLICT = "CONFLICT", _("conflict with others")

    class Outcome(models.TextChoices):
        SOLVED = "SOLVED", pgettext_lazy("matter", "solved")
        AGREED = "AGREED", pgettext_lazy("matter", "agreed in writing")
        REFERRED = "REFERRED", pgettext_lazy("matter", "another office goes on")
        NOT_SOLVED = "NOT_SOLVED", pgettext_lazy("matter", "no solution found")

    personal_data: ClassVar[PersonalData] = declare(
        DataClass.C2, "kind", "about", "agreement", "outcome", subject="case"
    )
    visible_with: ClassVar[str] = "case"

    case = LocalForeignKey(Case, on_delete=models.CASCADE, related_name="matters")
    kind = models.CharField(_("what it is about"), max_length=8, choices=Kind)
    about = EncryptedTextField(_("description"))
    begun_on = models.DateField(_("begun on"))
    # When somebody looks what became of the last step.
    again_on = models.DateField(_("look again on"), null=True, blank=True)
    # What all sides agreed; each side's copy has it, and its own part.
    agreement = EncryptedTextField(_("what was agreed"), blank=True)
    closed_on = models.DateField(_("closed on"), null=True)
    outcome = models.CharField(
        pgettext_lazy("matter", "outcome"), max_length=10, choices=Outcome, blank=True
    )

    class Meta:
        verbose_name = _("matter of housing")
        verbose_name_plural = _("matters of housing")
        constraints = [
            models.CheckConstraint(
                name="a_matter_closes_with_an_outcome",
                condition=Q(closed_on__isnull=True, outcome="")
                | (Q(closed_on__gte=F("begun_on")) & ~Q(outcome="")),
            )
        ]

    @property
    def is_open(self) -> bool:
        return self.closed_on is None


class Party(MunicipalityRow):
    """One side of a matter: how it is reached, how it sees it, what it takes on."""

    class Kind(models.TextChoices):
        HOUSEHOLD = "HOUSEHOLD", _("the household")
        NEIGHBOUR = "NEIGHBOUR", _("neighbours")
        LANDLORD = "LANDLORD", _("landlord or house management")
        OFFICE = "OFFICE", _("office")
        OTHER = "OTHER", pgettext_lazy("party", "others")

    personal_data: ClassVar[PersonalData] = declare(
        DataClass.C2, "name", "address", "view", "part", subject="matter"
    )
    visible_with: ClassVar[str] = "matter"

    matter = LocalForeignKey(Matter, on_delete=models.CASCADE, related_name="parties")
    kind = models.CharField(_("which side"), max_length=10, choices=Kind)
    name = models.CharField(_("name"), max_length=120)
    address = models.CharField(_("address"), max_length=200, blank=True)
    view = EncryptedTextField(_("how this side sees it"), blank=True)
    part = EncryptedTextField(_("what this side takes on"), blank=True)

    class Meta:
        verbose_name = _("side of a matter")
        verbose_name_plural = _("sides of a matter")


class MatterStep(MunicipalityRow):
    """What was done: a talk, a letter, a visit; a letter keeps what it said."""

    class How(models.TextChoices):
        LETTER = "LETTER", _("letter")
        CALL = "CALL", _("telephone call")
        TALK = "TALK", _("talk")
        VISIT = "VISIT", _("visit on site")

    personal_data: ClassVar[PersonalData] = declare(
        DataClass.C2, "text", subject="matter"
    )
    visible_with: ClassVar[str] = "matter"

    matter = LocalForeignKey(Matter, on_delete=models.CASCADE, related_name="steps")
    # Empty: all sides together.
    party = LocalForeignKey(
        Party, on_delete=models.CASCADE, related_name="steps", null=True, blank=True
    )
    on = models.DateField(_("day"))
    how = models.CharField(_("how"), max_length=6, choices=How)
    text = EncryptedTextField(_("what was said or written"))
    author = LocalForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True
    )

    class Meta:
        verbose_name = _("step in a matter")
        verbose_name_plural = _("steps in a matter")
        constraints = [
            models.CheckConstraint(
                name="a_letter_goes_to_somebody",
                condition=~Q(how="LETTER") | Q(party__isnull=False),
            )
        ]
