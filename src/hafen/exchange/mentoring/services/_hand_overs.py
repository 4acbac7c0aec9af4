"""A wish for a sponsor goes to an association, which says what became of it."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.versions import locked, save_next
from hafen.core.mail.models import Notice
from hafen.core.mail.notices import Recipient, notify
from hafen.exchange.mentoring.errors import (
    AlreadyAnswered,
    AlreadyHandedOver,
    NoAddress,
    NoConsent,
    NotASponsorship,
)
from hafen.exchange.mentoring.models import HandOver
from hafen.exchange.mentoring.services import _owners as owners
from hafen.exchange.mentoring.services._addresses import wish_address
from hafen.exchange.pool import services as pool
from hafen.exchange.pool.models import Kind, Match, Need
from hafen.network.organisations.models import Organisation

State = HandOver.State
_DAYS_TO_ANSWER = 14
_DAYS_BETWEEN = 7
_HANDED = gettext_noop(
    "Your wish for a sponsor is with %(organisation)s now. They look for you."
)
_FOUND = gettext_noop(
    "%(organisation)s has found a sponsor for you and will get in touch."
)
_NOBODY = gettext_noop("%(organisation)s has found nobody yet. We go on looking.")


@transaction.atomic
def hand_over(
    *,
    need: Need,
    organisation: Organisation,
    shares: Collection[str],
    consent_on: date,
    consent_until: date,
    consent_language: str,
    owner: User,
    by: User,
    now: datetime,
) -> HandOver:
    """
    Give a wish to an association, as far as the family has agreed.

    The wish rests in our own lists until the association has answered.

    :raises NotASponsorship: for other kinds of help, or when it is not open
    :raises NoConsent: for a consent of the future, or one that is over
    :raises NoAddress: when the association could not hear of it
    :raises AlreadyHandedOver: when it lies with somebody already
    """
    fresh = locked(need, expected=None)
    today = timezone.localdate(now)
    if fresh.kind != Kind.SPONSORSHIP or not fresh.is_open:
        raise NotASponsorship
    if consent_on > today or consent_until < today:
        raise NoConsent
    if not organisation.email:
        raise NoAddress
    if Match.objects.active().filter(need=fresh).exists():
        raise AlreadyHandedOver
    row = HandOver(
        municipality=fresh.municipality,
        need=fresh,
        organisation=organisation,
        shares=sorted(shares),
        consent_on=consent_on,
        consent_until=consent_until,
        consent_language=consent_language,
        handed_at=now,
        handed_by=by,
        owner=owner,
        answer_by=today + timedelta(days=_DAYS_TO_ANSWER),
    )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as refused:
        raise AlreadyHandedOver from refused
    pool.pause_posting(posting=fresh, by=by)
    _write(row, now=now)
    _tell_seeker(row, _HANDED, now=now)
    audit.record(action="mentoring.wish.handed_over", subject=row, by=by)
    return row


def _write(row: HandOver, *, now: datetime) -> None:
    """Write to the association: a link, and nothing of the family."""
    town = row.municipality
    with translation.override(town.default_language):
        asked = _(
            "Somebody is looking for a sponsor and agreed that we pass the wish on to "
            "you. Please read it here and say what became of it, no sign-in is needed:"
        )
        notify(
            municipality=town.pk,
            recipient=Recipient(
                name=row.organisation.name,
                language=town.default_language,
                channel=Notice.Channel.MAIL,
                person=row.organisation_id,
                email=row.organisation.email,
            ),
            subject=_("A wish for a sponsor"),
            text=f"{asked}\n{wish_address(row)}",
            now=now,
        )


def _tell_seeker(row: HandOver, said: str, *, now: datetime) -> None:
    """Bring the family a message; whom no way reaches, the owner tells."""
    need, subject = row.need, _("Your wish for a sponsor")
    with translation.override(pool.spoken_to(need.seeker, row.municipality)):
        text = _(said) % {"organisation": row.organisation.name}
        pool.tell_behind(need, by=None, subject=subject, text=text, now=now)


@transaction.atomic
def report_wish(
    *,
    hand_over: HandOver,
    is_found: bool,
    starts_on: date | None,
    note: str,
    now: datetime,
    by: User | None = None,
) -> HandOver:
    """
    Keep what the association says; the first answer counts.

    Found, the wish is settled; otherwise it is open again, and comes to Today.

    :raises AlreadyAnswered: when it was answered, or taken back
    """
    row = locked(hand_over, expected=None)
    if not row.is_handed:
        raise AlreadyAnswered
    row.state = State.FOUND if is_found else State.NOT_FOUND
    row.answered_at, row.answered_by = now, by
    row.starts_on, row.note = starts_on if is_found else None, note
    save_next(row)
    today = timezone.localdate(now)
    _settle(row, is_found=is_found, by=by, now=now)
    owners.relieve(
        owners.WAITS, municipality=row.municipality, subject=row.pk, by=by, now=now
    )
    owners.remind(
        owners.ANSWERED,
        municipality=row.municipality,
        owner=row.owner,
        subject=row.pk,
        due_on=today + timedelta(days=2),
        today=today,
        by=by,
    )
    _tell_seeker(row, _FOUND if is_found else _NOBODY, now=now)
    audit.record(action=f"mentoring.wish.{row.state.lower()}", subject=row, by=by)
    return row


def _settle(row: HandOver, *, is_found: bool, by: User | None, now: datetime) -> None:
    need = locked(row.need, expected=None)
    if is_found and need.is_living:
        pool.stop_posting(posting=need, state=Need.State.DONE, by=by, now=now)
    elif need.is_paused:
        need.state = Need.State.OPEN
        save_next(need)


@transaction.atomic
def take_back_wish(*, hand_over: HandOver, by: User, now: datetime) -> HandOver:
    """
    Take the wish back, because the family wishes so; nothing is shown any more.

    :raises AlreadyAnswered: when the association has answered by now
    """
    row = locked(hand_over, expected=None)
    if not row.is_handed:
        raise AlreadyAnswered
    row.state, row.answered_at = State.WITHDRAWN, now
    save_next(row)
    _settle(row, is_found=False, by=by, now=now)
    owners.relieve(
        owners.WAITS, municipality=row.municipality, subject=row.pk, by=by, now=now
    )
    audit.record(action="mentoring.wish.taken_back", subject=row, by=by)
    return row


@transaction.atomic
def remind_associations(*, municipality_id: UUID, now: datetime) -> int:
    """Write again where no answer came, each week, and put it before the owner."""
    today = timezone.localdate(now)
    rows = (
        HandOver.objects.select_for_update(of=("self",))
        .select_related("municipality", "organisation", "owner", "need__seeker")
        .filter(municipality=municipality_id, state=State.HANDED, answer_by__lt=today)
        .exclude(reminded_at__gt=now - timedelta(days=_DAYS_BETWEEN))
        .order_by("answer_by", "pk")
    )
    found = list(rows)
    for row in found:
        if row.is_readable(today) and row.organisation.email:
            _write(row, now=now)
        row.reminded_at = now
        save_next(row)
        owners.remind(
            owners.WAITS,
            municipality=row.municipality,
            owner=row.owner,
            subject=row.pk,
            due_on=today,
            today=today,
        )
    return len(found)
