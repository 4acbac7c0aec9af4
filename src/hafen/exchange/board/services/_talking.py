"""The relay: two people write to each other and neither reads an address."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from hafen.core.audit import services as audit
from hafen.core.db.versions import locked, save_next
from hafen.core.places.models import Municipality
from hafen.core.taxonomy.reference import words_in
from hafen.exchange.board import addresses, masking
from hafen.exchange.board.errors import Blocked, ClearanceNeeded, NotOpen, RefusedWord
from hafen.exchange.board.models import Member, Message, Post, Talk
from hafen.exchange.board.queries import (
    has_cleared_address,
    is_cleared,
    needs_clearance,
)
from hafen.exchange.board.services import _owners as owners
from hafen.exchange.board.services._posts import member_for, refuse_words
from hafen.exchange.board.services._telling import language_of, tell, tell_way

AUTHOR, ASKER = Talk.Side.AUTHOR, Talk.Side.ASKER


@transaction.atomic
def answer_post(
    *,
    row: Post,
    person: Mapping[str, Any],
    text: str,
    language: str,
    now: datetime,
) -> Talk:
    """
    Begin a talk about a notice.

    :raises NotOpen: if it is not public any more
    :raises ClearanceNeeded: if it takes a proven address: `invite_to_answer`
    :raises Blocked: if the moderators have shut the person out
    :raises RefusedWord: if the text has a word of the list
    """
    fresh = _open_post(row)
    if needs_clearance(fresh, owners.local_day(fresh.municipality, now)):
        raise ClearanceNeeded
    asker = member_for(fresh.municipality, person)
    talk = _begin(fresh, asker, person["name"])
    say(talk=talk, side=ASKER, text=text, language=language, now=now)
    return talk


@transaction.atomic
def invite_to_answer(
    *, row: Post, person: Mapping[str, Any], language: str, now: datetime
) -> Talk | None:
    """
    Write to whoever wants to answer a notice about children.

    Who has been checked gets the link to a talk, everybody else the way to the
    contact point. It comes by mail alone: that proves the address, and the page
    tells no stranger whom the municipality has checked.

    :raises NotOpen: if it is not public any more
    :raises Blocked: if the moderators have shut the person out
    """
    fresh = _open_post(row)
    town = fresh.municipality
    if not has_cleared_address(town, person["email"], owners.local_day(town, now)):
        tell_way(fresh, person["email"], language=language, now=now)
        return None
    asker = member_for(town, person)
    # One in which something was said may have begun with a typed address alone.
    unused = fresh.talks.filter(asker=asker, messages__isnull=True)
    talk = unused.first() or _begin(fresh, asker, person["name"])
    with words_in(language):
        facts = {"title": fresh.title}
        said = _("Here you answer the notice “%(title)s”:") % facts
        link = addresses.talk(talk, ASKER, language)
        subject = _("Your answer to “%(title)s”") % facts
        tell(asker, subject=subject, text=f"{said}\n{link}", now=now)
    return talk


def _open_post(row: Post) -> Post:
    """
    Lock a notice that can be answered.

    :raises NotOpen: if it is not public any more
    """
    fresh = locked(row, expected=None)
    if not fresh.is_public:
        raise NotOpen
    return fresh


def _begin(post: Post, asker: Member, name: str) -> Talk:
    talk = Talk.objects.create(
        municipality=post.municipality, post=post, asker=asker, asker_name=name
    )
    audit.record(action="board.talk.begun", subject=talk)
    return talk


@transaction.atomic
def say(
    *,
    talk: Talk,
    side: str,
    text: str,
    language: str,
    now: datetime,
    by: str = Message.By.WEB,
    came_as: str = "",
) -> Message:
    """
    Write to the other side, who is told by the own way.

    Until somebody has released the own name, what looks like an address or a
    number is left out of the text.

    :raises NotOpen: if the talk has ended, or its notice is gone
    :raises ClearanceNeeded: if it is about children, and the proof is gone
    :raises Blocked: if the moderators have shut the person out
    :raises RefusedWord: if the text has a word of the list
    """
    if side == ASKER:  # the notice before the talk, as whoever deletes it does
        _note_answer(talk.post, now=now)
    fresh = locked(talk, expected=None)
    person = fresh.person(side)
    if fresh.is_blocked or person is None or fresh.post.is_refused:
        raise NotOpen
    if person.is_blocked:
        raise Blocked
    _refuse_unchecked(fresh, side, person, now=now)
    refuse_words(fresh.municipality, text)
    kept = text if fresh.has_released(side) else masking.hidden(text)
    if side == AUTHOR and fresh.post.is_on_behalf:
        by = Message.By.DESK
    message = Message(
        municipality=fresh.municipality,
        talk=fresh,
        side=side,
        by=by,
        text=kept,
        language=language,
        said_at=now,
        came_as=came_as,
    )
    message.carried_as = _carry(fresh, side, kept, now=now)
    message.save(force_insert=True)
    return message


def _note_answer(post: Post, *, now: datetime) -> None:
    """Keep when a notice was answered first, for the figures of the board."""
    fresh = locked(post, expected=None)
    if fresh.answered_at is None:
        fresh.answered_at = now
        save_next(fresh)


def _refuse_unchecked(talk: Talk, side: str, person: Member, *, now: datetime) -> None:
    """
    Let only those ask for children whom the municipality has checked.

    :raises ClearanceNeeded: if somebody has not been checked, or not any more
    """
    day = owners.local_day(talk.municipality, now)
    if (
        side == ASKER
        and needs_clearance(talk.post, day)
        and not is_cleared(person, day)
    ):
        raise ClearanceNeeded


def _carry(talk: Talk, side: str, text: str, *, now: datetime) -> str:
    """Tell the other side; return the Message-ID of the mail, if it was one."""
    other = ASKER if side == AUTHOR else AUTHOR
    reader = talk.person(other)
    if reader is None:
        return ""
    if other == AUTHOR and talk.post.is_on_behalf:
        owners.remind(talk.post, owners.PASS_ON, now=now)
    language = language_of(reader)
    with words_in(language):
        said = _("An answer about “%(title)s”") % {"title": talk.post.title}
        who = name_for(talk, side)
        lines = [_("%(who)s writes:") % {"who": who}, text]
        if reader.is_told_by_mail:
            asked = _("Answer here. Your address stays hidden:")
            lines.append(f"{asked}\n{addresses.talk(talk, other, language)}")
        return tell(reader, subject=said, text="\n\n".join(lines), now=now)


def name_for(talk: Talk, side: str) -> str:
    """Return how the other side reads somebody: by name only when it is released."""
    person = talk.person(side)
    if person is None:
        return _("Somebody")
    is_author = side == AUTHOR
    body = person.organisation
    if is_author and body is not None and body.is_published:
        return body.name
    if talk.has_released(side):
        return talk.post.author_name if is_author else talk.asker_name
    said = _("Whoever wrote the notice"), _("Somebody who read the notice")
    return said[0] if is_author else said[1]


@transaction.atomic
def release_name(*, talk: Talk, side: str, now: datetime) -> Talk:
    """
    Let the other side read the own name, and numbers in what is written from now on.

    :raises NotOpen: if the talk has ended
    """
    fresh = locked(talk, expected=None)
    if fresh.is_blocked:
        raise NotOpen
    if not fresh.has_released(side):
        name = "asker_released_at" if side == ASKER else "author_released_at"
        setattr(fresh, name, now)
        save_next(fresh)
        audit.record(action="board.talk.released", subject=fresh)
    return fresh


@transaction.atomic
def end_talk(*, talk: Talk, side: str) -> Talk:
    """End a talk for both sides; nothing more is carried."""
    fresh = locked(talk, expected=None)
    if not fresh.is_blocked:
        fresh.blocked_by = side
        save_next(fresh)
        audit.record(action="board.talk.ended", subject=fresh)
    return fresh


@transaction.atomic
def take_mail(
    *,
    municipality: Municipality,
    message_id: str,
    references: Iterable[str],
    sender: str,
    text: str,
    now: datetime,
) -> bool:
    """
    Carry an answer by mail to the other side, if it answers a mail of a talk.

    The Message-ID proves the talk, the sender must be the one it was sent to.
    Only words are taken: no header, no quote, no attachment.

    :return: whether the mail belongs to the board, carried or not
    """
    rows = Message.objects.filter(
        municipality=municipality, carried_as__in=[each for each in references if each]
    ).select_related("talk__post__member", "talk__asker", "talk__municipality")
    answered = rows.order_by("-said_at").first()
    if answered is None:
        return False
    talk = answered.talk
    side = ASKER if answered.side == AUTHOR else AUTHOR
    person = talk.person(side)
    if person is None or person.email != sender.strip().lower() or not text.strip():
        return True
    if Message.objects.filter(municipality=municipality, came_as=message_id).exists():
        return True
    try:
        say(
            talk=talk,
            side=side,
            text=text,
            language=person.language,
            now=now,
            by=Message.By.MAIL,
            came_as=message_id[:300],
        )
    except (NotOpen, Blocked, ClearanceNeeded, RefusedWord):
        audit.record(action="board.mail.refused", subject=talk)
    return True
