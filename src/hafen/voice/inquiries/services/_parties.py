"""Third parties: asked with a ground, answering by a mailed link, each with a day."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.versions import locked, save_next
from hafen.core.places import queries as places
from hafen.core.places.models import Responsibility, Unit
from hafen.network.organisations.models import Organisation
from hafen.voice.inquiries import keys
from hafen.voice.inquiries.clock import working_minutes
from hafen.voice.inquiries.models import (
    Conversation,
    Inquiry,
    Message,
    Step,
    ThirdParty,
)
from hafen.voice.inquiries.queries import living_target
from hafen.voice.inquiries.services._errors import AlreadyAnswered, NoGround, NotLiving
from hafen.voice.inquiries.services._receive import local_day
from hafen.voice.inquiries.services._telling import send_threaded
from hafen.voice.inquiries.services._work import add_message, ask_to_read

PARTY_DAYS = 5
# A joint conversation is worth its effort from two legal areas on.
FEWEST_AREAS = 2


@dataclass(frozen=True)
class Asked:
    """Whom to ask, what it is told, and why it may be told.

    :param ground: one of `ThirdParty.Ground`; without one nothing is sent
    :param ground_note: the day of the consent, or the norm
    """

    role: str
    question: str
    ground: str
    ground_note: str = ""
    unit: Unit | None = None
    organisation: Organisation | None = None
    name: str = ""
    email: str = ""
    legal_area: str = ""
    due_on: date | None = None


def proposed_offices(inquiry: Inquiry, *, on: date) -> dict[str, list[Responsibility]]:
    """Return who is responsible in each legal area of an inquiry, best first.

    Topics without an office of their own leave the area with an empty list, so
    that the desk sees what is missing.
    """
    found: dict[str, list[Responsibility]] = {}
    for area in inquiry.legal_areas:
        rows = [
            row
            for topic in inquiry.topics
            for row in places.responsible_units(
                inquiry.municipality,
                topic=topic,
                on=on,
                legal_area=area,
                district=inquiry.district,
            )
        ]
        named = [row for row in rows if row.legal_area == area]
        found[area] = list({row.unit_id: row for row in named or rows}.values())
    return found


@transaction.atomic
def ask_party(*, inquiry: Inquiry, asked: Asked, by: User, now: datetime) -> ThirdParty:
    """
    Ask an office or an organisation, and mail it the way to answer.

    :raises NoGround: without a consent or another ground
    :raises NotLiving: if the inquiry is closed or merged
    """
    return _ask(_living(inquiry), asked, None, by=by, now=now)


@transaction.atomic
def open_conversation(
    *, inquiry: Inquiry, parties: list[Asked], by: User, now: datetime
) -> Conversation:
    """
    Bring all offices of an inquiry into one talk; each reads what all say.

    :raises NoGround: if one of them may not be told
    :raises NotLiving: if the inquiry is closed or merged
    """
    fresh = _living(inquiry)
    conversation = Conversation.objects.create(
        municipality_id=fresh.municipality_id, inquiry=fresh
    )
    for asked in parties:
        _ask(fresh, asked, conversation, by=by, now=now)
    fresh.route = Inquiry.Route.JOIN
    save_next(fresh)
    audit.record(action="inquiries.conversation.opened", subject=fresh, by=by)
    return conversation


@transaction.atomic
def confirm_receipt(*, party: ThirdParty, now: datetime) -> ThirdParty:
    """Note that the third party has it on the table."""
    fresh = _waited_for(party)
    fresh.received_at = fresh.received_at or now
    fresh.state = ThirdParty.State.RECEIVED
    save_next(fresh)
    audit.record(action="inquiries.party.received", subject=fresh)
    return fresh


@transaction.atomic
def hear_party(
    *, party: ThirdParty, text: str, is_declined: bool, now: datetime
) -> ThirdParty:
    """
    Take the answer of a third party.

    :raises AlreadyAnswered: if it has answered, or is no longer asked
    """
    fresh = _waited_for(party)
    fresh.answer = text
    fresh.answered_at = now
    fresh.received_at = fresh.received_at or now
    states = ThirdParty.State
    fresh.state = states.DECLINED if is_declined else states.ANSWERED
    town = fresh.municipality
    fresh.answer_minutes = working_minutes(
        places.working_calendar(town),
        fresh.asked_at,
        now,
        zone=ZoneInfo(town.time_zone),
    )
    save_next(fresh)
    asked = fresh.inquiry
    target = living_target(asked)
    add_message(
        target,
        kind=Message.Kind.PARTY,
        text=text,
        by=None,
        now=now,
        party=fresh,
        conversation=fresh.conversation,
        came_from=None if target.pk == asked.pk else asked,
    )
    audit.record(action="inquiries.party.answered", subject=fresh)
    ask_to_read(target, now=now)
    return fresh


@transaction.atomic
def let_go(*, party: ThirdParty, by: User) -> ThirdParty:
    """Wait for a third party no longer; its link answers that it is over."""
    fresh = _waited_for(party)
    fresh.state = ThirdParty.State.WITHDRAWN
    save_next(fresh)
    audit.record(action="inquiries.party.let_go", subject=fresh, by=by)
    return fresh


@transaction.atomic
def add_step(
    *,
    inquiry: Inquiry,
    kind: str,
    held_on: date,
    note: str,
    result: str,
    is_accompanied: bool,
    by: User,
    now: datetime,
) -> Step:
    """
    Note a step of a clarification; the first one starts it.

    :raises NotLiving: if the inquiry is closed or merged
    """
    fresh = _living(inquiry)
    fresh.process_started_at = fresh.process_started_at or now
    fresh.is_accompanied = fresh.is_accompanied or is_accompanied
    save_next(fresh)
    step = Step.objects.create(
        municipality_id=fresh.municipality_id,
        inquiry=fresh,
        kind=kind,
        held_on=held_on,
        note=note,
        result=result,
        recorded_by=by,
    )
    audit.record(action="inquiries.step.added", subject=fresh, by=by)
    return step


@transaction.atomic
def remind_late_parties(*, municipality_id: UUID, now: datetime) -> int:
    """Mail those whose day is over, once a day at most; the desk waits with them."""
    today = timezone.localdate(now)
    rows = ThirdParty.objects.select_related("inquiry", "municipality").filter(
        municipality=municipality_id,
        state__in=[ThirdParty.State.ASKED, ThirdParty.State.RECEIVED],
        due_on__lt=today,
    )
    late = [row for row in rows if row.reminded_on != today and row.email]
    for party in late:
        _mail(party, now=now)
        ThirdParty.objects.filter(pk=party.pk).update(reminded_on=today)
    return len(late)


def party_address(party: ThirdParty) -> str:
    town = party.municipality
    place = {
        "municipality": town.slug,
        "language": town.default_language,
        "pk": party.pk,
        "code": keys.party_code(party),
    }
    return f"{settings.PUBLIC_URL}{reverse('inquiries_public:party', kwargs=place)}"


def _ask(
    inquiry: Inquiry,
    asked: Asked,
    conversation: Conversation | None,
    *,
    by: User,
    now: datetime,
) -> ThirdParty:
    if asked.ground not in ThirdParty.Ground.values:
        raise NoGround
    if asked.ground != ThirdParty.Ground.NAMELESS and not asked.ground_note.strip():
        raise NoGround
    row = asked.unit or asked.organisation
    town = inquiry.municipality
    calendar = places.working_calendar(town)
    party = ThirdParty.objects.create(
        municipality=town,
        inquiry=inquiry,
        conversation=conversation,
        role=asked.role,
        unit=asked.unit,
        organisation=asked.organisation,
        name=asked.name or (row.name if row else ""),
        email=asked.email or (row.email if row else ""),
        legal_area=asked.legal_area,
        ground=asked.ground,
        ground_note=asked.ground_note,
        question=asked.question,
        asked_at=now,
        due_on=asked.due_on
        or calendar.add_working_days(local_day(town, now), PARTY_DAYS),
    )
    audit.record(
        action="inquiries.party.asked",
        subject=party,
        by=by,
        details={"ground": asked.ground},
    )
    if party.email:
        _mail(party, now=now)
    return party


def _mail(party: ThirdParty, *, now: datetime) -> None:
    with translation.override(party.municipality.default_language):
        text = "\n\n".join(
            [
                _("Please answer an inquiry by %(day)s.")
                % {"day": party.due_on.strftime("%d.%m.%Y")},
                _("You need no account. Read and answer here:"),
                party_address(party),
            ]
        )
        subject = _("Please answer an inquiry by %(day)s.") % {
            "day": party.due_on.strftime("%d.%m.%Y")
        }
        sent = send_threaded(
            party.inquiry, None, to=[party.email], subject=subject, text=text, now=now
        )
    ThirdParty.objects.filter(pk=party.pk).update(message_id=sent)


def _living(inquiry: Inquiry) -> Inquiry:
    fresh = locked(inquiry, expected=None)
    if not fresh.is_living:
        raise NotLiving
    if fresh.is_new_here:
        fresh.state = Inquiry.State.OPEN
        save_next(fresh)
    return fresh


def _waited_for(party: ThirdParty) -> ThirdParty:
    fresh = locked(party, expected=None)
    if not fresh.is_waited_for:
        raise AlreadyAnswered
    return fresh
