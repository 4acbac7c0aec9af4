"""What both sides are told, by the way that reaches each of them."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from hafen.core.accounts.models import User
from hafen.core.mail.models import Notice
from hafen.core.mail.notices import ChannelOff, Invitation, NoWay, Recipient, notify
from hafen.core.places.models import Municipality
from hafen.core.taxonomy.reference import screen_language, words_in
from hafen.exchange.pool import keys
from hafen.exchange.pool.errors import NoWayToTell
from hafen.exchange.pool.models import Match, Posting, Reachable
from hafen.exchange.pool.services import _owners as owners

_CALLED = (Notice.Channel.TELEPHONE, Notice.Channel.VISIT)


def spoken_to(person: Reachable, town: Municipality) -> str:
    """Return the language of a notice: a call is in the language of the caller."""
    if person.channel in _CALLED or person.language not in town.languages:
        return town.default_language
    return person.language


def can_follow_links(person: Reachable) -> bool:
    """Whether the words reach somebody in writing."""
    return person.channel not in _CALLED


def tell(
    person: Reachable,
    *,
    subject: str,
    text: str,
    now: datetime,
    due_at: datetime | None = None,
    invitation: Invitation | None = None,
) -> str:
    """
    Bring somebody a message; its words are returned, for the record.

    :raises NoWayToTell: if the chosen way lacks its address, or is switched off
    """
    town = person.municipality
    try:
        notify(
            municipality=town.pk,
            recipient=Recipient(
                name=person.name,
                language=screen_language(spoken_to(person, town)),
                channel=Notice.Channel(person.channel),
                person=person.pk,
                address=person.address,
                phone=person.phone,
                email=person.email,
            ),
            subject=subject,
            text=text,
            now=now,
            due_at=due_at,
            invitation=invitation,
        )
    except (NoWay, ChannelOff) as missing:
        raise NoWayToTell from missing
    return text


def behind(posting: Posting) -> Reachable:
    """Return the person or organisation behind a posting."""
    found: Reachable = getattr(posting, "seeker" if posting.is_need else "helper")
    return found


def tell_behind(
    posting: Posting,
    *,
    by: User | None,
    subject: str,
    text: str,
    now: datetime,
    due_at: datetime | None = None,
) -> str:
    """
    Bring whoever is behind a posting a message.

    Whom no way reaches stops a desk, which looks for another one. A link and the
    sweeps of the house go on: whoever looks after the posting has it on Today.

    :param by: who acts at the desk; None: a link, or the house
    :raises NoWayToTell: at a desk, if the chosen way lacks its address
    """
    person = behind(posting)
    try:
        return tell(person, subject=subject, text=text, now=now, due_at=due_at)
    except NoWayToTell:
        if by is not None:
            raise
    today = timezone.localdate(now)
    owners.remind(posting, owners.UNREACHED, due_on=today, today=today, by=None)
    return ""


def tell_received(person: Reachable, *, now: datetime) -> None:
    """Tell who wrote by mail that it has arrived; who gave a number is rung up."""
    if person.channel != Notice.Channel.MAIL:
        return
    with words_in(spoken_to(person, person.municipality)):
        text = "\n\n".join(
            [
                _("Good day %(name)s,") % {"name": person.name},
                _("thank you, we have received what you wrote and will contact you."),
            ]
        )
        tell(person, subject=_("We have received what you wrote"), text=text, now=now)


def helper_words(match: Match, state: str) -> tuple[str, str]:
    """Return subject and text for the helper, in the active language."""
    title = match.need.title
    subject = _("Your offer of help: %(title)s") % {"title": match.offer.title}
    told = {
        "ASKED": _("Somebody is looking for help: %(title)s. Can you help?"),
        "ACCEPTED": _("Thank you for saying yes: %(title)s. We will write again."),
        "DECLINED": _("Thank you for your answer. We will ask somebody else."),
        "CONFIRMED": _("It is settled: %(title)s. Thank you for helping."),
        "RUNNING": _("It has begun: %(title)s. We wish you both a good time."),
        "EXPIRED": _("The time to answer is over: %(title)s. Nothing is to be done."),
        "WITHDRAWN": _("You are not needed any more: %(title)s. Thank you."),
        "TAKEN": _("Somebody else helps now: %(title)s. Thank you for your answer."),
        "ENDED": _("It has come to its end: %(title)s. Thank you for helping."),
    }
    lines = [told[state] % {"title": title}]
    if state == "ASKED":
        lines += _facts(match.need)
    if state in {"CONFIRMED", "RUNNING"}:
        lines.append(contact_of(match.need.seeker))
    return subject, "\n\n".join(lines)


def seeker_words(match: Match, state: str) -> tuple[str, str]:
    """Return subject and text for whoever looks for help."""
    title = match.need.title
    subject = _("Your request for help: %(title)s") % {"title": title}
    told = {
        "ASKED": _("We have asked somebody who could help: %(title)s."),
        "ACCEPTED": _("Somebody would like to help you: %(title)s. Do you agree?"),
        "DECLINED": _("This time it did not work out: %(title)s. We go on looking."),
        "CONFIRMED": _("Somebody helps you: %(title)s."),
        "RUNNING": _("It has begun: %(title)s. We wish you both a good time."),
        "EXPIRED": _("Nobody has answered yet: %(title)s. We go on looking."),
        "WITHDRAWN": _("We have taken it back: %(title)s. We go on looking."),
        "ENDED": _("It has come to its end: %(title)s."),
    }
    lines = [told[state] % {"title": title}]
    if state in {"CONFIRMED", "RUNNING"}:
        lines.append(contact_of(match.offer.helper))
    return subject, "\n\n".join(lines)


def _facts(posting: Posting) -> list[str]:
    """Return when and where, and the description: nothing about who asks."""
    found = [posting.text] if posting.text else []
    if posting.starts_at is not None:
        when = timezone.localtime(posting.starts_at)
        found.append(date_format(when, "SHORT_DATETIME_FORMAT"))
    if posting.district is not None:
        found.append(posting.district.name)
    return found


def contact_of(person: Reachable) -> str:
    """Return the first name and the agreed way of contact, if that was agreed."""
    if person.consent_on is None:
        return _("The desk brings you together.")
    way = {
        Notice.Channel.MAIL: person.email,
        Notice.Channel.TELEPHONE: person.phone,
        Notice.Channel.SMS: person.phone,
    }.get(Notice.Channel(person.channel), "")
    return f"{person.first_name}: {way}" if way else person.first_name


def with_link(text: str, match: Match, side: str, person: Reachable) -> str:
    """Return the text with the way to answer, where the person can follow a link."""
    if not can_follow_links(person):
        return text
    asked = _("Please answer here, no sign-in is needed:")
    return f"{text}\n\n{asked}\n{answer_address(match, side, person)}"


def answer_address(match: Match, side: str, person: Reachable) -> str:
    path = reverse(
        "pool_public:answer",
        kwargs={
            "municipality": match.municipality.slug,
            "language": spoken_to(person, match.municipality),
            "pk": match.pk,
            "code": keys.answer_code(match, side),
        },
    )
    return f"{settings.PUBLIC_URL}{path}"


def renewal_address(posting: Posting, person: Reachable) -> str:
    path = reverse(
        "pool_public:renew",
        kwargs={
            "municipality": posting.municipality.slug,
            "language": spoken_to(person, posting.municipality),
            "part": "need" if posting.is_need else "offer",
            "pk": posting.pk,
            "code": keys.renewal_code(posting),
        },
    )
    return f"{settings.PUBLIC_URL}{path}"


def tell_helper(
    match: Match,
    state: str,
    *,
    by: User | None,
    now: datetime,
    due_at: datetime | None = None,
) -> str:
    offer, person = match.offer, match.offer.helper
    with words_in(spoken_to(person, match.municipality)):
        subject, text = helper_words(match, state)
        if state == "ASKED":
            text = with_link(text, match, keys.HELPER, person)
        return tell_behind(
            offer, by=by, subject=subject, text=text, now=now, due_at=due_at
        )


def tell_seeker(match: Match, state: str, *, by: User | None, now: datetime) -> str:
    need, person = match.need, match.need.seeker
    with words_in(spoken_to(person, match.municipality)):
        subject, text = seeker_words(match, state)
        if state == "ACCEPTED":
            text = with_link(text, match, keys.SEEKER, person)
        return tell_behind(need, by=by, subject=subject, text=text, now=now)
