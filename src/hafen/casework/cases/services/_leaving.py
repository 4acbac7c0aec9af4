"""Who leaves a household: alone or with others, into an own one or into another."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from hafen.casework.cases.errors import (
    AlreadyClosed,
    NotHere,
    ProtectedFirst,
    StillOpen,
)
from hafen.casework.cases.models import (
    BenefitMember,
    Case,
    Client,
    Household,
    Membership,
)
from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.versions import locked, save_next

_Kind, _Left = Membership.Kind, Membership.Left


@transaction.atomic
def move_out(
    *,
    client: Client,
    left: str,
    on: date,
    by: User,
    together: Collection[Client] = (),
    into: Household | None = None,
) -> Household | None:
    """
    Let somebody leave a household, with the day `on` as the last one there.

    Who separates, or goes into an own flat, begins a household under the same
    team and the same protection; whoever goes along belongs to it. Who joins another
    household takes the own file there, and the last one leaves none behind. The file
    of the old household stays with whom it is about.

    :param together: who else leaves it on that day, for the same reason
    :param into: the household that is joined
    :return: where they are now; None where nobody is accompanied any more
    :raises NotHere: when one of them has left already
    :raises AlreadyClosed: when the household that is joined has ended
    :raises ProtectedFirst: when it is not protected as the old one is
    :raises StillOpen: when a case of their own is open, or of the house that empties
    """
    keys = {client.pk, *(each.pk for each in together)}
    rows = Client.objects.select_for_update().filter(pk__in=keys)
    people = sorted(rows.order_by("pk"), key=lambda each: each.pk != client.pk)
    old = _locked_homes(people[0].household_id, into)
    kinds = {each.pk: _leave(each, old, left, on, by) for each in people}
    begins = on + timedelta(days=1)
    if left == _Left.JOINED and into is not None:
        home = _joined(old, into, people)
        _belong(home, people, kinds, begins)
        _end_where_empty(old, on, by)
        return home
    if left not in {_Left.SEPARATED, _Left.OWN}:
        return None
    home = _begin_own(old, people[0], begins)
    _belong(home, people, kinds | {client.pk: _Kind.HEAD}, begins)
    return home


def _locked_homes(old: UUID, into: Household | None) -> Household:
    """Lock both households, always in one order, and return the one that is left."""
    keys = {old, into.pk} if into else {old}
    rows = Household.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    return next(each for each in list(rows) if each.pk == old)


def _leave(client: Client, old: Household, left: str, on: date, by: User) -> str:
    """End a place in a household; return which one it was."""
    rows = Membership.objects.filter(client=client, household=old, valid_until=None)
    membership = rows.first()
    if membership is None or membership.valid_from > on:
        raise NotHere
    membership.valid_until, membership.left = on, left
    save_next(membership)
    leave_community(client=client, on=on)
    audit.record(action="cases.member.left", subject=client, by=by)
    return membership.kind


def _joined(old: Household, into: Household, people: Iterable[Client]) -> Household:
    home = locked(into, expected=None)
    if not home.is_living or home.pk == old.pk:
        raise AlreadyClosed
    if old.is_restricted and not home.is_restricted:
        raise ProtectedFirst
    if Case.objects.open().filter(household=old, client__in=people).exists():
        raise StillOpen
    return home


def _belong(
    home: Household, people: Iterable[Client], kinds: dict[UUID, str], on: date
) -> None:
    for each in people:
        each.household = home
        save_next(each)
        kind = kinds[each.pk]
        is_second = kind == _Kind.HEAD and _has_head(home)
        Membership.objects.create(
            municipality_id=home.municipality_id,
            household=home,
            client=each,
            kind=_Kind.OTHER if is_second else kind,
            came=Membership.Came.CHANGED,
            valid_from=on,
        )


def _has_head(home: Household) -> bool:
    rows = Membership.objects.filter(household=home, valid_until=None)
    return rows.filter(kind=_Kind.HEAD).exists()


def _begin_own(old: Household, client: Client, on: date) -> Household:
    return Household.objects.create(
        municipality_id=old.municipality_id,
        name=client.name,
        sort_key=client.sort_key,
        team=old.team,
        owner=old.owner,
        is_restricted=old.is_restricted,
        arrived_on=on,
    )


def _end_where_empty(old: Household, on: date, by: User) -> None:
    if Membership.objects.filter(household=old, valid_until=None).exists():
        return
    if Case.objects.open().filter(household=old).exists():
        raise StillOpen
    old.ended_on, old.ending = on, Household.Ending.JOINED
    save_next(old)
    audit.record(action="cases.household.ended", subject=old, by=by)


@transaction.atomic
def take_position(*, client: Client, kind: str, by: User) -> None:
    """
    Say which position somebody has in the household; one is the reference person.

    :raises NotHere: when the person has left it
    """
    fresh = locked(client, expected=None)
    locked(fresh.household, expected=None)
    living = Membership.objects.filter(household=fresh.household_id, valid_until=None)
    own = living.filter(client=fresh).first()
    if own is None:
        raise NotHere
    if kind == _Kind.HEAD:
        for before in living.filter(kind=_Kind.HEAD).exclude(pk=own.pk):
            before.kind = _Kind.OTHER
            save_next(before)
    own.kind = kind
    save_next(own)
    audit.record(action="cases.member.positioned", subject=client, by=by)


def leave_community(*, client: Client, on: date) -> None:
    """End a person's place in a benefit community with this day."""
    for row in BenefitMember.objects.filter(client=client, valid_until=None):
        row.valid_until = max(on, row.valid_from)
        save_next(row)
