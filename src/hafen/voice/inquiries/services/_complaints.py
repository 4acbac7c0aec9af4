"""Complaints: shielded from the other side until a summary is released."""

from datetime import datetime

from django.db import transaction

from hafen.core.accounts.models import Team, User
from hafen.core.audit import services as audit
from hafen.core.db.versions import locked, save_next
from hafen.core.places.models import Unit
from hafen.mechanisms.todos import services as todos
from hafen.mechanisms.todos.models import Todo
from hafen.network.organisations.models import Organisation
from hafen.voice.inquiries.models import Accused, Complaint, Inquiry, Message
from hafen.voice.inquiries.rules import HANDLE_COMPLAINT
from hafen.voice.inquiries.services._errors import NotAComplaint, OtherSide
from hafen.voice.inquiries.services._owners import may_read
from hafen.voice.inquiries.services._receive import ask_for_answer, local_day
from hafen.voice.inquiries.services._work import add_message, ask_to_decide, living


@transaction.atomic
def name_other_side(
    *,
    inquiry: Inquiry,
    by: User,
    now: datetime,
    user: User | None = None,
    team: Team | None = None,
    unit: Unit | None = None,
    organisation: Organisation | None = None,
    name: str = "",
) -> Accused:
    """
    Say whom a complaint is about; from now on they know nothing of it.

    Work that lay with them goes to somebody else at once.

    :raises NotAComplaint: if the inquiry is none
    :raises OtherSide: if somebody would shut themselves out
    """
    if not inquiry.is_complaint:
        raise NotAComplaint
    accused = Accused.objects.create(
        municipality_id=inquiry.municipality_id,
        inquiry=inquiry,
        user=user,
        team=team,
        unit=unit,
        organisation=organisation,
        name=name,
    )
    today = local_day(inquiry.municipality, now)
    if not may_read(by, inquiry, today=today):
        raise OtherSide
    fresh = locked(inquiry, expected=None)
    if fresh.owner is not None and not may_read(fresh.owner, fresh, today=today):
        fresh.owner = None
    save_next(fresh)
    audit.record(action="inquiries.complaint.other_side", subject=fresh, by=by)
    _take_todos_away(fresh, by=by, now=now)
    return accused


@transaction.atomic
def describe_complaint(
    *,
    inquiry: Inquiry,
    category: str,
    summary: str,
    outcome: str,
    by: User,
    now: datetime,
    is_released: bool = False,
) -> Complaint:
    """
    Set category and outcome; release the summary to the other side if wished.

    :raises NotAComplaint: if the inquiry is none
    """
    complaint = Complaint.objects.select_for_update().filter(inquiry=inquiry).first()
    if complaint is None:
        if not inquiry.is_complaint:
            raise NotAComplaint
        complaint = Complaint(municipality_id=inquiry.municipality_id, inquiry=inquiry)
    complaint.category, complaint.outcome = category, outcome
    complaint.summary = summary
    if is_released and complaint.released_at is None and summary.strip():
        complaint.released_at, complaint.released_by = now, by
        audit.record(action="inquiries.complaint.released", subject=inquiry, by=by)
    complaint.save()
    return complaint


@transaction.atomic
def pass_up(
    *,
    inquiry: Inquiry,
    to: User,
    because: str,
    expected: int | None,
    by: User,
    now: datetime,
) -> Complaint:
    """
    Ask somebody else who handles complaints to decide; it is their work now.

    :raises NotAComplaint: if the inquiry is none
    :raises NotLiving: if it is closed or merged
    :raises OtherSide: if that person may not handle or read it
    :raises LostUpdate: when somebody else changed it since version `expected`
    """
    fresh = living(inquiry, expected)
    complaint = Complaint.objects.select_for_update().filter(inquiry=fresh).first()
    if complaint is None:
        raise NotAComplaint
    today = local_day(fresh.municipality, now)
    if not (HANDLE_COMPLAINT.held_by(to) and may_read(to, fresh, today=today)):
        raise OtherSide
    fresh.owner = to
    if fresh.is_new_here:
        fresh.state = Inquiry.State.OPEN
    save_next(fresh)
    complaint.escalated_at = complaint.escalated_at or now
    complaint.save(update_fields=["escalated_at"])
    add_message(fresh, kind=Message.Kind.NOTE, text=because, by=by, now=now)
    audit.record(action="inquiries.complaint.escalated", subject=fresh, by=by)
    ask_to_decide(fresh, to, by=by, now=now)
    return complaint


def _take_todos_away(inquiry: Inquiry, *, by: User, now: datetime) -> None:
    from_before = _open_todos(inquiry)
    for todo in from_before:
        todos.drop_todo(todo=todo, by=by, now=now)
    if from_before and not inquiry.is_answered:
        ask_for_answer(inquiry, by=by, now=now)


def _open_todos(inquiry: Inquiry) -> list[Todo]:
    rows = Todo.objects.filter(
        municipality=inquiry.municipality_id, subject_id=inquiry.pk
    )
    return list(rows.open())
