from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from hafen.core.accounts.errors import PeriodRunsBackwards, ReceiverMissing
from hafen.core.accounts.models import (
    Absence,
    Deputy,
    Position,
    Team,
    TeamMembership,
    TeamSite,
    User,
)
from hafen.core.accounts.services._leaving import Receivers, hand_over
from hafen.core.audit import services as audit
from hafen.core.db import versions
from hafen.core.places.models import Municipality, Site


def _refuse_backwards(first: date, last: date | None) -> None:
    if last is not None and last < first:
        raise PeriodRunsBackwards


@transaction.atomic
def save_team(
    *,
    municipality: Municipality,
    name: str,
    purpose: str = "",
    employers: Iterable[str] = (),
    is_walled: bool = False,
    sites: Iterable[Site] | None = None,
    team: Team | None = None,
    expected: int | None = None,
    by: User,
) -> Team:
    """Create a team, or change the given one.

    :param sites: where it works; None leaves that as it is
    :raises LostUpdate: when somebody changed it since it was read
    """
    fresh = (
        Team(municipality=municipality)
        if team is None
        else versions.locked(team, expected=expected)
    )
    fresh.name = name.strip()
    fresh.purpose = purpose
    fresh.employers = [word.strip() for word in employers if word.strip()]
    fresh.is_walled = is_walled
    if team is None:
        fresh.save()
    else:
        versions.save_next(fresh)
    if sites is not None:
        _place(fresh, {site.pk for site in sites})
    audit.record(action="accounts.team.saved", subject=fresh, by=by)
    return fresh


def _place(team: Team, wanted: set[UUID]) -> None:
    """Let the team work at these sites and at no others."""
    held = set(team.at_sites.values_list("site_id", flat=True))
    team.at_sites.exclude(site_id__in=wanted).delete()
    TeamSite.objects.bulk_create(
        TeamSite(municipality_id=team.municipality_id, team=team, site_id=key)
        for key in sorted(wanted - held)
    )


@transaction.atomic
def archive_team(*, team: Team, by: User, receivers: Receivers | None = None) -> None:
    """Hand over what the team owns and take it out of the lists.

    Its history stays.

    :param receivers: by the name of the kind of thing
    :raises StillOwns: when something would belong to nobody; nothing is done
    :raises ReceiverMissing: when a receiver is not there
    :raises ReceiverMayNot: when a receiver could not open what they would get
    """
    hand_over(holder=team, receivers=receivers or {}, by=by)
    fresh = versions.locked(team, expected=None)
    fresh.is_archived = True
    versions.save_next(fresh)
    audit.record(action="accounts.team.archived", subject=team, by=by)


@transaction.atomic
def add_member(
    *,
    team: Team,
    user: User,
    valid_from: date,
    valid_until: date | None = None,
    position: Position | None = None,
    employer: str = "",
    is_lead: bool = False,
    supervisor: User | None = None,
    by: User,
) -> TeamMembership:
    """Put somebody into a team, on one of its posts if given.

    :raises PeriodRunsBackwards: when the last day lies before the first
    """
    _refuse_backwards(valid_from, valid_until)
    membership = TeamMembership.objects.create(
        municipality_id=team.municipality_id,
        team=team,
        user=user,
        position=position,
        employer=employer.strip() or (position.employer if position else ""),
        is_lead=is_lead,
        supervisor=supervisor,
        valid_from=valid_from,
        valid_until=valid_until,
    )
    audit.record(action="accounts.membership.created", subject=membership, by=by)
    return membership


@transaction.atomic
def end_membership(*, membership: TeamMembership, today: date, by: User) -> None:
    """Take somebody out of a team; yesterday was the last day."""
    audit.record(action="accounts.membership.ended", subject=membership, by=by)
    if membership.valid_from >= today:
        membership.delete()
        return
    membership.valid_until = today - timedelta(days=1)
    membership.save(update_fields=["valid_until", "updated_at"])


@transaction.atomic
def name_deputy(
    *, user: User, deputy: User, valid_from: date, valid_until: date | None, by: User
) -> Deputy:
    """Say who stands in for somebody who is away.

    :raises ReceiverMissing: when the deputy is the person or is not there
    :raises PeriodRunsBackwards: when the last day lies before the first
    """
    _refuse_backwards(valid_from, valid_until)
    if deputy.pk == user.pk or not deputy.is_active:
        raise ReceiverMissing
    row = Deputy.objects.create(
        municipality_id=user.municipality_id,
        user=user,
        deputy=deputy,
        valid_from=valid_from,
        valid_until=valid_until,
    )
    audit.record(action="accounts.deputy.named", subject=row, by=by)
    return row


@transaction.atomic
def remove_deputy(*, deputy: Deputy, by: User) -> None:
    audit.record(action="accounts.deputy.removed", subject=deputy, by=by)
    deputy.delete()


@transaction.atomic
def record_absence(
    *,
    user: User,
    valid_from: date,
    valid_until: date | None,
    reroute_to: User | None = None,
    reroute_to_team: Team | None = None,
    by: User,
) -> Absence:
    """Enter days on which somebody is away; new and due work goes elsewhere.

    :raises ReceiverMissing: when both a person and a team are named, or one who
        cannot take over
    :raises PeriodRunsBackwards: when the last day lies before the first
    """
    _refuse_backwards(valid_from, valid_until)
    both = reroute_to is not None and reroute_to_team is not None
    if both or (reroute_to and (reroute_to.pk == user.pk or not reroute_to.is_active)):
        raise ReceiverMissing
    absence = Absence.objects.create(
        municipality_id=user.municipality_id,
        user=user,
        valid_from=valid_from,
        valid_until=valid_until,
        reroute_to=reroute_to,
        reroute_to_team=reroute_to_team,
    )
    audit.record(action="accounts.absence.recorded", subject=absence, by=by)
    return absence


@transaction.atomic
def remove_absence(*, absence: Absence, by: User) -> None:
    audit.record(action="accounts.absence.removed", subject=absence, by=by)
    absence.delete()
