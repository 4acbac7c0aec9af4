"""What came of a referral: said by the office on its page, or written down here."""

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from hafen.casework.referrals import mails
from hafen.casework.referrals.errors import AlreadyAnswered, LegalTopic
from hafen.casework.referrals.models import Referral
from hafen.casework.referrals.services._documents import forget_documents
from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.versions import locked, save_next
from hafen.core.places import queries as places
from hafen.mechanisms.todos import services as todos
from hafen.voice.inquiries.clock import working_minutes

LOOK = "referrals.look_at_answer"
LOOK_TITLE = gettext_noop("Look at the answer to a referral")
_State = Referral.State


@transaction.atomic
def accept(
    *,
    referral: Referral,
    appointment_at: datetime | None,
    now: datetime,
    by: User | None,
) -> Referral:
    """
    Take the person on; from now on the office reads what it was told.

    :param by: None: the office itself, by its link
    :raises AlreadyAnswered: when it said yes or no already, or it is over
    """
    row = _fresh(referral, lambda row: row.is_waiting)
    row.state, row.appointment_at = _State.ACCEPTED, appointment_at
    _note_answer(row, now)
    return _keep(row, "accepted", now, by)


@transaction.atomic
def refuse(
    *,
    referral: Referral,
    refusal: str,
    suggestion: str,
    now: datetime,
    by: User | None,
) -> Referral:
    """
    Refuse the person, with a reason and perhaps somebody else to ask.

    :raises AlreadyAnswered: when it said yes or no already, or it is over
    """
    row = _fresh(referral, lambda row: row.is_waiting)
    row.state, row.refusal, row.suggestion = _State.REFUSED, refusal, suggestion
    _note_answer(row, now)
    _end(row, timezone.localdate(now))
    return _keep(row, "refused", now, by)


@transaction.atomic
def arrive(*, referral: Referral, on: date, now: datetime, by: User | None) -> Referral:
    """
    Write down that the person came; with a slip nobody had to say yes before.

    :raises AlreadyAnswered: when the person arrived already, or it is over
    """
    row = _fresh(referral, lambda row: row.may_arrive)
    row.state, row.arrived_on = _State.ARRIVED, on
    _note_answer(row, now)
    return _keep(row, "arrived", now, by)


@transaction.atomic
def finish(
    *, referral: Referral, outcome: str, answer: str, now: datetime, by: User | None
) -> Referral:
    """
    Write down what came of it.

    :raises AlreadyAnswered: when it is over
    :raises LegalTopic: when a legal topic shall end with more than information
    """
    row = _fresh(referral, lambda row: row.is_open)
    if row.is_legal and (outcome not in Referral.LEGAL_OUTCOMES or answer):
        raise LegalTopic
    row.state, row.outcome, row.answer = _State.DONE, outcome, answer
    if outcome != Referral.Outcome.NOT_COME:
        _note_answer(row, now)
    _end(row, timezone.localdate(now))
    return _keep(row, "done", now, by)


@transaction.atomic
def ask_later(*, referral: Referral, on: date, by: User) -> Referral:
    """
    Set the day on which somebody asks again whether the person arrived.

    :raises AlreadyAnswered: when it is over
    """
    row = _fresh(referral, lambda row: row.is_open)
    row.follow_up_on = on
    save_next(row)
    audit.record(action="referrals.referral.put_off", subject=row, by=by)
    return row


@transaction.atomic
def remind_offices(*, municipality_id: UUID, now: datetime) -> int:
    """Mail those whose day is over, once a day; Today shows the others."""
    today = timezone.localdate(now)
    rows = (
        Referral.objects.late(today)
        .filter(municipality=municipality_id, way=Referral.Way.TOLD)
        .exclude(email="")
        .exclude(reminded_on=today)
    )
    late = list(rows.select_for_update(of=("self",)).select_related("municipality"))
    for row in late:
        mails.send_offer(row, is_reminder=True)
        row.reminded_on = today
        save_next(row)
    return len(late)


def _fresh(referral: Referral, is_possible: Callable[[Referral], bool]) -> Referral:
    row = locked(referral, expected=None)
    if not is_possible(row):
        raise AlreadyAnswered
    return row


def _note_answer(row: Referral, now: datetime) -> None:
    """Write down when the office first said something; only what we told it counts."""
    if row.answered_at is not None:
        return
    row.answered_at = now
    if row.has_gone and row.offered_at is not None:
        town = row.municipality
        row.answer_minutes = working_minutes(
            places.working_calendar(town),
            row.offered_at,
            now,
            zone=ZoneInfo(town.time_zone),
        )


def _end(row: Referral, today: date) -> None:
    row.ended_on, row.follow_up_on = today, None
    # The copy has done its service; what was told is written in the categories.
    row.told, row.told_until = "", None
    forget_documents(row)


def _keep(row: Referral, what: str, now: datetime, by: User | None) -> Referral:
    save_next(row)
    audit.record(action=f"referrals.referral.{what}", subject=row, by=by)
    if by is None:
        todos.create_todo(
            municipality=row.municipality,
            kind=LOOK,
            title=LOOK_TITLE,
            today=timezone.localdate(now),
            owner=row.owner,
            subject_type="referrals.referral",
            subject_id=row.pk,
        )
    else:
        todos.finish_about(
            kind=LOOK,
            subject_id=row.pk,
            municipality=row.municipality,
            by=by,
            now=now,
        )
    return row
