"""The answer on its way: by mail, letter, telephone or at the next visit."""

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.translation import gettext as _

from hafen.core.db import context
from hafen.core.mail import services as mail
from hafen.core.mail.models import Notice
from hafen.core.mail.notices import Recipient, notify
from hafen.core.taxonomy.reference import words_in
from hafen.voice.inquiries import keys
from hafen.voice.inquiries.models import Inquiry, Mailbox, Message, Requester
from hafen.voice.inquiries.queries import for_requester
from hafen.voice.inquiries.services._errors import NoWayToAnswer

Channel = Notice.Channel


def page_address(inquiry: Inquiry) -> str:
    """Return the secret address of the requester's page, in their language."""
    place = {
        "municipality": inquiry.municipality.slug,
        "language": portal_language(inquiry),
        "short_id": inquiry.short_id,
        "code": keys.link_code(inquiry),
    }
    path = reverse("inquiries_public:own_page", kwargs=place)
    return f"{settings.PUBLIC_URL}{path}"


def portal_language(inquiry: Inquiry) -> str:
    """Return the requester's language if the portal has it, else its first one."""
    town = inquiry.municipality
    known = inquiry.language in town.languages
    return inquiry.language if known else town.default_language


def addresses_of(requester: Requester | None) -> list[str]:
    """Return where mails go: what was verified, else the first address known."""
    if requester is None:
        return []
    rows = list(requester.emails.order_by("created_at"))
    verified = [row.address for row in rows if row.verified_at]
    return verified or [row.address for row in rows[:1]]


def tell_requester(
    inquiry: Inquiry, message: Message, *, whole: bool, now: datetime
) -> None:
    """
    Bring an answer to the person who asked, by the way this person chose.

    Who left no way to be reached reads it on the own page. A mail carries the
    text only when the person wrote by mail or the desk says so; otherwise it
    carries the way to the page.

    :raises NoWayToAnswer: if what the chosen way needs is missing
    """
    requester = inquiry.requester
    if requester is None or not requester.reply_by:
        return
    with words_in(portal_language(inquiry)):
        if requester.reply_by == Channel.MAIL:
            _mail(inquiry, message, whole=whole, now=now)
        else:
            _notice(inquiry, requester, message, now=now)


def _mail(inquiry: Inquiry, message: Message, *, whole: bool, now: datetime) -> None:
    found = addresses_of(inquiry.requester)
    if not found:
        raise NoWayToAnswer
    body = [_("There is an answer to your inquiry %(number)s.")]
    if whole:
        body = [message.text, _("You can read it here too, and answer:")]
    else:
        body.append(_("Read it on your own page:"))
    body.append(page_address(inquiry))
    subject = _("Your inquiry %(number)s")
    said = {"number": inquiry.number}
    text = "\n\n".join(part if part is message.text else part % said for part in body)
    send_threaded(
        inquiry,
        message,
        to=found,
        subject=subject % said,
        text=text,
        now=now,
    )


def send_threaded(
    inquiry: Inquiry,
    message: Message | None,
    *,
    to: list[str],
    subject: str,
    text: str,
    now: datetime,
) -> str:
    """
    Write a mail into the outbox that joins the thread of an inquiry.

    :return: its Message-ID, by which an answer finds back
    """
    box = Mailbox.objects.filter(point=inquiry.point_id, is_active=True).first()
    # In a merged inquiry only what this person may know of.
    thread = [each.message_id for each in for_requester(inquiry) if each.message_id]
    headers = {"Auto-Submitted": "no"}
    if thread:
        headers |= {"In-Reply-To": thread[-1], "References": " ".join(thread[-10:])}
    first = ""
    for address in to:
        [sent] = mail.enqueue(
            message=EmailMessage(
                subject=f"{subject} {keys.subject_mark(inquiry)}",
                body=text,
                to=[address],
                reply_to=[box.address] if box else None,
                headers=headers,
            ),
            context=context.current(),
            now=now,
        )
        first = first or sent.message_id
    if message is not None and first and not message.message_id:
        message.message_id = first
        message.save(update_fields=["message_id"])
    return first


def _notice(
    inquiry: Inquiry, requester: Requester, message: Message, *, now: datetime
) -> None:
    needed = {Channel.LETTER: requester.address, Channel.TELEPHONE: requester.phone}
    if requester.reply_by in needed and not needed[Channel(requester.reply_by)]:
        raise NoWayToAnswer
    notify(
        municipality=inquiry.municipality_id,
        recipient=Recipient(
            name=requester.name or inquiry.number,
            language=portal_language(inquiry),
            channel=Channel(requester.reply_by),
            person=requester.pk,
            address=requester.address,
            phone=requester.phone,
        ),
        subject=_("Your inquiry %(number)s") % {"number": inquiry.number},
        text=message.text,
        now=now,
    )


def own_host() -> str:
    return urlsplit(settings.PUBLIC_URL).hostname or "localhost"
