"""The work on an inquiry: sort it, answer, ask back, close, open again."""

from datetime import datetime
from typing import TypedDict
from zoneinfo import ZoneInfo

from django.db import transaction

from hafen.core.accounts.models import Team, User
from hafen.core.audit import services as audit
from hafen.core.db.versions import locked, save_next
from hafen.core.places import queries as places
from hafen.core.places.models import District, Site
from hafen.mechanisms.todos import services as todos
from hafen.voice.inquiries.clock import working_minutes
from hafen.voice.inquiries.models import Inquiry, Message, ThirdParty
from hafen.voice.inquiries.queries import WAITING, family_of
from hafen.voice.inquiries.services._errors import (
    NoAnswerYet,
    NotLiving,
    OtherSide,
    StillWaiting,
)
from hafen.voice.inquiries.services._owners import may_read, owner_of
from hafen.voice.inquiries.services._receive import (
    ANSWER,
    CALL_BACK,
    answer_due,
    ask_for_answer,
    count_contact,
    local_day,
)
from hafen.voice.inquiries.services._telling import tell_requester

READ_ANSWER = "inquiries.read"
DECIDE = "inquiries.decide"
# What somebody owes the requester; whoever is asked anew owes it alone.
_OWED = (ANSWER, CALL_BACK, DECIDE)


class Triage(TypedDict, total=False):
    """What is decided about an inquiry; a key that is left out stays as it is."""

    kind: str
    who: str
    route: str
    topics: list[str]
    legal_areas: list[str]
    district: District | None
    site: Site | None
    is_urgent: bool
    owner: User | None
    team: Team | None


@transaction.atomic
def sort_inquiry(
    *,
    inquiry: Inquiry,
    data: Triage,
    expected: int | None,
    by: User,
    now: datetime,
) -> Inquiry:
    """
    Decide what an inquiry is about, who answers it and by which route.

    :raises NotLiving: if it is closed or merged
    :raises OtherSide: if the new owner must not read it
    :raises LostUpdate: when somebody else changed it since version `expected`
    """
    fresh = living(inquiry, expected)
    was_urgent = fresh.is_urgent
    for name, value in data.items():
        setattr(fresh, name, value)
    owner = data.get("owner")
    if owner and not may_read(owner, fresh, today=local_day(fresh.municipality, now)):
        raise OtherSide
    if fresh.is_urgent != was_urgent:
        fresh.due_on = answer_due(fresh, now=fresh.received_at)
    if fresh.is_new_here:
        fresh.state = Inquiry.State.OPEN
    save_next(fresh)
    audit.record(
        action="inquiries.inquiry.sorted",
        subject=fresh,
        by=by,
        details={"changed": sorted(data)},
    )
    count_contact(fresh, by=by, now=now)
    _give_on(fresh, by=by, now=now)
    return fresh


@transaction.atomic
def reply(
    *,
    inquiry: Inquiry,
    text: str,
    is_question: bool,
    whole: bool,
    by: User,
    now: datetime,
    expected: int | None = None,
) -> Message:
    """
    Answer the requester, or ask back; only an answer counts as one.

    Where inquiries were merged, each of those who asked is told, by the own way.

    :param whole: whether a mail may carry the text itself
    :raises NotLiving: if it is closed or merged
    :raises NoWayToAnswer: if what the chosen way needs is missing
    :raises LostUpdate: when somebody wrote or answered since version `expected`
    """
    fresh = living(inquiry, expected)
    message = add_message(
        fresh,
        kind=Message.Kind.QUESTION if is_question else Message.Kind.REPLY,
        text=text,
        by=by,
        now=now,
    )
    family = family_of(fresh)
    fresh.state = Inquiry.State.OPEN
    for each in family:
        if not is_question and each.answered_at is None:
            note_answer(each, now=now)
        save_next(each)
    verb = "asked_back" if is_question else "answered"
    audit.record(action=f"inquiries.inquiry.{verb}", subject=fresh, by=by)
    told = set()
    for each in family:
        if each.requester_id not in told:
            tell_requester(each, message, whole=whole, now=now)
            told.add(each.requester_id)
    for kind in (ANSWER, READ_ANSWER, DECIDE):
        _done(fresh, kind, by=by, now=now)
    return message


@transaction.atomic
def add_note(*, inquiry: Inquiry, text: str, by: User, now: datetime) -> Message:
    """Write something that colleagues read and nobody else."""
    message = add_message(inquiry, kind=Message.Kind.NOTE, text=text, by=by, now=now)
    audit.record(action="inquiries.note.added", subject=inquiry, by=by)
    return message


@transaction.atomic
def hear_requester(
    *,
    inquiry: Inquiry,
    text: str,
    now: datetime,
    message_id: str = "",
    asked: Inquiry | None = None,
) -> Message:
    """
    Take what the requester adds; a closed inquiry opens again.

    :param asked: the merged inquiry whose requester it is, where it is not the
        one that the others are merged into
    """
    fresh = locked(inquiry, expected=None)
    message = add_message(
        fresh,
        kind=Message.Kind.REQUEST,
        text=text,
        by=None,
        now=now,
        message_id=message_id,
        came_from=asked if asked and asked.pk != fresh.pk else None,
    )
    if fresh.is_closed:
        _open_again(fresh)
    save_next(fresh)
    audit.record(action="inquiries.inquiry.heard", subject=fresh)
    ask_to_read(fresh, now=now)
    return message


@transaction.atomic
def close_inquiry(
    *,
    inquiry: Inquiry,
    reaction: str,
    success: str,
    because: str,
    expected: int | None,
    by: User,
    now: datetime,
) -> Inquiry:
    """
    Close an inquiry; how the person took it is apart from what came of it.

    :raises NoAnswerYet: without an answer to each who asked and without a reason
    :raises StillWaiting: while a third party is asked
    :raises NotLiving: if it is closed or merged
    """
    fresh = living(inquiry, expected)
    family = family_of(fresh)
    if not because and not all(each.is_answered for each in family):
        raise NoAnswerYet
    if ThirdParty.objects.filter(inquiry__in=family, state__in=WAITING).exists():
        raise StillWaiting
    fresh.reaction, fresh.success, fresh.closed_because = reaction, success, because
    fresh.state, fresh.closed_at = Inquiry.State.CLOSED, now
    save_next(fresh)
    audit.record(action="inquiries.inquiry.closed", subject=fresh, by=by)
    if because == Inquiry.Reason.SPAM and fresh.contact is not None:
        fresh.contact.delete()
    for kind in (*_OWED, READ_ANSWER):
        _done(fresh, kind, by=by, now=now)
    return fresh


@transaction.atomic
def reopen_inquiry(*, inquiry: Inquiry, by: User, now: datetime) -> Inquiry:
    """Open a closed inquiry again."""
    fresh = locked(inquiry, expected=None)
    if fresh.is_closed:
        _open_again(fresh)
        save_next(fresh)
        audit.record(action="inquiries.inquiry.reopened", subject=fresh, by=by)
        ask_for_answer(fresh, by=by, now=now)
    return fresh


@transaction.atomic
def note_call_back(*, inquiry: Inquiry, by: User, now: datetime) -> Inquiry:
    """Note that the caller was called back; the answer itself is written apart."""
    fresh = living(inquiry, None)
    fresh.called_back_at = now
    if fresh.is_new_here:
        fresh.state = Inquiry.State.OPEN
    save_next(fresh)
    audit.record(action="inquiries.inquiry.called_back", subject=fresh, by=by)
    _done(fresh, CALL_BACK, by=by, now=now)
    if not fresh.is_answered:
        ask_for_answer(fresh, by=by, now=now)
    return fresh


def add_message(
    inquiry: Inquiry,
    *,
    kind: Message.Kind,
    text: str,
    by: User | None,
    now: datetime,
    message_id: str = "",
    **relations: object,
) -> Message:
    """Add to the thread; the caller decides what follows from it."""
    message = Message(
        municipality_id=inquiry.municipality_id,
        inquiry=inquiry,
        kind=kind,
        language=inquiry.language,
        text=text,
        author=by,
        said_at=now,
        message_id=message_id,
    )
    for name, row in relations.items():
        setattr(message, name, row)
    message.save(force_insert=True)
    return message


def note_answer(inquiry: Inquiry, *, now: datetime) -> None:
    """Set when the requester had the first answer, and how long it took."""
    town = inquiry.municipality
    inquiry.answered_at = now
    inquiry.answer_minutes = working_minutes(
        places.working_calendar(town),
        inquiry.received_at,
        now,
        zone=ZoneInfo(town.time_zone),
    )


def ask_to_read(inquiry: Inquiry, *, now: datetime) -> None:
    """Put on somebody's Today that the requester or a third party has written."""
    owner, team = owner_of(inquiry, today=local_day(inquiry.municipality, now))
    if owner is None and team is None:
        return
    today = local_day(inquiry.municipality, now)
    todos.create_todo(
        municipality=inquiry.municipality,
        kind=READ_ANSWER,
        title="Read what is new about inquiry %(number)s",
        params={"number": inquiry.number},
        owner=owner,
        team=team,
        subject_type="inquiries.inquiry",
        subject_id=inquiry.pk,
        due_on=today,
        today=today,
    )


def ask_to_decide(inquiry: Inquiry, to: User, *, by: User, now: datetime) -> None:
    """Put a complaint on the Today of whoever decides, in place of others."""
    for kind in _OWED:
        _done(inquiry, kind, by=by, now=now)
    town = inquiry.municipality
    today = local_day(town, now)
    soon = places.working_calendar(town).add_working_days(today, 1)
    todos.create_todo(
        municipality=town,
        kind=DECIDE,
        title="Decide on complaint %(number)s",
        params={"number": inquiry.number},
        owner=to,
        subject_type="inquiries.inquiry",
        subject_id=inquiry.pk,
        due_on=min(inquiry.due_on, soon),
        today=today,
        by=by,
    )


def _open_again(inquiry: Inquiry) -> None:
    inquiry.state = Inquiry.State.OPEN
    inquiry.closed_at = None
    inquiry.closed_because = ""


def living(inquiry: Inquiry, expected: int | None) -> Inquiry:
    fresh = locked(inquiry, expected=expected)
    if not fresh.is_living:
        raise NotLiving
    return fresh


def _give_on(inquiry: Inquiry, *, by: User, now: datetime) -> None:
    """Give the open todo to whoever is responsible now, or ask for it anew."""
    for kind in _OWED:
        _done(inquiry, kind, by=by, now=now)
    if not inquiry.is_answered:
        ask_for_answer(inquiry, by=by, now=now)


def _done(inquiry: Inquiry, kind: str, *, by: User, now: datetime) -> None:
    todos.finish_about(
        kind=kind,
        subject_id=inquiry.pk,
        municipality=inquiry.municipality,
        by=by,
        now=now,
    )


@transaction.atomic
def prove_address(*, inquiry: Inquiry, now: datetime) -> None:
    """Note that whoever got our mail has used its link: the address is theirs.

    Only where no PIN opens the page, since then only a mail carries the link.
    """
    if inquiry.requester is None or inquiry.has_pin:
        return
    inquiry.requester.emails.filter(verified_at__isnull=True).update(verified_at=now)
