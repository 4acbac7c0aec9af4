"""Nothing of the pool is without an owner: todos of placements and postings."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext_noop

from hafen.core.accounts.models import User
from hafen.exchange.pool.models import Match, Need, Posting
from hafen.exchange.pool.queries import free_places
from hafen.mechanisms.todos import services as todos

FIND, CONFIRM, ASK_AGAIN, RENEW, UNREACHED = (
    "pool.find",
    "pool.confirm",
    "pool.again",
    "pool.renew",
    "pool.unreached",
)
TITLES = {
    FIND: gettext_noop("Find somebody for a request for help"),
    CONFIRM: gettext_noop("Somebody has said yes: confirm the placement"),
    ASK_AGAIN: gettext_noop("Nobody has answered: ask somebody else"),
    RENEW: gettext_noop("An offer or a request runs out: ask whether it still holds"),
    UNREACHED: gettext_noop("Somebody could not be told: the way to them is missing"),
}


def remind(
    posting: Posting, kind: str, *, due_on: date, today: date, by: User | None
) -> None:
    """Put one open todo of a kind about a posting before whoever looks after it."""
    todos.create_todo(
        municipality=posting.municipality,
        kind=kind,
        title=TITLES[kind],
        today=today,
        owner=posting.owner,
        team=posting.team,
        subject_type="need" if posting.is_need else "offer",
        subject_id=posting.pk,
        due_on=due_on,
        by=by,
    )


def relieve(posting: Posting, *kinds: str, by: User | None, now: datetime) -> None:
    for kind in kinds:
        todos.finish_about(
            kind=kind,
            subject_id=posting.pk,
            municipality=posting.municipality,
            by=by,
            now=now,
        )


def bring_up(need: Need, *, now: datetime, by: User | None, kind: str) -> None:
    """
    Put before its owner what a need asks for now, and take away what is done.

    It comes back when a place is free and nobody is asked for it any more.

    :param kind: `ASK_AGAIN` after an answer or without one, else `FIND`
    """
    waiting = states_asked(need)
    if Match.State.ACCEPTED not in waiting:
        relieve(need, CONFIRM, by=by, now=now)
    if waiting or not need.is_open or not free_places(need):
        return
    relieve(need, *({FIND, ASK_AGAIN} - {kind}), by=by, now=now)
    today = timezone.localdate(now)
    due_on = today if kind == ASK_AGAIN else need.due_on
    remind(need, kind, due_on=due_on, today=today, by=by)


def states_asked(need: Need) -> set[str]:
    """Return how those stand who were asked for a need and have no place yet."""
    asked = (Match.State.ASKED, Match.State.ACCEPTED)
    rows = Match.objects.filter(need=need, state__in=asked)
    return set(rows.values_list("state", flat=True))
