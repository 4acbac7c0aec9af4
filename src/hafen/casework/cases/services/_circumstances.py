"""How it stands with somebody, and which benefit community they belong to."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction

from hafen.casework.cases.errors import NotHere, Overlaps
from hafen.casework.cases.models import (
    BenefitCommunity,
    BenefitMember,
    Circumstance,
    Client,
    Household,
    Membership,
)
from hafen.casework.cases.queries import turning
from hafen.casework.cases.services._leaving import leave_community
from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.versions import locked, save_next


@transaction.atomic
def note_circumstance(
    *,
    client: Client,
    kind: str,
    code: str,
    valid_from: date,
    expires_on: date | None,
    by: User | None,
) -> Circumstance:
    """
    Write down how it stands from a day on; what held until then ends the day before.

    :raises Overlaps: when something is written down for that day or later
    """
    fresh = locked(client, expected=None)
    rows = Circumstance.objects.filter(client=fresh, kind=kind)
    if rows.filter(valid_from__gte=valid_from).exists():
        raise Overlaps
    for running in rows.valid(valid_from):
        running.valid_until = valid_from - timedelta(days=1)
        save_next(running)
    row = Circumstance.objects.create(
        municipality_id=fresh.municipality_id,
        client=fresh,
        kind=kind,
        code=code,
        valid_from=valid_from,
        expires_on=expires_on,
    )
    audit.record(action="cases.circumstance.noted", subject=row, by=by)
    return row


@transaction.atomic
def take_back_circumstance(*, circumstance: Circumstance, by: User | None) -> None:
    """Take back what was written down by mistake; what held before holds on."""
    locked(circumstance.client, expected=None)
    before = Circumstance.objects.filter(
        client=circumstance.client_id,
        kind=circumstance.kind,
        valid_until=circumstance.valid_from - timedelta(days=1),
    ).first()
    audit.record(action="cases.circumstance.taken_back", subject=circumstance, by=by)
    until = circumstance.valid_until
    circumstance.delete()
    if before is not None:
        before.valid_until = until
        save_next(before)


@transaction.atomic
def form_community(
    *,
    household: Household,
    number: str,
    clients: Iterable[Client],
    valid_from: date,
    by: User | None,
) -> BenefitCommunity:
    """
    Form a benefit community from a day on; its members leave the one they were in.

    :raises NotHere: when one of them is no member of the household that day
    """
    here = Membership.objects.valid(valid_from).filter(household=household)
    members = list(clients)
    if here.filter(client__in=members).count() != len(members):
        raise NotHere
    row = BenefitCommunity.objects.create(
        municipality_id=household.municipality_id,
        household=household,
        number=number,
        valid_from=valid_from,
    )
    for client in members:
        leave_community(client=client, on=valid_from - timedelta(days=1))
        BenefitMember.objects.create(
            municipality_id=household.municipality_id,
            community=row,
            client=client,
            valid_from=valid_from,
        )
    _end_empty(household, valid_from - timedelta(days=1))
    audit.record(action="cases.community.formed", subject=row, by=by)
    return row


@transaction.atomic
def leave_with_age(*, client: Client, today: date, by: User) -> date:
    """
    Let a grown child leave the benefit community of the parents, on the birthday.

    :return: the last day in it
    :raises NotHere: when no such birthday is near, or they are in none any more
    """
    fresh = locked(client, expected=None)
    coming = turning(fresh, today=today)
    in_one = BenefitMember.objects.filter(client=fresh, valid_until=None)
    if coming is None or not coming.leaves or not in_one.exists():
        raise NotHere
    last = coming.on - timedelta(days=1)
    leave_community(client=fresh, on=last)
    _end_empty(fresh.household, last)
    audit.record(action="cases.community.left", subject=fresh, by=by)
    return last


def join_community(*, community: BenefitCommunity, client: Client, on: date) -> None:
    """Add somebody to a benefit community that there is already."""
    BenefitMember.objects.create(
        municipality_id=community.municipality_id,
        community=community,
        client=client,
        valid_from=max(on, community.valid_from),
    )


def _end_empty(household: Household, on: date) -> None:
    """End the communities that everybody has left."""
    rows = BenefitCommunity.objects.filter(household=household, valid_until=None)
    for row in rows.exclude(members__valid_until=None):
        row.valid_until = max(on, row.valid_from)
        save_next(row)
