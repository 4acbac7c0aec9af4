"""For whom the database works: the municipality and the actor of a transaction.

Row-level security reads both. They are set for one transaction only, so no
connection carries them to the next request; without them no personal row is
seen, and nothing raises.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

V = TypeVar("V", bound=Callable[..., Any])


@dataclass(frozen=True)
class Context:
    """Who acts, where, by which way.

    :param channel: web, command, job or import; it stands in the audit trail
    """

    municipality: UUID | None = None
    actor: UUID | None = None
    channel: str = "web"
    request_id: str = ""


def enter(context: Context) -> None:
    """Set the context for the rest of the running transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('hafen.municipality', %s, true),"
            " set_config('hafen.actor', %s, true),"
            " set_config('hafen.channel', %s, true),"
            " set_config('hafen.request', %s, true),"
            " set_config('hafen.audit_key', %s, true),"
            " set_config('hafen.opened', '', true)",
            [
                str(context.municipality or ""),
                str(context.actor or ""),
                context.channel,
                context.request_id,
                settings.SECRETS.get("audit_key", ""),
            ],
        )


@contextmanager
def acting(context: Context) -> Iterator[None]:
    """Open a transaction in this context; the one before holds again afterwards."""
    outer = current() if connection.in_atomic_block else Context()
    with transaction.atomic():
        enter(context)
        yield
        if connection.in_atomic_block and not connection.needs_rollback:
            enter(outer)


def name_for_sign_in(address: str) -> None:
    """Open the one account with this e-mail address until the transaction ends.

    Called where somebody proves who they are: at sign-in, at a reset, behind a
    mailed link. It opens nothing else.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('hafen.sign_in', %s, true)", [address.strip().lower()]
        )


@contextmanager
def opened_for(*keys: UUID) -> Iterator[None]:
    """Open what hangs on these rows for a part of the transaction that runs; what was
    open before is so again afterwards.

    Used where somebody hands over what another person owns, without reading it:
    whoever manages accounts, or gives a case away; and for the request of a person
    (Art. 15 and 17 DSGVO), which the key of the municipality opens. What hangs on a
    key is said by the models (`visible_only`).
    """
    # An error takes the setting back with the savepoint.
    with transaction.atomic():
        before = _open(",".join(map(str, keys)))
        yield
        _open(before)


def _open(keys: str) -> str:
    """Open these keys and no others; return which were open."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT COALESCE(current_setting('hafen.opened', true), '')")
        before: str = cursor.fetchone()[0]
        cursor.execute("SELECT set_config('hafen.opened', %s, true)", [keys])
    return before


def current() -> Context:
    """Return the context of the running transaction; an empty one without any."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT NULLIF(current_setting('hafen.municipality', true), ''),"
            " NULLIF(current_setting('hafen.actor', true), ''),"
            " COALESCE(NULLIF(current_setting('hafen.channel', true), ''), 'web'),"
            " COALESCE(current_setting('hafen.request', true), '')"
        )
        municipality, actor, channel, request_id = cursor.fetchone()
    return Context(
        municipality=UUID(municipality) if municipality else None,
        actor=UUID(actor) if actor else None,
        channel=channel,
        request_id=request_id,
    )


@contextmanager
def one_moment(context: Context) -> Iterator[None]:
    """As `acting`, and all that is read inside is the data of one moment.

    Within a transaction that runs already its own isolation holds: a request
    asks for it by `@at_one_moment`.
    """
    with transaction.atomic():
        isolate()
        with acting(context):
            yield


def isolate() -> None:
    """Let the transaction that has just begun see the data of one moment."""
    if connection.savepoint_ids:
        return
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


def at_one_moment(view: V) -> V:
    """Mark a view whose request reads the data of one moment, page included."""
    view.at_one_moment = True  # type: ignore[attr-defined]  # read by the middleware
    return view
