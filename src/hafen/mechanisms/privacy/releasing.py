"""Files go when two different people have released them; until then they are listed."""

from collections import Counter
from datetime import date, datetime
from uuid import UUID

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.context import opened_for
from hafen.core.db.errors import DomainError
from hafen.core.db.versions import locked, save_next
from hafen.core.places.features import is_on
from hafen.mechanisms.privacy import retention, rights
from hafen.mechanisms.privacy.four_eyes import (
    DELAY,
    SMALL_OFFICE,
    NoLongerOpen,
    SecondPersonNeeded,
    TooEarly,
    officers_of,
)
from hafen.mechanisms.privacy.holding import untouchable
from hafen.mechanisms.privacy.models import DeletionRun

# Bodies under public law offer files to their archive before they delete them.
OFFER = "archive_offer"
State = DeletionRun.State


class OfficerNeeded(DomainError):
    """One of the two is the data protection officer."""


class ArchiveNotAsked(DomainError):
    """The archive was not asked yet, or has not answered."""


@transaction.atomic
def list_due(*, municipality: UUID, now: datetime) -> DeletionRun | None:
    """
    Write down which files are due; what somebody has released stays as it is.

    :return: the run that is not done; None where nothing is due
    """
    open_ones = DeletionRun.objects.exclude(state=State.DONE).select_for_update()
    run = open_ones.filter(municipality=municipality).first()
    if run is not None and not run.is_listed:
        return run
    # Opened, or what is restricted below a row would not be seen.
    with opened_for(municipality):
        rows = _due(municipality, now)
    if run is None:
        return _listed(municipality, rows) if rows else None
    if not rows:
        run.delete()
        return None
    if run.roots != rows:
        run.roots, run.counts = rows, _counts(rows)
        save_next(run)
    return run


def _due(municipality: UUID, now: datetime) -> dict[str, list[str]]:
    kept, rows = untouchable(municipality), {}
    for kind in retention.kinds(timezone.localdate(now)):
        keys = kind.over(now).values_list("pk", flat=True) if kind.needs_release else ()
        if found := sorted(str(key) for key in keys if key not in kept):
            rows[kind.label] = found
    return rows


def _listed(municipality: UUID, rows: dict[str, list[str]]) -> DeletionRun:
    run = DeletionRun.objects.create(
        municipality_id=municipality, roots=rows, counts=_counts(rows)
    )
    audit.record(action="privacy.run.listed", subject=run, details=run.counts)
    return run


def _counts(rows: dict[str, list[str]]) -> dict[str, int]:
    return {label: len(keys) for label, keys in rows.items()}


@transaction.atomic
def release(*, run: DeletionRun, expected: int, by: User, now: datetime) -> DeletionRun:
    """
    Release what the person has read; after the second it goes in the coming night.

    :raises LostUpdate: when the list has changed since
    :raises NoLongerOpen: when two have released it already
    :raises SecondPersonNeeded: when the same person releases it again
    :raises TooEarly: in a small office, when the day is not over
    :raises OfficerNeeded: if neither of the two is the data protection officer
    :raises ArchiveNotAsked: if the archive has to answer before
    """
    fresh = locked(run, expected=expected)
    if fresh.is_listed:
        _first(fresh, by, now)
    elif fresh.is_released_once:
        _second(fresh, by, now)
    else:
        raise NoLongerOpen
    save_next(fresh)
    return fresh


def _first(run: DeletionRun, by: User, now: datetime) -> None:
    run.state, run.first_by, run.first_at = State.FIRST, by, now
    audit.record(action="privacy.run.released_once", subject=run, by=by)
    if is_on(by.municipality, SMALL_OFFICE):
        _tell_officers(by)


def _second(run: DeletionRun, by: User, now: datetime) -> None:
    is_alone = run.first_by_id == by.pk
    if is_alone and not is_on(by.municipality, SMALL_OFFICE):
        raise SecondPersonNeeded
    if is_alone and run.first_at is not None and now < run.first_at + DELAY:
        raise TooEarly
    is_seen = any(
        user is not None and rights.is_officer(user) for user in (by, run.first_by)
    )
    if not (is_alone or is_seen):
        raise OfficerNeeded
    if needs_archive(run) and not run.archive:
        raise ArchiveNotAsked
    run.state, run.second_by = State.RELEASED, by
    audit.record(
        action="privacy.run.released",
        subject=run,
        by=by,
        details={**run.counts, "alone": is_alone},
    )


def needs_archive(run: DeletionRun) -> bool:
    """Return whether the archive is asked before these files go."""
    if not is_on(run.municipality, OFFER):
        return False
    return any(
        kind.found.to_archive and kind.label in run.counts
        for kind in retention.kinds(timezone.localdate())
    )


def _tell_officers(by: User) -> None:
    """Write to the data protection officers; the mail names nobody."""
    for officer in officers_of(by.municipality):
        if not officer.email or officer.pk == by.pk:
            continue
        with translation.override(officer.language):
            EmailMessage(
                subject=_("A deletion of files was released"),
                body=_(
                    "Files whose period has ended were released for deletion. As your"
                    " office works in small-office mode, one colleague may release"
                    " them alone after a day. Please look at it in the desk under"
                    " “Periods and deletion”."
                ),
                to=[officer.email],
            ).send()


@transaction.atomic
def note_answer(
    *, run: DeletionRun, answer: str, on: date, expected: int, by: User
) -> DeletionRun:
    """
    Record what the archive has answered to the list.

    :raises LostUpdate: when somebody else changed the run meanwhile
    :raises NoLongerOpen: when it was taken back, or two have released it
    """
    fresh = locked(run, expected=expected)
    if not fresh.is_released_once:
        raise NoLongerOpen
    fresh.archive, fresh.answered_on = answer, on
    save_next(fresh)
    audit.record(
        action="privacy.run.archive_answered",
        subject=fresh,
        by=by,
        details={"answer": answer},
    )
    return fresh


@transaction.atomic
def take_back(*, run: DeletionRun, by: User) -> None:
    """
    Take the releases back; the files are listed as before.

    :raises NoLongerOpen: when they have gone, or nobody has released them
    """
    fresh = locked(run, expected=None)
    if fresh.state not in (State.FIRST, State.RELEASED):
        raise NoLongerOpen
    fresh.state, fresh.archive, fresh.answered_on = State.LISTED, "", None
    fresh.first_by = fresh.second_by = fresh.first_at = None
    save_next(fresh)
    audit.record(action="privacy.run.taken_back", subject=fresh, by=by)


@transaction.atomic
def carry_out(*, municipality: UUID, now: datetime) -> Counter[str]:
    """
    Erase what two people have released: all of it, or nothing when it is broken off.

    What is needed again, on hold or not yet over stays, and is listed anew.

    :return: how many rows went, by model
    """
    gone: Counter[str] = Counter()
    rows = DeletionRun.objects.filter(municipality=municipality, state=State.RELEASED)
    run = rows.select_for_update().first()
    if run is None:
        return gone
    with opened_for(municipality):
        kept = untouchable(municipality)
        for kind in reversed(retention.kinds(timezone.localdate(now))):
            released = run.roots.get(kind.label, ())
            for row in kind.over(now).filter(pk__in=released):
                gone[kind.label] += retention.erase(row, kept)
    run.state, run.done_at = State.DONE, now
    run.roots, run.counts = {}, dict(+gone)
    save_next(run)
    audit.record(action="privacy.run.done", subject=run, details=run.counts)
    return +gone
