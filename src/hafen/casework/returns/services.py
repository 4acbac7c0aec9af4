"""A wish is written down, somebody is shown the way, or it is taken back."""

from datetime import date

from django.db import transaction

from hafen.casework.cases.models import Case, Client
from hafen.casework.returns.errors import (
    AlreadyThere,
    NotResponsible,
    NotTheirWish,
)
from hafen.casework.returns.models import ReturnWish
from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.versions import locked, save_next


@transaction.atomic
def note_wish(
    *, case: Case, client: Client, is_own_wish: bool, on: date, by: User
) -> ReturnWish:
    """
    Write down that a person asked for advice on a return.

    :param is_own_wish: nobody asked or urged the person
    :raises NotTheirWish: when it is not, or the case is not about the person
    :raises NotResponsible: for a case of somebody else, or a closed one
    :raises AlreadyThere: when it is written down
    """
    file = locked(case, expected=None)
    if file.owner_id != by.pk or not file.is_open:
        raise NotResponsible
    is_theirs = client.household_id == file.household_id and file.client_id in {
        None,
        client.pk,
    }
    if not (is_own_wish and is_theirs):
        raise NotTheirWish
    if ReturnWish.objects.filter(case=file, client=client).exists():
        raise AlreadyThere
    row = ReturnWish.objects.create(
        municipality_id=file.municipality_id, case=file, client=client, wished_on=on
    )
    # The trail names this row and not the file, whose readers a lead may see.
    audit.record(action="returns.wish.noted", subject=row, by=by)
    return row


@transaction.atomic
def refer(*, wish: ReturnWish, office: str, on: date, by: User) -> ReturnWish:
    """
    Write down where the person was shown the way; nothing is told to that office.

    :raises AlreadyThere: when that was done
    """
    row = locked(wish, expected=None)
    if row.referred_on is not None:
        raise AlreadyThere
    row.office, row.referred_on = office, max(on, row.wished_on)
    save_next(row)
    audit.record(action="returns.wish.referred", subject=row, by=by)
    return row


@transaction.atomic
def take_back(*, wish: ReturnWish, by: User) -> None:
    """Forget a wish that the person took back; nothing of it is kept."""
    row = locked(wish, expected=None)
    audit.record(action="returns.wish.taken_back", subject=row, by=by)
    row.delete()
