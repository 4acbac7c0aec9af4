"""Who does whose work on a day.

One table answers it for new work (`acting_owner`, `acting_team`) and for what is
due (`represented_by`, `represented_through`), so that both go the same way.
"""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from hafen.core.accounts.models import Team, TeamMembership, User

# One row for everybody who is away or whose account is closed: `actor` does
# their work, or `team` where nobody does. The newest absence counts. A chain of
# deputies longer than ten is a mistake in the list.
_WORK = """
WITH RECURSIVE given (town, day, me) AS (
    SELECT %s::uuid, %s::date, %s::uuid
), absent AS (
    SELECT DISTINCT ON (user_id) user_id, reroute_to_id, reroute_to_team_id
    FROM accounts_absence, given
    WHERE municipality_id = town
      AND valid_from <= day AND (valid_until IS NULL OR valid_until >= day)
    ORDER BY user_id, created_at DESC
), gone AS (
    SELECT user_id FROM absent
    UNION SELECT id FROM accounts_user, given
    WHERE municipality_id = town AND NOT is_active
), deputy AS (
    SELECT DISTINCT ON (user_id) user_id, deputy_id
    FROM accounts_deputy, given
    WHERE municipality_id = town
      AND valid_from <= day AND (valid_until IS NULL OR valid_until >= day)
    ORDER BY user_id, valid_from, id
), step AS (
    SELECT user_id, reroute_to_team_id AS team, coalesce(
        reroute_to_id, CASE WHEN reroute_to_team_id IS NULL THEN deputy_id END
    ) AS next
    FROM gone LEFT JOIN absent USING (user_id) LEFT JOIN deputy USING (user_id)
), chain AS (
    SELECT user_id AS person, next AS actor, 1 AS length FROM step
    WHERE next IS NOT NULL
    UNION ALL
    SELECT chain.person, step.next, length + 1
    FROM chain JOIN step ON step.user_id = chain.actor
    WHERE step.next IS NOT NULL AND length < 10
), member AS (
    SELECT user_id, team_id, name
    FROM accounts_teammembership JOIN accounts_team team ON team.id = team_id, given
    WHERE team.municipality_id = town AND NOT is_archived
      AND valid_from <= day AND (valid_until IS NULL OR valid_until >= day)
), work AS (
    SELECT step.user_id AS person, chain.actor, CASE WHEN chain.actor IS NULL
        THEN coalesce(step.team, (
            SELECT team_id FROM member WHERE member.user_id = step.user_id
            ORDER BY name, team_id LIMIT 1
        )) END AS team
    FROM step LEFT JOIN chain ON chain.person = step.user_id
        AND NOT EXISTS (SELECT FROM gone WHERE gone.user_id = chain.actor)
)
"""
# Only what is written here comes together; values are bound.
_OF_A_PERSON = _WORK + "SELECT actor, team FROM work, given WHERE person = me"  # noqa: S608
_OF_AN_ACTOR = _WORK + "SELECT person FROM work, given WHERE actor = me"  # noqa: S608
_OF_A_MEMBER = _WORK + (  # noqa: S608
    "SELECT person FROM work, member, given"
    " WHERE member.team_id = work.team AND member.user_id = me"
)


def teams_of(user: User, on: date) -> QuerySet[Team]:
    """Return the teams that the person belongs to on the day."""
    memberships = TeamMembership.objects.valid(on).filter(user_id=user.pk)
    return Team.objects.filter(
        pk__in=memberships.values("team_id"), is_archived=False
    ).order_by("name", "id")


def owners_of(rows: QuerySet[Any]) -> QuerySet[User]:
    """Return who is responsible for one of these rows: their `owner`."""
    people = User.objects.filter(pk__in=rows.order_by().values("owner"))
    return people.order_by("name", "id")


def acting_owner(user: User, on: date) -> User | None:
    """Return who does this person's work on the day; None where a team does.

    Somebody who is there does their own. Otherwise it is whom the absence
    names, then the deputy; and if that one is away too, whoever acts for them.
    """
    is_away, actor, _team = _acting(user, on)
    if not is_away:
        return user
    return User.objects.filter(pk=actor).first() if actor else None


def acting_team(user: User, on: date) -> Team | None:
    """Return the team that does the work when nobody acts for the person."""
    _is_away, _actor, team = _acting(user, on)
    return Team.objects.filter(pk=team).first() if team else None


def _acting(user: User, on: date) -> tuple[bool, UUID | None, UUID | None]:
    with connection.cursor() as cursor:
        cursor.execute(_OF_A_PERSON, [user.municipality_id, on, user.pk])
        row = cursor.fetchone()
    return (True, *row) if row else (False, None, None)


def represented_by(user: User, on: date) -> QuerySet[User]:
    """Return the people for whom this person acts on the day, besides themselves."""
    return _people(_OF_AN_ACTOR, user, on)


def represented_through(user: User, on: date) -> QuerySet[User]:
    """Return the people whose work a team of this person does on the day."""
    return _people(_OF_A_MEMBER, user, on)


def _people(statement: str, user: User, on: date) -> QuerySet[User]:
    values = [user.municipality_id, on, user.pk]
    return User.objects.filter(pk__in=RawSQL(statement, values))  # noqa: S611
