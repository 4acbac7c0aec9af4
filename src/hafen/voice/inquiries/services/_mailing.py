"""Mail in: an inquiry, a word in its thread, or a machine that wants nothing."""

from contextlib import suppress
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.mail import incoming
from hafen.core.places.models import Municipality
from hafen.network.contacts.models import Channel
from hafen.voice.inquiries import imap, keys
from hafen.voice.inquiries.models import (
    ContactPoint,
    IncomingMail,
    Inquiry,
    Mailbox,
    Message,
    RequesterEmail,
    ThirdParty,
)
from hafen.voice.inquiries.parsing import ReadMail, read_mail, without_quotes
from hafen.voice.inquiries.queries import by_number, family_of, living_target
from hafen.voice.inquiries.services._receive import (
    NewInquiry,
    Person,
    receive_inquiry,
)
from hafen.voice.inquiries.services._telling import own_host
from hafen.voice.inquiries.services._work import (
    add_message,
    ask_to_read,
    hear_requester,
)

Fate = IncomingMail.Fate


@transaction.atomic
def take_mail(
    *,
    municipality: Municipality,
    source: bytes,
    now: datetime,
    mailbox: Mailbox | None = None,
    point: ContactPoint | None = None,
    by: User | None = None,
) -> IncomingMail:
    """
    Take one mail in; the same mail a second time changes nothing.

    Nobody is answered by itself: the sender's address is a claim until the
    desk has written there and got an answer.
    """
    mail = read_mail(source)
    known = IncomingMail.objects.filter(
        municipality=municipality, message_id=mail.message_id
    ).first()
    if known is not None:
        return known
    found = _thread_of(municipality, mail)
    taken = IncomingMail(
        municipality=municipality,
        mailbox=mailbox,
        message_id=mail.message_id,
        left_out=min(mail.left_out, 999),
        inquiry=found,
    )
    if mail.is_bounce and found is not None:
        taken.fate = Fate.BOUNCE
        _note(found, _("A mail of ours could not be delivered."), now)
    elif mail.is_automatic or mail.is_bounce or _is_our_own(mail):
        taken.fate = Fate.AUTOMATIC
    elif _is_of_another_room(municipality, mail, now):
        taken.fate = Fate.THREAD
    elif found is not None:
        taken.fate = Fate.THREAD
        _add(found, mail, now=now)
    else:
        taken.fate = Fate.BROKEN if mail.is_broken else Fate.NEW
        taken.inquiry = _begin(
            municipality, mail, point or (mailbox.point if mailbox else None), by, now
        )
    taken.save(force_insert=True)
    audit.record(
        action="inquiries.mail.taken", subject=taken, details={"fate": taken.fate}
    )
    return taken


def fetch_mailboxes(*, municipality_id: UUID, now: datetime) -> int:
    """
    Fetch all mailboxes of a municipality; trouble with one stops no other.

    :return: how many mails were taken
    """
    boxes = Mailbox.objects.select_related("municipality", "point").filter(
        municipality=municipality_id, is_active=True
    )
    return sum(fetch(mailbox=box, access=access_of(box), now=now) for box in boxes)


def fetch(*, mailbox: Mailbox, access: imap.Access, now: datetime) -> int:
    """
    Take the unread mails of a mailbox.

    They are marked as read after the transaction has ended well. What goes
    wrong before that brings them once more, and their Message-ID is known.
    """
    taken: list[str] = []
    trouble = ""
    try:
        with imap.open_box(access) as box:
            for fetched in box.unread():
                try:
                    take_mail(
                        municipality=mailbox.municipality,
                        source=fetched.source,
                        now=now,
                        mailbox=mailbox,
                    )
                except (DatabaseError, ValueError):
                    trouble = "mail"  # it stays unread, and the next one is taken
                else:
                    taken.append(fetched.uid)
    except imap.MailboxAway as away:
        trouble = away.code
    Mailbox.objects.filter(pk=mailbox.pk).update(trouble=trouble, fetched_at=now)
    if taken:
        transaction.on_commit(partial(_mark_read, access, taken))
    return len(taken)


def _mark_read(access: imap.Access, uids: list[str]) -> None:
    with suppress(imap.MailboxAway), imap.open_box(access) as box:
        for uid in uids:
            box.mark_read(uid)


def access_of(box: Mailbox) -> imap.Access:
    return imap.Access(
        host=box.host,
        port=box.port,
        folder=box.folder,
        user=box.user,
        secret=box.secret,
        is_oauth=box.sign_in == Mailbox.SignIn.OAUTH2,
        token_url=box.token_url,
        client_id=box.client_id,
        client_secret=box.client_secret,
    )


def _thread_of(municipality: Municipality, mail: ReadMail) -> Inquiry | None:
    """Return the living inquiry that a mail answers.

    A Message-ID of ours proves the thread. The number in a subject is easily
    guessed, so it counts only for the requester's own address.
    """
    ids = list(mail.references)
    said = (
        Message.objects.select_related("inquiry")
        .filter(municipality=municipality, message_id__in=ids)
        .first()
        if ids
        else None
    )
    if said is not None:
        return living_target(said.inquiry)
    party = (
        ThirdParty.objects.select_related("inquiry")
        .filter(municipality=municipality, message_id__in=ids)
        .first()
        if ids
        else None
    )
    if party is not None:
        return living_target(party.inquiry)
    number = keys.marked_number(mail.subject)
    found = by_number(municipality, *number) if number else None
    if found is None or found.requester is None or not mail.sender:
        return None
    is_own = found.requester.emails.filter(address=mail.sender).exists()
    return living_target(found) if is_own else None


def _add(inquiry: Inquiry, mail: ReadMail, *, now: datetime) -> None:
    text = without_quotes(mail.text) or mail.subject
    asked = _asked_by(inquiry, mail.sender)
    if asked is not None:
        if mail.references:
            RequesterEmail.objects.filter(
                municipality=inquiry.municipality_id,
                address=mail.sender,
                verified_at__isnull=True,
            ).update(verified_at=now)
        hear_requester(
            inquiry=inquiry,
            text=text,
            now=now,
            message_id=mail.message_id,
            asked=asked,
        )
        return
    add_message(
        inquiry,
        kind=Message.Kind.PARTY,
        text=f"{mail.sender}:\n\n{text}",
        by=None,
        now=now,
        message_id=mail.message_id,
    )
    ask_to_read(inquiry, now=now)


def _asked_by(inquiry: Inquiry, address: str) -> Inquiry | None:
    """Return which of the merged inquiries the person of an address has asked."""
    people = RequesterEmail.objects.filter(
        municipality=inquiry.municipality_id, address=address
    ).values_list("requester_id", flat=True)
    known = set(people)
    return next(
        (each for each in family_of(inquiry) if each.requester_id in known), None
    )


def _begin(
    municipality: Municipality,
    mail: ReadMail,
    point: ContactPoint | None,
    by: User | None,
    now: datetime,
) -> Inquiry:
    return receive_inquiry(
        municipality=municipality,
        new=NewInquiry(
            kind=Inquiry.Kind.QUESTION,
            channel=Channel.EMAIL,
            language=municipality.default_language,
            text=mail.text or mail.subject or "–",
            subject=mail.subject,
            person=Person(name=mail.name, email=mail.sender),
            point=point,
            message_id=mail.message_id,
        ),
        now=now,
        by=by,
    )


def _is_of_another_room(
    municipality: Municipality, mail: ReadMail, now: datetime
) -> bool:
    """Let the rooms below take what answers a mail of theirs."""
    return any(
        handler.take(
            municipality=municipality,
            message_id=mail.message_id,
            references=mail.references,
            sender=mail.sender,
            text=without_quotes(mail.text),
            now=now,
        )
        for handler in incoming.handlers
    )


def _note(inquiry: Inquiry, text: str, now: datetime) -> None:
    add_message(inquiry, kind=Message.Kind.NOTE, text=text, by=None, now=now)
    ask_to_read(inquiry, now=now)


def _is_our_own(mail: ReadMail) -> bool:
    """Return whether a mail of ours came back to us: a loop ends here."""
    return mail.message_id.endswith(f"@{own_host()}>")
