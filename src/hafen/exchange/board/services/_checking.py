"""What the moderators do: look, publish, refuse, take down, shut out."""

from datetime import datetime, timedelta

from django.db import transaction

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.versions import locked, save_next
from hafen.core.places.features import is_on
from hafen.exchange.board import categories
from hafen.exchange.board.errors import NotWaiting, SecondPersonNeeded
from hafen.exchange.board.models import Member, Post, Report, Talk
from hafen.exchange.board.services import _owners as owners
from hafen.exchange.board.services._posts import delete_post, hide_photos
from hafen.exchange.board.services._publishing import make_public, public_changed
from hafen.exchange.board.services._telling import tell_author
from hafen.mechanisms.privacy.four_eyes import SMALL_OFFICE

_DAY = timedelta(days=1)


@transaction.atomic
def publish_post(
    *, row: Post, is_urgent: bool = False, by: User, now: datetime
) -> Post:
    """
    Let a notice become public; a risky one needs two different people.

    In a small office the same person looks again after a day.

    :return: public, or still waiting for the second look
    :raises NotWaiting: if a colleague has decided by now
    :raises SecondPersonNeeded: if the same person looked first
    """
    fresh = locked(row, expected=None)
    if not fresh.is_waiting:
        raise NotWaiting
    fresh.is_urgent = is_urgent
    if categories.risk_of(fresh.category) and fresh.first_checked_at is None:
        fresh.first_checked_by, fresh.first_checked_at = by, now
        save_next(fresh)
        audit.record(action="board.post.first_look", subject=fresh, by=by)
        return fresh
    if _is_same_person(fresh, by, now):
        raise SecondPersonNeeded
    fresh.checked_at = now
    make_public(fresh, by=by, now=now)
    return fresh


def _is_same_person(row: Post, by: User, now: datetime) -> bool:
    if row.first_checked_at is None or row.first_checked_by_id != by.pk:
        return False
    is_small = is_on(row.municipality, SMALL_OFFICE)
    return not (is_small and now - row.first_checked_at >= _DAY)


@transaction.atomic
def note_look(*, row: Post, by: User, now: datetime) -> Post:
    """
    Note that a notice which was public at once is in order.

    :raises NotWaiting: if a colleague has looked by now, or it is not public
    """
    fresh = locked(row, expected=None)
    if not fresh.is_public or fresh.checked_at is not None:
        raise NotWaiting
    fresh.checked_at = now
    save_next(fresh)
    owners.relieve(fresh, owners.CHECK, by=by, now=now)
    audit.record(action="board.post.looked_at", subject=fresh, by=by)
    return fresh


@transaction.atomic
def refuse_post(*, row: Post, reason: str, by: User, now: datetime) -> Post:
    """
    Refuse a notice or take it down, and tell its author why.

    :raises NotWaiting: if it is over by now
    """
    fresh = locked(row, expected=None)
    if not fresh.is_living:
        raise NotWaiting
    step = "taken_down" if fresh.is_public else "refused"
    fresh.state, fresh.refusal = Post.State.REFUSED, reason
    fresh.closed_at = fresh.checked_at = now
    save_next(fresh)
    hide_photos(fresh)
    owners.relieve(fresh, owners.CHECK, owners.PASS_ON, by=by, now=now)
    audit.record(action="board.post.refused", subject=fresh, by=by)
    public_changed(fresh)
    tell_author(fresh, step, now=now, reason=reason)
    return fresh


@transaction.atomic
def report(
    *,
    row: Post,
    reason: str,
    text: str,
    now: datetime,
    talk: Talk | None = None,
    side: str = "",
) -> Report:
    """Take a report in; the moderators find it on Today at once."""
    made = Report.objects.create(
        municipality=row.municipality,
        post=row,
        talk=talk,
        side=side,
        reason=reason,
        text=text,
    )
    audit.record(action="board.report.received", subject=made)
    owners.remind(row, owners.REPORT, now=now)
    return made


@transaction.atomic
def settle_reports(*, row: Post, by: User, now: datetime) -> int:
    """Note that somebody has dealt with what was reported about a notice."""
    rows = Report.objects.select_for_update().filter(post=row, done_at__isnull=True)
    found = list(rows)
    for each in found:
        each.done_at, each.done_by = now, by
        save_next(each)
    owners.relieve(row, owners.REPORT, by=by, now=now)
    if found:
        audit.record(action="board.report.settled", subject=row, by=by)
    if row.deletion_wanted_at is not None:
        delete_post(row=row, by=by, now=now)
    return len(found)


@transaction.atomic
def shut_out(*, member: Member, reason: str, by: User, now: datetime) -> Member:
    """Shut somebody out of the board: nothing of theirs stays public."""
    fresh = locked(member, expected=None)
    fresh.is_blocked = True
    save_next(fresh)
    audit.record(action="board.member.shut_out", subject=fresh, by=by)
    living = [Post.State.WAITING, Post.State.PUBLISHED]
    for each in fresh.posts.filter(state__in=living).order_by("pk"):
        refuse_post(row=each, reason=reason, by=by, now=now)
    return fresh


@transaction.atomic
def let_in_again(*, member: Member, by: User) -> Member:
    fresh = locked(member, expected=None)
    fresh.is_blocked = False
    save_next(fresh)
    audit.record(action="board.member.let_in", subject=fresh, by=by)
    return fresh
