"""Art. 18 and 21 DSGVO, § 84 SGB X: what is restricted is kept, and used by nobody."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.core.mail import EmailMessage
from django.db import models, transaction
from django.utils.translation import gettext as _

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.context import opened_for
from hafen.core.db.errors import DomainError
from hafen.core.places.models import Municipality
from hafen.core.taxonomy.reference import words_in
from hafen.mechanisms.privacy import rights
from hafen.mechanisms.privacy.four_eyes import (
    NobodyNamed,
    NoLongerOpen,
    may_carry_out,
    open_request,
)
from hafen.mechanisms.privacy.models import RightsRequest
from hafen.mechanisms.privacy.registries import Reach, Restrictable, restrictables
from hafen.mechanisms.privacy.rights import Part, is_officer

State = RightsRequest.State


class NotRestrictable(DomainError):
    """Rows of this kind cannot be closed: the house cannot work without them."""


class OfficerNeeded(DomainError):
    """One of the two is the data protection officer, who also lifts it."""


class NotInTime(DomainError):
    """A restriction is looked at again on a day to come."""


class NotYetTold(DomainError):
    """Before a restriction is lifted the person is told (Art. 18 Abs. 3 DSGVO)."""


def check(roots: Iterable[models.Model]) -> None:
    """
    Refuse what is no file of a person.

    :raises NotRestrictable: if one of them cannot be restricted
    """
    if any(row._meta.label not in restrictables for row in roots):
        raise NotRestrictable


@transaction.atomic
def put_in_force(
    *, asked: RightsRequest, look_again_on: date, by: User, now: datetime, today: date
) -> RightsRequest:
    """
    Close all that belongs to the person, whoever else stands in it.

    :raises NotInTime: if the day to look at it again is not to come
    :raises NoLongerOpen: if it was put in force or withdrawn meanwhile
    :raises SecondPersonNeeded, TooEarly: see `may_carry_out`
    :raises OfficerNeeded: if neither of the two is the data protection officer
    :raises NobodyNamed: if the person is not there any more
    """
    if look_again_on <= today:
        raise NotInTime
    asked = open_request(asked)
    may_carry_out(asked, by=by, now=now)
    if not (is_officer(by) or (asked.asked_by and is_officer(asked.asked_by))):
        raise OfficerNeeded
    # Whoever confirms it reads nothing of it.
    with opened_for(asked.municipality_id):
        roots = rights.rows_of(asked.roots)
        if not roots:
            raise NobodyNamed
        parts = rights.gather(roots)
        people = persons_of(parts)
        asked.roots = [rights.key_of(row) for row in people]
        for room, keys in _by_room(people):
            asked.doors = [*asked.doors, *room.doors(keys)]
            room.begin(keys, by, now)
    asked.held = sorted(_held(parts))
    asked.state, asked.confirmed_by = State.IN_FORCE, by
    asked.in_force_since, asked.look_again_on = today, look_again_on
    asked.save()
    audit.record(
        action="privacy.restriction.began",
        subject=asked,
        details={"ground": asked.ground, "alone": asked.asked_by_id == by.pk},
    )
    return asked


def persons_of(parts: Iterable[Part]) -> list[models.Model]:
    """Return all entries of the person, those that were entered twice among them."""
    return [
        row for part in parts if part.model._meta.label in restrictables
        for row in part.rows
    ]  # fmt: skip


def others_of(roots: Iterable[models.Model]) -> int:
    """Return how many others stand in what would be closed, and lose their help."""
    return sum(room.others(keys) for room, keys in _by_room(roots))


def reaches_of(roots: Iterable[models.Model]) -> list[Reach]:
    """Return how the person is told, once for each mailbox and language."""
    found = [
        restrictables[row._meta.label].reach(row)
        for row in roots
        if row._meta.label in restrictables
    ]
    return list(dict.fromkeys(found))


def _by_room(
    roots: Iterable[models.Model],
) -> list[tuple[Restrictable, frozenset[UUID]]]:
    keys: dict[str, set[UUID]] = {}
    for row in roots:
        keys.setdefault(row._meta.label, set()).add(row.pk)
    return [
        (restrictables[label], frozenset(found))
        for label, found in keys.items()
        if label in restrictables
    ]


def _held(parts: Iterable[Part]) -> set[UUID]:
    """Return the keys of what is closed.

    What the law obliges somebody to keep stays open to them (Art. 18 Abs. 2 DSGVO),
    such as a worry about a child; and so does the door of the person's own.
    """
    return {
        key
        for part in parts
        if not part.stays and not getattr(part.model, "is_own_door", False)
        for key in part.keys
        if isinstance(key, UUID)
    }


@transaction.atomic
def look_again(*, asked: RightsRequest, on: date, by: User, today: date) -> None:
    """
    Let a restriction go on, until somebody looks at it again.

    :raises NotInTime: if the day is not to come
    :raises NoLongerOpen: if it was lifted meanwhile
    :raises OfficerNeeded: if it is not the data protection officer
    """
    if on <= today:
        raise NotInTime
    asked = _in_force(asked, by)
    asked.look_again_on = on
    asked.save()
    audit.record(action="privacy.restriction.goes_on", subject=asked, by=by)


@transaction.atomic
def tell(*, asked: RightsRequest, by: User, today: date) -> int:
    """
    Note that the person is told that the restriction will be lifted; by mail where
    there is a mailbox, by the printed letter where there is none.

    :return: how many mails went
    :raises NoLongerOpen: if it was lifted meanwhile
    :raises OfficerNeeded: if it is not the data protection officer
    """
    asked = _in_force(asked, by)
    with rights.opened(by):
        reaches = reaches_of(rights.rows_of(asked.roots))
    mailed = [reach for reach in reaches if reach.email]
    for reach in mailed:
        _write(asked.municipality, reach)
    asked.told_on = today
    asked.save()
    audit.record(action="privacy.restriction.told", subject=asked, by=by)
    return len(mailed)


def _write(town: Municipality, reach: Reach) -> None:
    """Write to the person; the mail says nothing of the file."""
    with words_in(reach.language):
        subject = _("Your data at %(town)s") % {"town": town.name}
        body = _(
            "The processing of your data is restricted. We want to lift this"
            " restriction. If you do not agree, please tell us soon."
        )
    EmailMessage(subject=subject, body=f"{body}\n", to=[reach.email]).send()


@transaction.atomic
def lift(*, asked: RightsRequest, because: str, by: User, now: datetime) -> None:
    """
    Open the rows again, as they were.

    :raises NoLongerOpen: if it was lifted meanwhile
    :raises OfficerNeeded: if it is not the data protection officer
    :raises NotYetTold: if the person was not told before
    """
    asked = _in_force(asked, by)
    if asked.told_on is None:
        raise NotYetTold
    asked.lifted_because = because
    _end(asked, now)
    audit.record(
        action="privacy.restriction.lifted", subject=asked, details={"why": because}
    )


def end_for(roots: Iterable[models.Model], *, now: datetime) -> None:
    """End what restricts these rows, since they go."""
    keys = [row.pk for row in roots]
    rows = RightsRequest.objects.filter(state=State.IN_FORCE, held__overlap=keys)
    for asked in rows.select_for_update():
        _end(asked, now)


def _end(asked: RightsRequest, now: datetime) -> None:
    asked.state, asked.done_at = State.DONE, now
    asked.held, asked.doors = [], []
    asked.save()


def _in_force(asked: RightsRequest, by: User) -> RightsRequest:
    if not is_officer(by):
        raise OfficerNeeded
    found = RightsRequest.objects.select_for_update().get(pk=asked.pk)
    if not found.is_in_force:
        raise NoLongerOpen
    return found
