from datetime import date
from decimal import Decimal
from typing import ClassVar, Self, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.core.accounts.models._people import User
from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.personal_data import NO_PERSONAL_DATA, DataClass, PersonalData
from hafen.core.places.models import MunicipalityRow, Site


def _staffing(*fields: str) -> PersonalData:
    return PersonalData(
        fields=("user", *fields),
        purpose="Zuständigkeit und Vertretung",
        legal_basis="Art. 6 Abs. 1 Buchst. e DSGVO; § 18 DSG NRW und Entsprechungen",
        data_class=DataClass.P1,
        keep_for=365,
        keep_from="valid_until",
        keep_because="Ein Jahr, damit nachvollziehbar bleibt, wer zuständig war",
        subject="user",
    )


AnyModel = TypeVar("AnyModel", bound=models.Model)


class DatedQuerySet(models.QuerySet[AnyModel]):
    """Rows that hold from a first to a last day, both included."""

    def valid(self, day: date) -> Self:
        return self.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=day), valid_from__lte=day
        )


def _ends_after_start(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=name,
        condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
    )


class Team(MunicipalityRow):
    """People who share work; they may come from several organisations.

    `employers` names those that must each hold at least one filled post: the
    parity of a team that the town and an association staff together.
    """

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    name = models.CharField(_("name"), max_length=120)
    purpose = models.TextField(_("task of the team"), blank=True)
    employers = ArrayField(
        models.CharField(max_length=120),
        verbose_name=_("employers that must be represented"),
        default=list,
        blank=True,
    )
    is_walled = models.BooleanField(_("only its members see its work"), default=False)
    is_archived = models.BooleanField(_("archived"), default=False)

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "name"], name="one_team_per_name"
            )
        ]


class TeamSite(MunicipalityRow):
    """A team works at a site; how a house is staffed is read from these rows."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    team = LocalForeignKey(
        Team, on_delete=models.CASCADE, related_name="at_sites", verbose_name=_("team")
    )
    site = LocalForeignKey(
        Site, on_delete=models.CASCADE, related_name="+", verbose_name=_("site")
    )

    class Meta:
        verbose_name = _("site of a team")
        verbose_name_plural = _("sites of teams")
        constraints = [
            models.UniqueConstraint(
                fields=["team", "site"], name="a_team_is_at_a_site_once"
            )
        ]


class PositionQuerySet(DatedQuerySet["Position"]):
    pass


class Position(MunicipalityRow):
    """A post with its share of a full one: filled or vacant."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    team = LocalForeignKey(
        Team, on_delete=models.PROTECT, related_name="positions", verbose_name=_("team")
    )
    title = models.CharField(pgettext_lazy("post", "title"), max_length=120)
    department = models.CharField(_("department"), max_length=120, blank=True)
    employer = models.CharField(_("employer"), max_length=120, blank=True)
    share = models.DecimalField(
        _("share of a full post"),
        max_digits=4,
        decimal_places=2,
        default=Decimal("1.00"),
        validators=[MinValueValidator(Decimal("0.05")), MaxValueValidator(Decimal(20))],
    )
    funding = models.CharField(_("funding"), max_length=200, blank=True)
    description = models.TextField(_("job description"), blank=True)
    valid_from = models.DateField(_("from"))
    valid_until = models.DateField(_("last day"), null=True, blank=True)

    objects = PositionQuerySet.as_manager()

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        constraints = [
            _ends_after_start("position_ends_after_it_starts"),
            models.CheckConstraint(
                name="position_has_a_share", condition=Q(share__gt=0)
            ),
        ]


class PositionTask(MunicipalityRow):
    """One task of a job description.

    `activities` names what the rooms count for it (`hafen.core.accounts.registries`).
    """

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    position = LocalForeignKey(
        Position,
        on_delete=models.CASCADE,
        related_name="tasks",
        verbose_name=_("post"),
    )
    name = models.CharField(_("task"), max_length=200)
    activities = ArrayField(
        models.CharField(max_length=60),
        verbose_name=_("what is counted"),
        default=list,
        blank=True,
    )
    place = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("task of a post")
        verbose_name_plural = _("tasks of posts")


class TeamMembershipQuerySet(DatedQuerySet["TeamMembership"]):
    pass


class TeamMembership(MunicipalityRow):
    """Somebody belongs to a team, usually on one of its posts."""

    personal_data: ClassVar[PersonalData] = _staffing("position", "employer")

    user = LocalForeignKey(
        User,
        on_delete=models.CASCADE,
        related_name="memberships",
        verbose_name=_("person"),
    )
    team = LocalForeignKey(
        Team,
        on_delete=models.PROTECT,
        related_name="memberships",
        verbose_name=_("team"),
    )
    position = LocalForeignKey(
        Position,
        on_delete=models.SET_NULL,
        related_name="holders",
        null=True,
        blank=True,
        verbose_name=_("post"),
    )
    employer = models.CharField(_("employer"), max_length=120, blank=True)
    is_lead = models.BooleanField(_("leads the team"), default=False)
    supervisor = LocalForeignKey(
        User,
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("supervisor"),
    )
    valid_from = models.DateField(_("from"))
    valid_until = models.DateField(_("last day"), null=True, blank=True)

    objects = TeamMembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership in a team")
        verbose_name_plural = _("memberships in teams")
        constraints = [_ends_after_start("membership_ends_after_it_starts")]


class DeputyQuerySet(DatedQuerySet["Deputy"]):
    pass


class Deputy(MunicipalityRow):
    """Who stands in for whom, always or for a time."""

    personal_data: ClassVar[PersonalData] = _staffing("deputy")

    user = LocalForeignKey(
        User,
        on_delete=models.CASCADE,
        related_name="deputies",
        verbose_name=_("person"),
    )
    deputy = LocalForeignKey(
        User,
        on_delete=models.CASCADE,
        related_name="stands_in_for",
        verbose_name=_("deputy"),
    )
    valid_from = models.DateField(_("from"))
    valid_until = models.DateField(_("last day"), null=True, blank=True)

    objects = DeputyQuerySet.as_manager()

    class Meta:
        verbose_name = _("deputy")
        verbose_name_plural = _("deputies")
        constraints = [
            _ends_after_start("deputy_ends_after_the_start"),
            models.CheckConstraint(
                name="nobody_is_their_own_deputy", condition=~Q(user=F("deputy"))
            ),
        ]


class AbsenceQuerySet(DatedQuerySet["Absence"]):
    pass


class Absence(MunicipalityRow):
    """Days on which somebody is not there; why is nobody's business.

    New and due work goes to `reroute_to` or `reroute_to_team`; without either to
    the deputy, then to the person's team.
    """

    personal_data: ClassVar[PersonalData] = _staffing("valid_from", "valid_until")

    user = LocalForeignKey(
        User,
        on_delete=models.CASCADE,
        related_name="absences",
        verbose_name=_("person"),
    )
    valid_from = models.DateField(_("first day"))
    valid_until = models.DateField(_("last day"), null=True, blank=True)
    reroute_to = LocalForeignKey(
        User,
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("work goes to"),
    )
    reroute_to_team = LocalForeignKey(
        Team,
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("work goes to the team"),
    )

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        constraints = [
            _ends_after_start("absence_ends_after_it_starts"),
            models.CheckConstraint(
                name="absence_goes_to_a_person_or_a_team",
                condition=Q(reroute_to__isnull=True) | Q(reroute_to_team__isnull=True),
            ),
            models.CheckConstraint(
                name="absence_goes_to_somebody_else",
                condition=Q(reroute_to__isnull=True) | ~Q(reroute_to=F("user")),
            ),
        ]
