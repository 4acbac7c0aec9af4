"""What of this room belongs to a person: teams they lead, people they act for."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hafen.core.accounts.errors import ReceiverMayNot
from hafen.core.accounts.models import Absence, Deputy, Team, TeamMembership, User
from hafen.core.accounts.registries import Ownable, give, ownables


def register() -> None:
    for ownable in (
        Ownable(
            "accounts.lead",
            _("Teams that the person leads alone"),
            _led_alone,
            owner="user",
            give=_lead,
        ),
        Ownable(
            "accounts.supervised",
            _("People whom the person supervises"),
            _supervised,
            owner="supervisor",
            give=_supervise,
        ),
        Ownable(
            "accounts.deputy",
            _("People for whom the person stands in"),
            _deputies,
            owner="deputy",
            give=_stand_in,
        ),
        Ownable(
            "accounts.absence",
            _("Absences whose work goes to the person"),
            _absences,
            owner="reroute_to",
            team="reroute_to_team",
            give=_take_work,
        ),
    ):
        ownables.register(ownable)


def _not_over(today: date) -> Q:
    return Q(valid_until__isnull=True) | Q(valid_until__gte=today)


def _led_alone(municipality: UUID) -> QuerySet[Any]:
    """Return who leads a team that nobody else leads today."""
    today = timezone.localdate()
    leads = TeamMembership.objects.valid(today).filter(
        municipality=municipality, is_lead=True, team__is_archived=False
    )
    others = leads.filter(team=OuterRef("team"), user__is_active=True)
    return leads.exclude(Exists(others.exclude(user=OuterRef("user"))))


def _lead(
    _ownable: Ownable, rows: QuerySet[Any], user: User | None, _team: Team | None
) -> int:
    """Let the receiver lead; whoever is not in the team yet comes into it."""
    assert user is not None  # no team leads a team
    today = timezone.localdate()
    found = list(rows.select_related("team"))
    for row in found:
        held = TeamMembership.objects.valid(today).filter(team=row.team, user=user)
        if not held.update(is_lead=True):
            TeamMembership.objects.create(
                municipality_id=row.municipality_id,
                team=row.team,
                user=user,
                is_lead=True,
                valid_from=today,
            )
    return len(found)


def _supervised(municipality: UUID) -> QuerySet[Any]:
    return TeamMembership.objects.filter(
        _not_over(timezone.localdate()),
        municipality=municipality,
        supervisor__isnull=False,
        user__is_active=True,
    )


def _supervise(
    ownable: Ownable, rows: QuerySet[Any], user: User | None, team: Team | None
) -> int:
    """Refuse that somebody supervises themselves.

    :raises ReceiverMayNot: when the receiver is one of the supervised
    """
    if rows.filter(user=user).exists():
        raise ReceiverMayNot(ownable.name)
    return give(ownable, rows, user, team)


def _deputies(municipality: UUID) -> QuerySet[Any]:
    return Deputy.objects.filter(
        _not_over(timezone.localdate()),
        municipality=municipality,
        user__is_active=True,
    )


def _stand_in(
    ownable: Ownable, rows: QuerySet[Any], user: User | None, team: Team | None
) -> int:
    """Whoever would stand in for themselves has no deputy then."""
    own, _kinds = rows.filter(user=user).delete()
    return own + give(ownable, rows, user, team)


def _absences(municipality: UUID) -> QuerySet[Any]:
    return Absence.objects.filter(
        _not_over(timezone.localdate()),
        municipality=municipality,
        user__is_active=True,
    ).exclude(reroute_to__isnull=True, reroute_to_team__isnull=True)


def _take_work(
    ownable: Ownable, rows: QuerySet[Any], user: User | None, team: Team | None
) -> int:
    """Whoever would get their own work back leaves it to deputy and team."""
    own = rows.filter(user=user) if user else rows.none()
    freed = own.update(reroute_to=None, reroute_to_team=None)
    return freed + give(ownable, rows, user, team)
