from functools import partial
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F

from hafen.core.places.models import Municipality


def content_changed(municipality_id: UUID) -> None:
    """Count a new version of the public content once this transaction commits.

    Every service that changes what the public sees calls it; the page cache
    and the outlines of districts compare the version. Several calls in one
    transaction count once. After the commit and not within, so that two
    editors never wait for each other on the municipality's row.
    """
    if not connection.in_atomic_block:
        _count(municipality_id)
        return
    pending = [entry[1] for entry in connection.run_on_commit]
    if not any(_is_count_of(function, municipality_id) for function in pending):
        transaction.on_commit(partial(_count, municipality_id))


def _is_count_of(function: object, municipality_id: UUID) -> bool:
    return (
        isinstance(function, partial)
        and function.func is _count
        and function.args == (municipality_id,)
    )


def _count(municipality_id: UUID) -> None:
    Municipality.objects.filter(pk=municipality_id).update(
        content_version=F("content_version") + 1
    )
