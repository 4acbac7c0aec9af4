"""Legal holds: what a claim or an inspection needs is kept beyond its period."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db import models, transaction

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.errors import DomainError
from hafen.core.db.versions import locked, save_next
from hafen.mechanisms.privacy import queries, rights
from hafen.mechanisms.privacy.models import Hold


class NothingNamed(DomainError):
    """No row was chosen that is there."""


class NotInTime(DomainError):
    """A hold is looked at again on a day to come."""


class HoldEnded(DomainError):
    """A colleague was faster."""


class OnHold(DomainError):
    """Something of the person is kept for a claim or an inspection."""


@transaction.atomic
def place(
    *,
    roots: Iterable[str],
    is_of_all: bool,
    reason: str,
    look_again_on: date,
    by: User,
    today: date,
) -> Hold:
    """
    Keep what belongs to a person, or to all who share a file with them.

    :param roots: keys of the rows that are the person, or of one of their files
    :raises NothingNamed: if none of them is there
    :raises NotInTime: if the day to look at it again is not to come
    """
    if look_again_on <= today:
        raise NotInTime
    with rights.opened(by):
        found = rights.rows_of(roots)
        if not found:
            raise NothingNamed
        if is_of_all:
            found += rights.sharers(found)
    hold = Hold.objects.create(
        municipality_id=by.municipality_id,
        roots=sorted({rights.key_of(row) for row in found}),
        reason=reason,
        look_again_on=look_again_on,
        placed_by=by,
    )
    audit.record(action="privacy.hold.placed", subject=hold, by=by)
    return hold


@transaction.atomic
def prolong(*, hold: Hold, on: date, by: User, today: date) -> None:
    """
    Keep it on, until somebody looks at it again.

    :raises NotInTime: if the day is not to come
    :raises HoldEnded: if it was ended meanwhile
    """
    if on <= today:
        raise NotInTime
    fresh = _in_force(hold)
    fresh.look_again_on = on
    save_next(fresh)
    audit.record(action="privacy.hold.goes_on", subject=fresh, by=by)


@transaction.atomic
def end(*, hold: Hold, by: User, today: date) -> None:
    """
    Let the periods hold again.

    :raises HoldEnded: if it was ended meanwhile
    """
    fresh = _in_force(hold)
    fresh.ended_on, fresh.ended_by = today, by
    save_next(fresh)
    audit.record(action="privacy.hold.ended", subject=fresh, by=by)


def _in_force(hold: Hold) -> Hold:
    fresh = locked(hold, expected=None)
    if not fresh.is_in_force:
        raise HoldEnded
    return fresh


def kept_keys() -> frozenset[Any]:
    """Return the keys of all that is on hold in the municipality of the context.

    Files of cases have to be open: to the house, or by `context.opened_for`.
    """
    named = Hold.objects.filter(ended_on__isnull=True).values_list("roots", flat=True)
    roots = rights.rows_of(sorted({key for keys in named for key in keys}))
    if not roots:
        return frozenset()
    return frozenset(key for part in rights.gather(roots) for key in part.keys)


def untouchable(municipality: UUID) -> frozenset[Any]:
    """Return the keys of all that is on hold or whose processing is restricted."""
    return kept_keys() | frozenset(queries.held_keys(municipality))


def refuse(roots: Iterable[models.Model]) -> None:
    """
    Refuse to erase what is on hold.

    :raises OnHold: nothing was done
    """
    if is_kept(roots):
        raise OnHold


def is_kept(roots: Iterable[models.Model]) -> bool:
    """Return whether something of a person is on hold."""
    kept = kept_keys()
    return any(part.keys & kept for part in rights.gather(roots)) if kept else False
