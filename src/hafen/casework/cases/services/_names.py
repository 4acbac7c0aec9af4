"""Under which keys a person is found, and entries that are one person."""

from django.db import transaction

from hafen.casework.cases.errors import NotTwice
from hafen.casework.cases.models import Client, NameKey
from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.versions import locked, save_next
from hafen.exchange.pool.persons import full_keys, shorter_keys


def keep_keys(client: Client) -> None:
    """Write the keys of all spellings of a person's name anew."""
    names = [client.name, client.original_name, *client.other_names]
    whole = {key for name in names for key in full_keys(name)}
    shorter = {key for name in names for key in shorter_keys(name)} - whole
    NameKey.objects.filter(client=client).delete()
    NameKey.objects.bulk_create(
        NameKey(
            municipality_id=client.municipality_id,
            client=client,
            key=key,
            is_whole=key in whole,
        )
        for key in sorted(whole | shorter)
    )


@transaction.atomic
def join_clients(*, kept: Client, double: Client, by: User) -> Client:
    """
    Say that a further entry is this person; nothing is moved.

    :raises NotTwice: when it is the same entry, or one of both is joined already
    """
    kept, double = _both(kept, double)
    has_doubles = Client.objects.filter(same_as=double).exists()
    if kept.pk == double.pk or kept.is_double or double.is_double or has_doubles:
        raise NotTwice
    double.same_as = kept
    save_next(double)
    audit.record(
        action="cases.client.joined",
        subject=kept,
        by=by,
        details={"double": str(double.pk)},
    )
    return kept


def _both(one: Client, other: Client) -> tuple[Client, Client]:
    """Lock both in one order, whichever is joined to which."""
    first, second = sorted((one, other), key=lambda each: each.pk)
    rows = {each.pk: locked(each, expected=None) for each in (first, second)}
    return rows[one.pk], rows[other.pk]


@transaction.atomic
def separate_clients(*, double: Client, by: User) -> Client:
    """
    Say that an entry is somebody else after all; both are as they were.

    :raises NotTwice: when it is joined to nobody
    """
    fresh = locked(double, expected=None)
    if fresh.same_as is None:
        raise NotTwice
    kept, fresh.same_as = fresh.same_as, None
    save_next(fresh)
    audit.record(
        action="cases.client.separated",
        subject=kept,
        by=by,
        details={"double": str(fresh.pk)},
    )
    return fresh
