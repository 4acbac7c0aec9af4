"""Networks, their working groups, who takes part in them and who speaks for them."""

from datetime import date
from typing import TypedDict

from django.db import transaction

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.errors import DomainError
from hafen.core.db.names import slug_of, sort_key
from hafen.core.db.versions import locked, save_next
from hafen.core.places.models import Municipality
from hafen.core.places.services import content_changed
from hafen.core.translation.services import original_changed
from hafen.network.organisations.models import (
    ContactPerson,
    Membership,
    Network,
    Organisation,
    Seat,
    Speaker,
)


class NoGroupOfGroup(DomainError):
    """A working group belongs to a network and has no groups below it."""


class TakesPartAlready(DomainError):
    """The organisation is a member on that day already, or was later on."""


class InOfficeAlready(DomainError):
    """The person has this office or seat already and it has not ended."""


class EndsBeforeBegin(DomainError):
    """Nobody leaves before having joined."""


class NetworkData(TypedDict, total=False):
    """What can be said of a network; a key that is left out stays as it is."""

    kind: str
    name: str
    purpose: str
    rhythm: str
    parent: Network | None
    is_public: bool
    ended_on: date | None
    quiet_months: int | None


@transaction.atomic
def create_network(
    *, municipality: Municipality, data: NetworkData, by: User | None
) -> Network:
    """
    Create a network, or a working group in one.

    :raises NoGroupOfGroup: when the parent is a working group itself
    """
    network = Network(municipality=municipality)
    _set(network, data)
    network.save(force_insert=True)
    audit.record(action="organisations.network.created", subject=network, by=by)
    content_changed(network.municipality_id)
    return network


@transaction.atomic
def edit_network(
    *, network: Network, data: NetworkData, expected: int | None, by: User | None
) -> None:
    """
    Change what the data names.

    :raises LostUpdate: when somebody else changed it since version `expected`
    :raises NoGroupOfGroup: when groups would lie below a group
    """
    fresh = locked(network, expected=expected)
    _set(fresh, data)
    save_next(fresh)
    original_changed(row=fresh)
    audit.record(action="organisations.network.edited", subject=fresh, by=by)
    content_changed(fresh.municipality_id)


@transaction.atomic
def join(
    *,
    network: Network,
    organisation: Organisation,
    joined_on: date,
    left_on: date | None = None,
    by: User | None,
) -> Membership:
    """
    Let an organisation take part from a day on.

    :raises TakesPartAlready: when it was a member on one of these days
    :raises EndsBeforeBegin: when it would leave before joining
    """
    # The network's row is the lock: two people add one member once.
    fresh = locked(network, expected=None)
    if left_on is not None and left_on < joined_on:
        raise EndsBeforeBegin
    others = fresh.memberships.filter(organisation=organisation)
    if left_on is not None:
        others = others.filter(joined_on__lte=left_on)
    if others.exclude(left_on__lt=joined_on).exists():
        raise TakesPartAlready
    row = Membership.objects.create(
        municipality_id=fresh.municipality_id,
        network=fresh,
        organisation=organisation,
        joined_on=joined_on,
        left_on=left_on,
    )
    _changed(fresh, "member_joined", by=by)
    return row


@transaction.atomic
def leave(*, membership: Membership, left_on: date, by: User | None) -> None:
    """
    End a membership with a day, the last one; the row stays.

    :raises EndsBeforeBegin: when that day lies before joining
    """
    fresh = locked(membership, expected=None)
    if left_on < fresh.joined_on:
        raise EndsBeforeBegin
    fresh.left_on = left_on
    save_next(fresh)
    _changed(fresh.network, "member_left", by=by)


@transaction.atomic
def take_back_membership(*, membership: Membership, by: User | None) -> None:
    """Delete a membership that was entered by mistake."""
    network = membership.network
    membership.delete()
    _changed(network, "member_taken_back", by=by)


@transaction.atomic
def name_speaker(
    *,
    network: Network,
    person: ContactPerson,
    office: str,
    since: date,
    until: date | None = None,
    by: User | None,
) -> Speaker:
    """
    Say who speaks for the network, from when until when.

    :raises InOfficeAlready: when the person's term covers that day already
    :raises EndsBeforeBegin: when the term would end before it begins
    """
    fresh = locked(network, expected=None)
    if until is not None and until < since:
        raise EndsBeforeBegin
    terms = fresh.speakers.filter(person=person, office=office)
    if terms.exclude(until__lt=since).exists():
        raise InOfficeAlready
    row = Speaker.objects.create(
        municipality_id=fresh.municipality_id,
        network=fresh,
        person=person,
        office=office,
        since=since,
        until=until,
    )
    _changed(fresh, "speaker_named", by=by)
    return row


@transaction.atomic
def take_seat(
    *,
    network: Network,
    user: User,
    role: str,
    since: date,
    until: date | None = None,
    by: User | None,
) -> Seat:
    """
    Say who of the unit sits in a body, as what, and for how long.

    :raises InOfficeAlready: when the person's seat covers that day already
    :raises EndsBeforeBegin: when it would end before it begins
    """
    fresh = locked(network, expected=None)
    if until is not None and until < since:
        raise EndsBeforeBegin
    if fresh.seats.filter(user=user).exclude(until__lt=since).exists():
        raise InOfficeAlready
    row = Seat.objects.create(
        municipality_id=fresh.municipality_id,
        network=fresh,
        user=user,
        role=role,
        since=since,
        until=until,
    )
    _changed(fresh, "seat_taken", by=by)
    return row


@transaction.atomic
def end_term(*, row: Speaker | Seat, until: date, by: User | None) -> None:
    """
    End an office or a seat with a day, the last one; the row stays.

    :raises EndsBeforeBegin: when that day lies before its beginning
    """
    fresh = locked(row, expected=None)
    if until < fresh.since:
        raise EndsBeforeBegin
    fresh.until = until
    save_next(fresh)
    _changed(fresh.network, "term_ended", by=by)


def _set(network: Network, data: NetworkData) -> None:
    for name, value in data.items():
        setattr(network, name, value)
    above = network.parent
    if above is not None:
        if above.is_group or network.groups.exists():
            raise NoGroupOfGroup
        # A working group is of the kind of what it belongs to.
        network.kind = above.kind
    network.slug = slug_of(network.name)
    network.sort_key = sort_key(network.name)


def _changed(network: Network, verb: str, *, by: User | None) -> None:
    audit.record(action=f"organisations.network.{verb}", subject=network, by=by)
    content_changed(network.municipality_id)
