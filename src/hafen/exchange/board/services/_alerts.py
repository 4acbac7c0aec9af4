"""Who hears of a new notice: those it fits, and those who asked for it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from hafen.core.audit import services as audit
from hafen.core.db.versions import locked, save_next
from hafen.core.places.models import District, Municipality
from hafen.core.places.queries import ancestors_of, districts_within
from hafen.core.taxonomy.reference import words_in
from hafen.exchange.board import addresses
from hafen.exchange.board.models import Post, Subscription
from hafen.exchange.board.queries import counterparts
from hafen.exchange.board.services._telling import language_of, send, tell

MOST_TOLD = 5
MOST_IN_A_MAIL = 20
_UNCONFIRMED_DAYS = 7


@transaction.atomic
def subscribe(
    *,
    municipality: Municipality,
    email: str,
    language: str,
    side: str,
    categories: Sequence[str],
    now: datetime,
    district: District | None = None,
) -> Subscription:
    """Ask by mail whether somebody wants to be told; one row for each address.

    A confirmed subscription is changed by its own link alone, not by whoever
    types the address.
    """
    row, is_new = Subscription.objects.get_or_create(
        municipality=municipality,
        email=email.strip().lower(),
        defaults={
            "language": language,
            "side": side,
            "categories": list(categories),
            "district": district,
        },
    )
    if not is_new and row.confirmed_at is None:
        row.side, row.categories, row.language = side, list(categories), language
        row.district = district
        save_next(row)
    with words_in(row.language):
        lines = [
            _("Would you like to be told by mail of new notices?")
            if row.confirmed_at is None
            else _("You are told by mail of new notices already."),
            _("Here you confirm, change or end it:") + f"\n{addresses.alert(row)}",
            _("If you did not ask for it, there is nothing to do."),
        ]
        subject = _("New notices by e-mail")
    send(
        row.email,
        subject=subject,
        text="\n\n".join(lines),
        now=now,
        language=row.language,
    )
    return row


@transaction.atomic
def confirm_subscription(
    *,
    row: Subscription,
    side: str,
    categories: Sequence[str],
    now: datetime,
    district: District | None = None,
) -> Subscription:
    """Say by the mailed link that one wants to be told, and of what."""
    fresh = locked(row, expected=None)
    fresh.side, fresh.categories, fresh.district = side, list(categories), district
    fresh.confirmed_at = fresh.confirmed_at or now
    fresh.told_at = fresh.told_at or now
    save_next(fresh)
    audit.record(action="board.subscription.confirmed", subject=fresh)
    return fresh


@transaction.atomic
def unsubscribe(*, row: Subscription) -> None:
    audit.record(action="board.subscription.ended", subject=row)
    row.delete()


@transaction.atomic
def spread(*, post_id: UUID, now: datetime) -> int:
    """Tell both sides that they fit each other; tell subscribers what is urgent."""
    row = Post.objects.public().filter(pk=post_id).select_related("member").first()
    if row is None:
        return 0
    found = list(counterparts(row)[:MOST_TOLD])
    if found:
        _suggest(row, found, now=now)
    for other in found:
        _suggest(other, [row], now=now)
    if row.is_urgent:
        for each in _subscribers(row):
            _write(each, [row], now=now, is_urgent=True)
    return len(found)


def _suggest(row: Post, found: Sequence[Post], *, now: datetime) -> None:
    member = row.member
    if member is None or not member.is_told_by_mail:
        return
    language = language_of(member)
    with words_in(language):
        said = _("This could fit your notice “%(title)s”:") % {"title": row.title}
        lines = [said, *(_line(each, language) for each in found)]
        subject = _("It could fit: %(title)s") % {"title": row.title}
        tell(member, subject=subject, text="\n\n".join(lines), now=now)


def _line(row: Post, language: str) -> str:
    return f"{row.title}\n{addresses.detail(row, language)}"


def _subscribers(row: Post) -> list[Subscription]:
    around = ancestors_of(row.district) if row.district else []
    rows = Subscription.objects.filter(
        Q(side="") | Q(side=row.side),
        Q(categories=[]) | Q(categories__contains=[row.top]),
        Q(district=None) | Q(district__in=around),
        municipality=row.municipality_id,
        confirmed_at__isnull=False,
    )
    return list(rows.order_by("pk"))


@transaction.atomic
def send_news(*, municipality_id: UUID, now: datetime) -> int:
    """Send each subscriber one mail with what is new since the last one."""
    rows = Subscription.objects.select_for_update(of=("self",)).filter(
        municipality=municipality_id, confirmed_at__isnull=False
    )
    sent = 0
    for each in rows.select_related("municipality").order_by("pk"):
        found = _new_for(each)
        if not found:
            continue
        _write(each, found, now=now, is_urgent=False)
        each.told_at = now
        save_next(each)
        sent += 1
    return sent


def _new_for(each: Subscription) -> list[Post]:
    rows = Post.objects.public().filter(municipality=each.municipality_id)
    rows = rows.filter(published_at__gt=each.told_at)
    if each.side:
        rows = rows.filter(side=each.side)
    if each.categories:
        wanted = Q()
        for code in each.categories:
            wanted |= Q(category=code) | Q(category__startswith=f"{code}.")
        rows = rows.filter(wanted)
    if each.district_id:
        inside = districts_within(each.municipality, each.district_id)
        rows = rows.filter(district__in=inside)
    return list(rows.select_related("municipality").newest_first()[:MOST_IN_A_MAIL])


def _write(
    each: Subscription, found: Sequence[Post], *, now: datetime, is_urgent: bool
) -> None:
    with words_in(each.language):
        subject = (
            _("Urgent: %(title)s") % {"title": found[0].title}
            if is_urgent
            else _("New notices")
        )
        lines = [
            *(_line(row, each.language) for row in found),
            _("Change or end these mails:") + f"\n{addresses.alert(each)}",
        ]
    send(
        each.email,
        subject=subject,
        text="\n\n".join(lines),
        now=now,
        language=each.language,
    )


def forget_unconfirmed(*, municipality_id: UUID, now: datetime) -> int:
    """Delete addresses that nobody confirmed within a week."""
    rows = Subscription.objects.filter(
        municipality=municipality_id,
        confirmed_at__isnull=True,
        created_at__lt=now - timedelta(days=_UNCONFIRMED_DAYS),
    )
    return rows.delete()[0]
