"""Households, and who belongs to them over time."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from hafen.casework.cases.errors import (
    AlreadyClosed,
    KeptOutOfFile,
    NeedsOwner,
    StillOpen,
)
from hafen.casework.cases.models import (
    Case,
    Client,
    Guardian,
    Household,
    KeptOut,
    Membership,
    SoughtHelp,
)
from hafen.casework.cases.services._help import follow_household, let_help_go
from hafen.casework.cases.services._names import keep_keys
from hafen.casework.cases.services._owners import check_owner
from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.names import sort_key
from hafen.core.db.versions import locked, save_next
from hafen.core.places.models import Municipality

Facts = Mapping[str, Any]


@transaction.atomic
def take_in(
    *,
    municipality: Municipality,
    household: Facts,
    person: Facts,
    on: date,
    today: date,
    by: User | None,
) -> Household:
    """
    Begin a household with its first person.

    :raises NeedsOwner: when it is restricted and names nobody
    :raises NotOfTheTeam: when its owner does not belong to the team
    """
    row = Household(municipality=municipality)
    _write(row, household, today=today)
    row.save()
    _add(row, person, kind=Membership.Kind.HEAD, came=Membership.Came.FIRST, on=on)
    audit.record(action="cases.household.taken_in", subject=row, by=by)
    return row


@transaction.atomic
def save_household(
    *,
    household: Household,
    facts: Facts,
    expected: int | None,
    today: date,
    by: User | None,
) -> Household:
    """
    Change what stands of a household.

    :raises LostUpdate: when somebody else changed it meanwhile
    :raises NeedsOwner: when it is restricted and names nobody
    :raises NotOfTheTeam: when a new owner does not belong to the team
    :raises KeptOutOfFile: when the new owner is one of them, or a relative
    """
    fresh = locked(household, expected=expected)
    before = fresh.owner_id
    _write(fresh, facts, today=today)
    save_next(fresh)
    if fresh.owner is not None and fresh.owner_id != before:
        follow_household(fresh, fresh.owner)
    audit.record(action="cases.household.changed", subject=fresh, by=by)
    return fresh


def _write(row: Household, facts: Facts, *, today: date) -> None:
    before = row.owner_id
    for name, value in facts.items():
        setattr(row, name, value)
    row.sort_key = sort_key(row.name)
    if row.is_restricted and row.owner is None:
        raise NeedsOwner
    if row.owner is not None and row.owner_id != before:
        check_owner(row, row.owner, today)


@transaction.atomic
def end_household(
    *,
    household: Household,
    ending: str,
    on: date,
    expected: int | None,
    by: User,
    ends_help: bool = True,
    help_with: User | None = None,
) -> Household:
    """
    Close the file of a household.

    :param ends_help: whether what is looked for in the exchange ends with it
    :param help_with: who goes on with what stays there, or runs
    :raises AlreadyClosed: when it has ended
    :raises StillOpen: while a case of it is open
    :raises NeedsOwner: when help stays and nobody goes on with it
    :raises NotOfTheTeam: when whoever goes on does not belong to the team
    :raises KeptOutOfFile: when whoever goes on is one of them, or a relative
    """
    fresh = locked(household, expected=expected)
    if not fresh.is_living:
        raise AlreadyClosed
    with_case = Case.objects.open().filter(household=fresh)
    if with_case.exists():
        raise StillOpen
    let_help_go(
        fresh,
        SoughtHelp.objects.filter(client__household=fresh),
        ends_help=ends_help,
        help_with=help_with,
        today=timezone.localdate(),
        by=by,
    )
    fresh.ended_on, fresh.ending = on, ending
    save_next(fresh)
    audit.record(action="cases.household.ended", subject=fresh, by=by)
    return fresh


@transaction.atomic
def add_member(
    *,
    household: Household,
    person: Facts,
    kind: str,
    came: str,
    on: date,
    by: User | None,
) -> Client:
    """
    Take somebody into a household: by birth, or arrived later.

    :raises AlreadyClosed: when the household has ended
    """
    fresh = locked(household, expected=None)
    if not fresh.is_living:
        raise AlreadyClosed
    client = _add(fresh, person, kind=kind, came=came, on=on)
    audit.record(action="cases.member.added", subject=client, by=by)
    return client


def _add(
    household: Household, person: Facts, *, kind: str, came: str, on: date
) -> Client:
    client = Client(municipality_id=household.municipality_id, household=household)
    _write_client(client, person)
    client.save()
    keep_keys(client)
    Membership.objects.create(
        municipality_id=household.municipality_id,
        household=household,
        client=client,
        kind=kind,
        came=came,
        valid_from=on,
    )
    return client


@transaction.atomic
def save_client(
    *, client: Client, facts: Facts, expected: int | None, by: User | None
) -> Client:
    """
    Change what stands of a person.

    :raises LostUpdate: when somebody else changed it meanwhile
    """
    fresh = locked(client, expected=expected)
    _write_client(fresh, facts)
    save_next(fresh)
    keep_keys(fresh)
    audit.record(action="cases.client.changed", subject=fresh, by=by)
    return fresh


def _write_client(row: Client, facts: Facts) -> None:
    for name, value in facts.items():
        setattr(row, name, value)
    row.sort_key = sort_key(row.name)


@transaction.atomic
def remove_client(*, client: Client, by: User | None) -> None:
    """Remove somebody whose list is taken back; the last one takes the household."""
    household = locked(client.household, expected=None)
    audit.record(action="cases.client.removed", subject=client, by=by)
    if Client.objects.filter(household=household).exclude(pk=client.pk).exists():
        client.delete()
    else:
        household.delete()


@transaction.atomic
def name_guardian(
    *,
    client: Client,
    kind: str,
    name: str,
    valid_from: date,
    valid_until: date | None,
    by: User,
) -> Guardian:
    row = Guardian.objects.create(
        municipality_id=client.municipality_id,
        client=client,
        kind=kind,
        name=name,
        valid_from=valid_from,
        valid_until=valid_until,
    )
    audit.record(action="cases.guardian.named", subject=row, by=by)
    return row


@transaction.atomic
def keep_out(*, client: Client, user: User, why: str, by: User) -> KeptOut:
    """
    Block the file for somebody of the staff who is this person, or a relative.

    :raises KeptOutOfFile: while that one is responsible for it; hand it over first
    """
    household = locked(client.household, expected=None)
    owned = Case.objects.open().filter(household=household, owner=user)
    if household.owner_id == user.pk or owned.exists():
        raise KeptOutOfFile
    row, _is_new = KeptOut.objects.get_or_create(
        municipality_id=client.municipality_id,
        client=client,
        user=user,
        defaults={"why": why},
    )
    audit.record(action="cases.file.kept_from", subject=client, by=by)
    return row
