"""Telling one person something by the way that reaches this person.

No process of the house needs an e-mail address: a letter waits for the next
batch, a call and a visit wait for somebody with the words to say.
"""

from dataclasses import dataclass
from datetime import datetime
from email.mime.text import MIMEText
from typing import Protocol
from uuid import UUID

from django.core.mail import EmailMessage
from django.db import transaction

from hafen.core.audit import services as audit
from hafen.core.db.errors import DomainError
from hafen.core.db.registry import Registry
from hafen.core.mail.models import LetterBatch, Notice
from hafen.core.taxonomy.reference import words_in

Channel = Notice.Channel
State = Notice.State


class ChannelOff(DomainError):
    """The installation has no such way; another one must be agreed."""


class NoWay(DomainError):
    """The person has no address, number or mailbox for the chosen way."""


class NothingToPrint(DomainError):
    """No letter waits."""


class AlreadyDone(DomainError):
    """Somebody has told the person by now, or it is no longer needed."""


@dataclass(frozen=True)
class Recipient:
    """Whom to tell, and how this person wants to be told.

    :param person: the row of the person, where there is one
    :param address: the lines below the name on an envelope
    """

    name: str
    language: str
    channel: Channel
    person: UUID | None = None
    address: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True)
class Invitation:
    """A date for the calendar of whoever reads the mail (RFC 6047).

    :param method: REQUEST for a new or changed date, CANCEL for one that is off
    """

    content: bytes
    method: str


class Follower(Protocol):
    """A room that makes something of open notices, such as a todo."""

    name: str

    def opened(self, notice: Notice) -> None: ...

    def closed(self, notice: Notice) -> None: ...


class SmsAdapter(Protocol):
    """A provider of text messages; none is set unless a room registers one."""

    name: str

    def send(self, *, phone: str, text: str) -> None:
        """
        Hand the message over.

        :raises OSError: if the provider cannot be reached
        """


followers: Registry[Follower] = Registry(key=lambda follower: follower.name)
sms_adapters: Registry[SmsAdapter] = Registry(key=lambda adapter: adapter.name)


@transaction.atomic
def notify(
    *,
    municipality: UUID,
    recipient: Recipient,
    subject: str,
    text: str,
    now: datetime,
    due_at: datetime | None = None,
    invitation: Invitation | None = None,
) -> Notice:
    """
    Tell a person something.

    :param text: in the recipient's language; for a call the words to say, in
        the language of whoever calls
    :param invitation: travels with a mail; other ways have the text alone
    :raises NoWay: if what the way needs is missing
    :raises ChannelOff: if the installation sends no text messages
    """
    _refuse_without_way(recipient)
    notice = Notice(
        municipality_id=municipality,
        channel=recipient.channel,
        person=recipient.person,
        name=recipient.name,
        language=recipient.language,
        address=recipient.address,
        phone=recipient.phone,
        email=recipient.email,
        subject=subject,
        text=text,
        due_at=due_at,
    )
    if recipient.channel in {Channel.MAIL, Channel.SMS}:
        _send(notice, invitation)
        notice.state, notice.done_at = State.DONE, now
        notice.save()
    else:
        notice.save()
        for follower in followers:
            follower.opened(notice)
    return notice


def _refuse_without_way(recipient: Recipient) -> None:
    """
    Look whether the person can be reached.

    :raises NoWay: if what the way needs is missing
    :raises ChannelOff: if the installation sends no text messages
    """
    needed = {
        Channel.MAIL: recipient.email,
        Channel.LETTER: recipient.address,
        Channel.TELEPHONE: recipient.phone,
        Channel.SMS: recipient.phone,
        Channel.VISIT: "at the desk",
    }
    if not needed[recipient.channel].strip():
        raise NoWay
    if recipient.channel == Channel.SMS and not len(sms_adapters):
        raise ChannelOff


def _send(notice: Notice, invitation: Invitation | None) -> None:
    if notice.channel == Channel.SMS:
        adapter = next(iter(sms_adapters))
        adapter.send(phone=notice.phone, text=notice.text)
        return
    with words_in(notice.language):
        mail = EmailMessage(subject=notice.subject, body=notice.text, to=[notice.email])
        if invitation is not None:
            mail.attach(_part(invitation))
        mail.send()


def _part(invitation: Invitation) -> MIMEText:
    part = MIMEText(invitation.content.decode(), "calendar", "utf-8")
    part.set_param("method", invitation.method)
    part.add_header("Content-Disposition", "attachment", filename="invite.ics")
    return part


@transaction.atomic
def close(
    *, notice: Notice, by: UUID, now: datetime, state: State = State.DONE
) -> Notice:
    """
    Note that the person was told, or need not be told any more.

    :raises AlreadyDone: if the notice is closed by now
    """
    notice = Notice.objects.select_for_update().get(pk=notice.pk)
    if notice.state != State.OPEN:
        raise AlreadyDone
    notice.state, notice.done_at, notice.done_by = state, now, by
    notice.version += 1
    notice.save()
    audit.record(action=f"mail.notice.{state.lower()}", subject=notice, by=by)
    for follower in followers:
        follower.closed(notice)
    return notice


@transaction.atomic
def print_letters(*, municipality: UUID, by: UUID, now: datetime) -> LetterBatch:
    """
    Take all letters that wait into one batch.

    :raises NothingToPrint: if none waits
    """
    waiting = list(
        Notice.objects.select_for_update()
        .filter(municipality_id=municipality, channel=Channel.LETTER, state=State.OPEN)
        .order_by("pk")
    )
    if not waiting:
        raise NothingToPrint
    batch = LetterBatch.objects.create(
        municipality_id=municipality, letters=len(waiting)
    )
    for notice in waiting:
        notice.batch = batch
        notice.save()
        close(notice=notice, by=by, now=now)
    return batch
