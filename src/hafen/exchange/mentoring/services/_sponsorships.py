"""First meeting, agreement, beginning, notes, end, and looking for somebody else."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.versions import locked, save_next
from hafen.exchange.mentoring.errors import NoAgreement, NotThisFar
from hafen.exchange.mentoring.models import Entry, Programme, Sponsorship
from hafen.exchange.mentoring.services import _owners as owners
from hafen.exchange.pool import services as pool
from hafen.exchange.pool.models import Need


@transaction.atomic
def note_steps(
    *,
    sponsorship: Sponsorship,
    met_on: date | None,
    signed_on: date | None,
    by: User,
    now: datetime,
    expected: int | None,
) -> Sponsorship:
    """
    Note the first meeting and the day on which both signed.

    :raises NotThisFar: when the placement is not confirmed, or is over
    :raises LostUpdate: when somebody else noted it meanwhile
    """
    fresh = locked(sponsorship, expected=expected)
    if not fresh.match.is_taken:
        raise NotThisFar
    fresh.met_on, fresh.signed_on = met_on, signed_on or fresh.signed_on
    save_next(fresh)
    if fresh.signed_on:
        owners.relieve(
            owners.AGREE,
            municipality=fresh.municipality,
            subject=fresh.pk,
            by=by,
            now=now,
        )
    audit.record(action="mentoring.sponsorship.noted", subject=fresh, by=by)
    return fresh


@transaction.atomic
def begin_sponsorship(*, sponsorship: Sponsorship, by: User, now: datetime) -> None:
    """
    Let it begin: both are told, and the questions how it goes are planned.

    :raises NoAgreement: before both have met and signed
    :raises NoStep: when the placement is not confirmed
    """
    fresh = _locked(sponsorship)
    if fresh.met_on is None or fresh.signed_on is None:
        raise NoAgreement
    pool.begin(match=fresh.match, by=by, now=now)


def _locked(sponsorship: Sponsorship) -> Sponsorship:
    """Return it locked after its pair, which takes it along when it ends."""
    pool.lock_pair(sponsorship.match)
    return locked(sponsorship, expected=None)


@transaction.atomic
def note_entry(
    *, sponsorship: Sponsorship, kind: str, on: date, text: str, by: User
) -> Entry:
    """Write down a meeting of the two, or a talk with one who looks after them."""
    row = Entry.objects.create(
        municipality_id=sponsorship.municipality_id,
        sponsorship=sponsorship,
        kind=kind,
        on=on,
        text=text,
        written_by=by,
    )
    audit.record(action="mentoring.entry.written", subject=row, by=by)
    return row


@transaction.atomic
def assign(
    *, sponsorship: Sponsorship, programme: Programme | None, owner: User, by: User
) -> Sponsorship:
    """Put a sponsorship under a programme, and say who looks after it."""
    fresh = locked(sponsorship, expected=None)
    fresh.programme, fresh.owner = programme, owner
    save_next(fresh)
    audit.record(action="mentoring.sponsorship.assigned", subject=fresh, by=by)
    return fresh


@transaction.atomic
def end_sponsorship(
    *,
    sponsorship: Sponsorship,
    outcome: str,
    reason: str,
    note: str,
    looks_on: bool,
    by: User,
    now: datetime,
) -> Need:
    """
    End it with what came of it and why; both are told.

    :param looks_on: whether somebody else is looked for
    :return: the wish, for which the list of who fits is open again
    :raises NoStep: when it is neither confirmed nor running
    """
    fresh = _locked(sponsorship)
    pool.end(
        match=fresh.match,
        outcome=outcome,
        reason=reason,
        note=note,
        looks_on=looks_on,
        by=by,
        now=now,
    )
    return fresh.match.need


@transaction.atomic
def look_again(*, sponsorship: Sponsorship, by: User, now: datetime) -> Need:
    """
    Look for somebody else after the end: the wish is open, and waits since today.

    :raises NotThisFar: while it has not ended
    """
    match = sponsorship.match
    match.refresh_from_db()
    if match.is_active:
        raise NotThisFar
    need = locked(match.need, expected=None)
    if not need.is_open:
        pool.reopen_posting(posting=need, by=by, now=now)
        need.refresh_from_db()
        need.waiting_since = timezone.localdate(now)
        save_next(need)
    audit.record(action="mentoring.sponsorship.again", subject=sponsorship, by=by)
    return need
