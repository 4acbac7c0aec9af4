"""Nothing of the pool is without an owner: todos of placements and postings."""

from datetime import date, datetime

from django.utils.translation import gettext_noop

from hafen.core.accounts.models import User
from hafen.exchange.pool.models import Match, Need, Posting
from hafen.mechanisms.todos import services as todos

FIND, CONFIRM, ASK_AGAIN, RENEW = (
    "pool.find",
    "pool.confirm",
    "pool.again",
    "pool.renew",
)
TITLES = {
    FIND: gettext_noop("Find somebody for a request for help"),
    CONFIRM: gettext_noop("Somebody has said yes: confirm the placement"),
    ASK_AGAIN: gettext_noop("Nobody has answered: ask somebody else"),
    RENEW: gettext_noop("An offer or a request runs out: ask whether it still holds"),
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


def after_ending(need: Need, *, today: date, by: User | None) -> None:
    """Bring a need back to Today when nobody is asked for it any more."""
    if not need.is_open or Match.objects.active().filter(need=need).exists():
        return
    remind(need, ASK_AGAIN, due_on=today, today=today, by=by)
