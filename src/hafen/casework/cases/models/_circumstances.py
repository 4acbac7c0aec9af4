from datetime import date
from typing import ClassVar, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from hafen.casework.cases.models._households import (
    NOT_LEFT_BEHIND,
    Client,
    Household,
    declare,
    ends_after_it_begins,
    left_behind,
)
from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.personal_data import DataClass, PersonalData
from hafen.core.places.models import MunicipalityRow


class CircumstanceQuerySet(models.QuerySet["Circumstance"]):
    def valid(self, day: date) -> Self:
        return self.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=day),
            valid_from__lte=day,
            is_left_behind=False,
        )


class Circumstance(MunicipalityRow):
    """How it stands with somebody in one respect, from one day to another.

    Read "as of" any day. Of residence no more than the category is kept, with
    the day on which it runs out. The codes are dated reference data.
    """

    class Kind(models.TextChoices):
        RESIDENCE = "RESIDENCE", _("Residence")
        LEGAL_AREA = "LEGAL_AREA", _("Legal area")
        ACCOMMODATION = "ACCOMMODATION", _("Accommodation")
        GERMAN = "GERMAN", _("German")
        COURSE = "COURSE", _("Language course")
        # For the figures of programmes that ask for it, and for nothing else.
        NATIONALITY = "NATIONALITY", _("Nationality")

    personal_data: ClassVar[PersonalData] = declare(
        DataClass.C2, "code", "expires_on", subject="client"
    )
    visible_only: ClassVar[str] = NOT_LEFT_BEHIND
    visible_with: ClassVar[str] = "client"

    client = LocalForeignKey(
        Client, on_delete=models.CASCADE, related_name="circumstances"
    )
    kind = models.CharField(_("what about"), max_length=14, choices=Kind)
    code = models.CharField(_("how it stands"), max_length=40)
    valid_from = models.DateField(_("from"))
    valid_until = models.DateField(_("last day"), null=True, blank=True)
    expires_on = models.DateField(_("runs out on"), null=True, blank=True)
    is_left_behind = left_behind()

    objects = CircumstanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("circumstance of a person")
        verbose_name_plural = _("circumstances of persons")
        constraints = [
            ends_after_it_begins("a_circumstance_ends_after_beginning"),
            ExclusionConstraint(
                name="one_circumstance_of_a_kind_at_a_time",
                expressions=[
                    ("client", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    (
                        Func(
                            F("valid_from"),
                            F("valid_until"),
                            Value("[]"),
                            function="daterange",
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(is_left_behind=False),
            ),
        ]


class BenefitCommunity(MunicipalityRow):
    """A benefit unit (Bedarfsgemeinschaft) within a household; none or several.

    By which law each of its members lives stands with the member, so a mixed one
    shows by itself.
    """

    personal_data: ClassVar[PersonalData] = declare(
        DataClass.C2, "number", subject="household"
    )
    visible_with: ClassVar[str] = "household"

    household = LocalForeignKey(
        Household, on_delete=models.CASCADE, related_name="communities"
    )
    number = models.CharField(_("number"), max_length=40, blank=True)
    valid_from = models.DateField(_("from"))
    valid_until = models.DateField(_("last day"), null=True, blank=True)

    class Meta:
        verbose_name = _("benefit community")
        verbose_name_plural = _("benefit communities")
        constraints = [ends_after_it_begins("a_community_ends_after_beginning")]


class BenefitMember(MunicipalityRow):
    """Somebody belongs to a benefit community from one day to another."""

    personal_data: ClassVar[PersonalData] = declare(
        DataClass.C2, "client", subject="client"
    )
    visible_with: ClassVar[str] = "community"

    community = LocalForeignKey(
        BenefitCommunity, on_delete=models.CASCADE, related_name="members"
    )
    client = LocalForeignKey(Client, on_delete=models.CASCADE, related_name="benefits")
    valid_from = models.DateField(_("from"))
    valid_until = models.DateField(_("last day"), null=True, blank=True)

    class Meta:
        verbose_name = _("member of a benefit community")
        verbose_name_plural = _("members of benefit communities")
        constraints = [
            ends_after_it_begins("a_benefit_member_leaves_after_coming"),
            models.UniqueConstraint(
                fields=["client"],
                condition=Q(valid_until__isnull=True),
                name="one_benefit_community_at_a_time",
            ),
        ]
