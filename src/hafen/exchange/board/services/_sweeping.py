"""What ends by itself: notices whose time is over, and the words of old ones."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from hafen.core.audit import services as audit
from hafen.core.db.versions import save_next
from hafen.core.places.models import Municipality
from hafen.exchange.board.models import Member, Post, Report
from hafen.exchange.board.services import _owners as owners
from hafen.exchange.board.services._posts import delete_post, hide_photos
from hafen.exchange.board.services._publishing import public_changed
from hafen.exchange.board.services._telling import tell_author

KEEP_DAYS = 180


@transaction.atomic
def keep_fresh(*, municipality_id: UUID, now: datetime) -> int:
    """Ask whether notices still hold, and take down those nobody renewed."""
    town = Municipality.objects.get(pk=municipality_id)
    today = owners.local_day(town, now)
    soon = today + timedelta(days=owners.settings_of(town).remind_days)
    rows = Post.objects.public().filter(municipality=town).select_related("member")
    done = 0
    for row in rows.filter(valid_until__lt=today).select_for_update(of=("self",)):
        _run_out(row, now=now)
        done += 1
    # Whoever chose the day knows it.
    usual = rows.filter(ends_on__isnull=True, reminded_at__isnull=True)
    left = usual.filter(valid_until__lte=soon)
    for row in left.select_for_update(of=("self",)):
        row.reminded_at = now
        save_next(row)
        tell_author(row, "ends_soon", now=now)
        done += 1
    return done


def _run_out(row: Post, *, now: datetime) -> None:
    row.state, row.closed_at = Post.State.EXPIRED, now
    save_next(row)
    hide_photos(row)
    owners.relieve(row, owners.CHECK, by=None, now=now)
    audit.record(action="board.post.expired", subject=row)
    public_changed(row)
    tell_author(row, "expired", now=now)


@transaction.atomic
def forget(*, municipality_id: UUID, now: datetime) -> int:
    """Erase the words of notices that are over for half a year, and their people."""
    rows = Post.objects.filter(
        municipality=municipality_id, closed_at__lt=now - timedelta(days=KEEP_DAYS)
    ).exclude(state=Post.State.DELETED)
    done = 0
    reported = Report.objects.filter(done_at__isnull=True).values("post")
    for row in rows.exclude(pk__in=reported).order_by("pk"):
        delete_post(row=row, by=None, now=now)
        done += 1
    alone = Q(posts__isnull=True, talks__isnull=True, is_blocked=False)
    Member.objects.filter(alone, municipality=municipality_id).delete()
    return done
