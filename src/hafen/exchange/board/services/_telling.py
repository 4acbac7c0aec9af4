"""What the people of the board are told, each by the own way and language."""

from datetime import datetime

from django.core.mail import EmailMessage
from django.utils.translation import gettext as _

from hafen.core.db.context import current
from hafen.core.mail import services as mail
from hafen.core.mail.models import Notice
from hafen.core.mail.notices import NoWay, Recipient, notify
from hafen.core.taxonomy.reference import words_in
from hafen.exchange.board import addresses
from hafen.exchange.board.models import Member, Post

# Ways by which somebody of the desk tells the words; these are in German.
_SAID = (Notice.Channel.TELEPHONE, Notice.Channel.VISIT)


def language_of(member: Member) -> str:
    town = member.municipality
    if member.channel in _SAID or member.language not in town.languages:
        return town.default_language
    return member.language


def tell(member: Member | None, *, subject: str, text: str, now: datetime) -> str:
    """
    Bring somebody a message.

    :return: the Message-ID of the mail; empty where the way is another one
    """
    if member is None or not member.channel:
        return ""
    if member.is_told_by_mail:
        return send(
            member.email,
            subject=subject,
            text=text,
            now=now,
            language=language_of(member),
        )
    recipient = Recipient(
        name=member.name,
        language=language_of(member),
        channel=Notice.Channel(member.channel),
        person=member.pk,
        address=member.address,
        phone=member.phone,
    )
    try:
        notify(
            municipality=member.municipality_id,
            recipient=recipient,
            subject=subject,
            text=text,
            now=now,
        )
    except NoWay:
        return ""
    return ""


def send(email: str, *, subject: str, text: str, now: datetime, language: str) -> str:
    """Send a mail that names nobody but the municipality; return its Message-ID."""
    message = EmailMessage(subject=subject, body=text, to=[email])
    with words_in(language):
        [sent] = mail.enqueue(message=message, context=current(), now=now)
    return sent.message_id


def tell_way(post: Post, email: str, *, language: str, now: datetime) -> None:
    """Say to somebody who has not been checked why, and where to turn."""
    town = post.municipality
    ways = [town.contact.get(name, "") for name in ("phone", "email")]
    with words_in(language):
        subject = _("Your answer to “%(title)s”") % {"title": post.title}
        lines = [
            _(
                "This notice is about children. To protect them, only organisations "
                "and helpers whom we have checked can answer it, and you are not "
                "among them yet."
            ),
            "\n".join(
                [_("Would you like to help? Please turn to us:"), town.name, *ways]
            ).strip(),
        ]
        text = "\n\n".join(lines)
        send(email, subject=subject, text=text, now=now, language=language)


def tell_author(post: Post, step: str, *, now: datetime, reason: str = "") -> None:
    """Tell the author what happened to the notice, with the link to it."""
    member = post.member
    if member is None:
        return
    with words_in(language_of(member)):
        facts = {"title": post.title, "number": post.number}
        subject = _("Your notice: %(title)s") % facts
        lines = [_STEPS[step]() % facts]
        if reason:
            lines.append(reason)
        if member.is_told_by_mail:
            lines += _links(post, step, language_of(member))
        tell(member, subject=subject, text="\n\n".join(lines), now=now)


def _links(post: Post, step: str, language: str) -> list[str]:
    manage = addresses.manage(post, language)
    found = []
    if step == "published":
        found.append(addresses.detail(post, language))
    found.append(f"{_('With this link you change, close or delete it:')}\n{manage}")
    if step == "received":
        found.append(_("Did you not write it? Then delete it with this link."))
    return found


_STEPS = {
    "received": lambda: _(
        "Thank you for your notice “%(title)s”. We look at it; then it becomes public."
    ),
    "published": lambda: _(
        "Your notice “%(title)s” is public. Its number is %(number)s."
    ),
    "refused": lambda: _("We cannot publish your notice “%(title)s”."),
    "taken_down": lambda: _("We have taken down your notice “%(title)s”."),
    "ends_soon": lambda: _(
        "Your notice “%(title)s” soon comes down. Does it still hold? One press of a "
        "button is enough."
    ),
    "expired": lambda: _(
        "Your notice “%(title)s” has come down. You can renew it with one press of a "
        "button."
    ),
}
