"""The outbox: a mail is written with the change it tells of, and sent after it.

A mail that was handed over right before the worker dies is handed over once
more, with the same Message-ID, by which mail programs show it once. Nothing
is lost, whatever the mail server does.
"""

from copy import copy
from datetime import datetime, timedelta
from email.utils import parseaddr
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import QuerySet

from hafen.core.audit import services as audit
from hafen.core.db import work
from hafen.core.db.context import Context
from hafen.core.db.errors import DomainError, NoContext
from hafen.core.db.lines import one_line
from hafen.core.mail.dressing import dressed
from hafen.core.mail.models import OutgoingMail
from hafen.core.mail.transports import Refused, Transport, TryLater, transport
from hafen.core.places.models import Municipality

State = OutgoingMail.State

# A mail server may be away over a long weekend.
GIVE_UP_AFTER = timedelta(days=5)
KEEP_FAILED_DAYS = 90
_PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 3, 10, 30, 60, 120, 240))


class NotFailed(DomainError):
    """The mail is on its way or has arrived; there is nothing to try again."""


@transaction.atomic
def enqueue(
    *, message: EmailMessage, context: Context, now: datetime
) -> list[OutgoingMail]:
    """
    Put a mail into the outbox, once for each recipient.

    :raises NoContext: if the transaction works for no municipality
    :raises BadHeaderError: if an address holds a new line
    """
    if context.municipality is None:
        reason = "a mail is written for a municipality"
        raise NoContext(reason)
    mails = [
        OutgoingMail(
            municipality_id=context.municipality,
            recipient=parseaddr(recipient)[1],
            subject=one_line(str(message.subject))[:250],
            next_try_at=now,
        )
        for recipient in dict.fromkeys(message.recipients())
    ]
    municipality = Municipality.objects.get(pk=context.municipality)
    full = dressed(message, municipality)
    for mail in mails:
        mail.message_id = f"<{mail.pk}@{_host()}>"
        mail.source = _source(full, mail.message_id)
        mail.save()
        _defer(mail, actor=context.actor)
    return mails


def _source(message: EmailMessage, message_id: str) -> bytes:
    """Return the mail as bytes for SMTP, with a Message-ID that never changes."""
    own = copy(message)
    own.extra_headers = {
        "Auto-Submitted": "auto-generated",
        **message.extra_headers,
        "Message-ID": message_id,
    }
    return b"\r\n".join(own.message().as_bytes().splitlines()) + b"\r\n"


def _host() -> str:
    return urlsplit(settings.PUBLIC_URL).hostname or "localhost"


def _defer(
    mail: OutgoingMail, *, actor: UUID | None, after: OutgoingMail | None = None
) -> None:
    """Plan the next attempt; its key differs from all attempts before."""
    stamp = f"after:{after.pk}" if after else mail.attempts
    work.defer(
        "mail.send",
        municipality=mail.municipality_id,
        actor=actor,
        key=f"mail:{mail.pk}:{mail.version}:{stamp}",
        at=mail.next_try_at,
        mail=mail.pk,
    )


def configured_transport() -> Transport:
    return transport(
        settings.MAIL_URL, sender=parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    )


@transaction.atomic
def deliver(*, mail_id: UUID, way: Transport, now: datetime) -> None:
    """
    Hand a mail over, unless it is gone already or another one has to go first.

    The row is locked while the mail server answers: no two workers hold it.
    """
    mail = (
        OutgoingMail.objects.select_for_update()
        .filter(pk=mail_id, state=State.QUEUED)
        .first()
    )
    if mail is None or mail.next_try_at is None or mail.next_try_at > now:
        return
    if _waiting_for(mail).filter(pk__lt=mail.pk).exists():
        return
    try:
        way.deliver(mail)
    except TryLater as trouble:
        _postpone(mail, trouble.code, now=now)
    except Refused as trouble:
        _close(mail, State.FAILED, code=trouble.code)
    else:
        _close(mail, State.SENT, now=now)
    if mail.state != State.QUEUED:
        _let_the_next_go(mail)


def _waiting_for(mail: OutgoingMail) -> QuerySet[OutgoingMail]:
    """Return the mails that wait for the same recipient; they keep their order."""
    return OutgoingMail.objects.filter(
        municipality_id=mail.municipality_id,
        recipient=mail.recipient,
        state=State.QUEUED,
    )


def _postpone(mail: OutgoingMail, code: str, *, now: datetime) -> None:
    if now - mail.created_at > GIVE_UP_AFTER:
        _close(mail, State.FAILED, code=code)
        return
    pause = _PAUSES[min(mail.attempts, len(_PAUSES) - 1)]
    mail.attempts += 1
    mail.trouble = code
    mail.next_try_at = now + pause
    mail.save()
    _defer(mail, actor=None)


def _close(
    mail: OutgoingMail, state: State, *, code: str = "", now: datetime | None = None
) -> None:
    mail.state, mail.trouble, mail.sent_at = state, code, now
    mail.next_try_at = None
    mail.attempts += 1
    mail.save()


def _let_the_next_go(mail: OutgoingMail) -> None:
    following = _waiting_for(mail).order_by("pk").first()
    if following is not None:
        _defer(following, actor=None, after=mail)


@transaction.atomic
def try_again(*, mail: OutgoingMail, actor: UUID, now: datetime) -> OutgoingMail:
    """
    Send a mail that was given up once more.

    :raises NotFailed: if it waits or is gone by now
    """
    mail = OutgoingMail.objects.select_for_update().get(pk=mail.pk)
    if mail.state != State.FAILED:
        raise NotFailed
    mail.state, mail.next_try_at = State.QUEUED, now
    mail.version += 1
    mail.save()
    _defer(mail, actor=actor)
    audit.record(action="mail.mail.tried_again", subject=mail, by=actor)
    return mail


@transaction.atomic
def sweep(*, municipality: UUID, now: datetime) -> int:
    """Plan what is due and was forgotten, by a restored backup for example."""
    forgotten = OutgoingMail.objects.filter(
        municipality_id=municipality,
        state=State.QUEUED,
        next_try_at__lt=now - timedelta(minutes=15),
    ).order_by("pk")[:500]
    for mail in forgotten:
        work.defer(
            "mail.send",
            municipality=municipality,
            actor=None,
            key=f"mail:{mail.pk}:sweep:{now:%Y%m%d%H%M}",
            mail=mail.pk,
        )
    return len(forgotten)


@transaction.atomic
def forget(*, municipality: UUID, now: datetime) -> None:
    """Delete what nobody wanted to send again; what was sent goes by its period."""
    OutgoingMail.objects.filter(
        municipality_id=municipality,
        state=State.FAILED,
        updated_at__lt=now - timedelta(days=KEEP_FAILED_DAYS),
    ).delete()
