"""A case table is called, moved and closed; who sits there, and who answers."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from hafen.casework.casetable import mails
from hafen.casework.casetable.errors import (
    AlreadyInvited,
    AlreadyOver,
    HasMeasures,
    NotAgreed,
)
from hafen.casework.casetable.models import (
    Item,
    Meeting,
    Release,
    Seat,
    party_of,
)
from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.context import opened_for
from hafen.core.db.versions import locked, save_next
from hafen.core.places.models import Municipality
from hafen.network.organisations.models import Organisation


@transaction.atomic
def call_meeting(
    *, municipality: Municipality, facts: Mapping[str, Any], by: User
) -> Meeting:
    """Call a case table; whoever calls it sees no case for that reason alone."""
    row = Meeting.objects.create(municipality=municipality, owner=by, **facts)
    audit.record(action="casetable.meeting.called", subject=row, by=by)
    return row


@transaction.atomic
def move_meeting(
    *,
    meeting: Meeting,
    facts: Mapping[str, Any],
    expected: int | None,
    now: datetime,
    by: User,
) -> Meeting:
    """
    Change day, place or title; the times of the cases move along, and all are told.

    :raises LostUpdate: when a colleague changed it meanwhile
    :raises AlreadyOver: when it is closed or over
    """
    row = _open(meeting, now, expected)
    before = row.starts_at, row.ends_at, row.place
    for name, value in facts.items():
        setattr(row, name, value)
    save_next(row)
    later = row.starts_at - before[0]
    # Times move without anybody reading what the cases are about.
    with opened_for(row.pk):
        Item.objects.filter(meeting=row).update(
            starts_at=F("starts_at") + later,
            ends_at=F("ends_at") + later,
            version=F("version") + 1,
        )
    if before != (row.starts_at, row.ends_at, row.place):
        for seat in row.seats.exclude(email=""):
            mails.send_invitation(seat, is_moved=True)
    audit.record(action="casetable.meeting.moved", subject=row, by=by)
    return row


@transaction.atomic
def close_meeting(*, meeting: Meeting, now: datetime, by: User) -> Meeting:
    """
    Close it, or call it off: from now on nobody reads the cases at the table.

    :raises AlreadyOver: when it was closed before
    """
    row = locked(meeting, expected=None)
    if row.closed_at is not None:
        raise AlreadyOver
    row.closed_at = now
    save_next(row)
    for seat in row.seats.exclude(email=""):
        if now < row.starts_at:
            mails.send_called_off(seat)
        elif seat.user_id is None and seat.measures.exists():
            mails.send_measures(seat)
    audit.record(action="casetable.meeting.closed", subject=row, by=by)
    return row


@transaction.atomic
def invite(
    *,
    meeting: Meeting,
    item: Item | None,
    user: User | None,
    organisation: Organisation | None,
    facts: Mapping[str, Any],
    now: datetime,
    by: User,
) -> Seat:
    """
    Invite an office to the table, or as a guest for one case of it.

    :param facts: the office, and of somebody without an account name and address
    :raises AlreadyOver: when the meeting is closed or over, or the case withdrawn
    :raises NotAgreed: a guest whose office the person has not agreed to
    :raises AlreadyInvited: when this one has a seat already
    """
    row = _open(meeting, now)
    said = dict(facts)
    office = organisation.name if organisation else said.pop("office")
    said.pop("office", None)
    if user is not None:
        said = {"name": user.name, "email": user.email or ""}
    party = party_of(organisation, office)
    if item is not None:
        _check_guest(item, party)
    seats = Seat.objects.filter(meeting=row, item=item, office=office)
    if seats.filter(name=said["name"]).exists():
        raise AlreadyInvited
    seat = Seat.objects.create(
        municipality_id=row.municipality_id,
        meeting=row,
        item=item,
        user=user,
        office=office,
        party=party,
        **said,
    )
    if seat.email:
        mails.send_invitation(seat)
    audit.record(action="casetable.seat.invited", subject=seat, by=by)
    return seat


def _check_guest(item: Item, party: str) -> None:
    fresh = locked(item, expected=None)
    if fresh.withdrawn_on is not None:
        raise AlreadyOver
    releases = Release.objects.filter(item=fresh, party=party, ended_on__isnull=True)
    if not releases.exists():
        raise NotAgreed


@transaction.atomic
def take_back(*, seat: Seat, by: User) -> None:
    """
    Take an invitation back; its link opens nothing any more.

    :raises HasMeasures: when that one has taken something on
    """
    row = locked(seat, expected=None)
    if row.measures.exists():
        raise HasMeasures
    audit.record(action="casetable.seat.taken_back", subject=row, by=by)
    row.delete()


@transaction.atomic
def answer(*, seat: Seat, said: str, now: datetime, by: User | None) -> Seat:
    """
    Say whether one comes.

    :param by: None: by the mailed link
    :raises AlreadyOver: when the meeting is closed or over
    """
    _open(seat.meeting, now)
    row = locked(seat, expected=None)
    row.answer = said
    save_next(row)
    audit.record(action="casetable.seat.answered", subject=row, by=by)
    return row


def _open(meeting: Meeting, now: datetime, expected: int | None = None) -> Meeting:
    row = locked(meeting, expected=expected)
    if not row.is_open(now):
        raise AlreadyOver
    return row
