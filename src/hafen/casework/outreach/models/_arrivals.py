from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.casework.cases.models import Household
from hafen.core.accounts.models import Team
from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.personal_data import DataClass, PersonalData
from hafen.core.places.models import District, MunicipalityRow, Site
from hafen.network.organisations.models import Organisation

PURPOSE = "Erste Ansprache und aufsuchende Arbeit nach Zuzug oder Zuweisung"
LEGAL_BASIS = "Art. 6 Abs. 1 Buchst. e DSGVO; § 35 SGB I, §§ 67a ff. SGB X"
KEEP_DAYS = 365


def declare(
    data_class: DataClass,
    *fields: str,
    subject: str,
    shared_by: str = "",
    since: str = "",
) -> PersonalData:
    return PersonalData(
        fields=fields,
        purpose=PURPOSE,
        legal_basis=LEGAL_BASIS,
        data_class=data_class,
        keep_for=KEEP_DAYS if since else None,
        keep_from=since,
        keep_because="Ein Jahr nach dem Ende; die Akte hat ihre eigene Frist",
        subject=subject,
        shared_by=shared_by,
    )


class ArrivalQuerySet(models.QuerySet["Arrival"]):
    def open(self) -> Self:
        return self.filter(ended_on__isnull=True)


class Arrival(MunicipalityRow):
    """People live at an address from a day on, and somebody shall go and see them.

    It holds what finding them needs and nothing more, and has a responsible team
    from its first moment. Once they are taken in it leads to their file. Until then
    the clerk who sent it finds it for some days; a volunteer who goes there, until
    the day named.
    """

    class Kind(models.TextChoices):
        MOVE = "MOVE", _("move within the town")
        ASSIGNMENT = "ASSIGNMENT", _("assignment to a dwelling")
        TRANSFER = "TRANSFER", _("transfer from provisional accommodation")
        REGISTRATION = "REGISTRATION", _("registration after moving here")
        LISTED = "LISTED", _("known to the team")

    class Dwelling(models.TextChoices):
        UNKNOWN = "", _("not known")
        FACILITY = "FACILITY", _("collective accommodation")
        MUNICIPAL = "MUNICIPAL", _("flat rented by the town")
        PRIVATE = "PRIVATE", _("flat of their own")

    class Caution(models.TextChoices):
        """What whoever goes there minds; facts of the way, not of the people."""

        NONE = "", _("nothing known")
        PAIR = "PAIR", _("go there in pairs")
        CALL = "CALL", _("call before, the door is locked")
        DOG = "DOG", _("dog in the house")

    class Approach(models.TextChoices):
        WORKER = "WORKER", _("by the team")
        VOLUNTEER = "VOLUNTEER", _("by a volunteer")
        NOBODY = "NOBODY", _("nobody could be reached")

    class Ending(models.TextChoices):
        ACCOMPANIED = "ACCOMPANIED", _("the file goes on")
        REFUSED = "REFUSED", _("they want no visits")
        GONE = "GONE", _("moved on, or never came")
        TWICE = "TWICE", _("entered twice")

    personal_data: ClassVar[PersonalData] = declare(
        DataClass.C1,
        *("name", "sort_key", "address", "unit", "came_from", "languages", "number"),
        "basis",
        subject="self",
        shared_by="household",
        since="ended_on",
    )
    visible_only: ClassVar[str] = (
        "municipality_id = {opened}"
        " OR (team_id IN (SELECT cases_my_teams()) AND (household_id IS NULL"
        "  OR EXISTS (SELECT FROM cases_household AS file WHERE file.id = household_id)"
        " ))"
        " OR (author_id = {actor} AND household_id IS NULL"
        "  AND created_at > now() - interval '30 days')"
        " OR (helper_id = {actor} AND ended_on IS NULL"
        "  AND helper_until >= (SELECT outreach_today()))"
    )

    kind = models.CharField(max_length=12, choices=Kind)
    name = models.CharField(_("name"), max_length=120)
    sort_key = models.CharField(max_length=200, editable=False, db_collation="C")
    persons = models.PositiveSmallIntegerField(default=1)
    languages = ArrayField(
        models.CharField(max_length=12), verbose_name=_("languages"), default=list
    )
    # Of the benefit community, where a list of an office is worked off.
    number = models.CharField(_("number"), max_length=40, blank=True)
    address = models.CharField(_("address"), max_length=200)
    unit = models.CharField(_("dwelling unit"), max_length=40, blank=True)
    site = LocalForeignKey(
        Site, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    district = LocalForeignKey(
        District, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    dwelling = models.CharField(max_length=10, choices=Dwelling, blank=True)
    came_from = models.CharField(_("from where"), max_length=120, blank=True)
    basis = models.CharField(max_length=120, blank=True)
    caution = models.CharField(max_length=8, choices=Caution, blank=True)
    on = models.DateField()
    due_on = models.DateField()
    team = LocalForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    author = LocalForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True
    )
    household = LocalForeignKey(
        Household,
        on_delete=models.CASCADE,
        related_name="arrivals",
        null=True,
        blank=True,
    )
    approached_on = models.DateField(null=True)
    approached = models.CharField(max_length=10, choices=Approach, blank=True)
    reached_on = models.DateField(null=True)
    helper = LocalForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True
    )
    # The day on which the helper said yes: before it there is no address.
    helper_since = models.DateField(null=True)
    helper_until = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    ending = models.CharField(max_length=12, choices=Ending, blank=True)

    objects = ArrivalQuerySet.as_manager()

    class Meta:
        verbose_name = _("arrival")
        verbose_name_plural = _("arrivals")
        indexes = [
            models.Index(fields=["team", "due_on"], name="arrivals_of_a_team"),
            models.Index(fields=["author"], name="arrivals_of_an_author"),
            models.Index(fields=["helper"], name="arrivals_of_a_helper"),
        ]
        constraints = [
            models.CheckConstraint(
                name="an_arrival_ends_with_a_reason",
                condition=Q(ended_on__isnull=True, ending="")
                | (Q(ended_on__isnull=False) & ~Q(ending="")),
            ),
            models.CheckConstraint(
                name="somebody_arrives_with_an_arrival", condition=Q(persons__gte=1)
            ),
            models.CheckConstraint(
                name="a_helper_of_an_arrival_has_an_end",
                condition=Q(helper__isnull=True) | Q(helper_until__isnull=False),
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.ended_on is None


class GroupNotice(MunicipalityRow):
    """A group of volunteers was told that people come: how many, where, no name."""

    personal_data: ClassVar[PersonalData] = declare(
        DataClass.C1, "organisation", subject="arrival"
    )
    visible_only: ClassVar[str] = (
        "municipality_id = {opened} OR EXISTS (SELECT FROM outreach_arrival AS above"
        " WHERE above.id = arrival_id AND above.team_id IN (SELECT cases_my_teams()))"
    )

    arrival = LocalForeignKey(Arrival, on_delete=models.CASCADE, related_name="notices")
    organisation = LocalForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="+"
    )
    on = models.DateField()
    was_mailed = models.BooleanField(default=False)
    told_by = LocalForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True
    )

    class Meta:
        verbose_name = pgettext_lazy("outreach", "notice to a group")
        verbose_name_plural = pgettext_lazy("outreach", "notices to groups")
        constraints = [
            models.UniqueConstraint(
                fields=["arrival", "organisation"], name="a_group_is_told_once"
            )
        ]
