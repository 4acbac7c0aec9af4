"""Who does what is agreed; what nobody knows is asked, and asked again."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from hafen.casework.referrals import mails
from hafen.casework.referrals.errors import AlreadyAnswered, AlreadyThere, NameTaken
from hafen.casework.referrals.models import Duty, DutyActor, OpenQuestion
from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.names import sort_key
from hafen.core.db.versions import locked, save_next
from hafen.core.places.models import Municipality, Unit
from hafen.network.organisations.models import Organisation

_State = OpenQuestion.State


@transaction.atomic
def save_duty(
    *,
    municipality: Municipality,
    duty: Duty | None,
    facts: Mapping[str, Any],
    expected: int | None,
    by: User,
) -> Duty:
    """
    Write a task down, with the paper in which it is agreed.

    :raises LostUpdate: when somebody else changed it meanwhile
    :raises NameTaken: when another one has this name
    """
    row = locked(duty, expected=expected) if duty else Duty(municipality=municipality)
    for name, value in facts.items():
        setattr(row, name, value)
    row.sort_key = sort_key(row.name)
    try:
        with transaction.atomic():
            save_next(row)
    except IntegrityError as error:
        raise NameTaken from error
    audit.record(action="referrals.duty.saved", subject=row, by=by)
    return row


@transaction.atomic
def drop_duty(*, duty: Duty, by: User) -> None:
    row = locked(duty, expected=None)
    audit.record(action="referrals.duty.dropped", subject=row, by=by)
    row.delete()


@transaction.atomic
def take_part(
    *,
    duty: Duty,
    unit: Unit | None,
    organisation: Organisation | None,
    part: str,
    by: User,
) -> DutyActor:
    """
    Give an actor a part in a task; that two lead is shown, not refused.

    :raises AlreadyThere: when the actor has a part in it
    """
    row = DutyActor(
        municipality_id=duty.municipality_id,
        duty=locked(duty, expected=None),
        unit=unit,
        organisation=organisation,
        part=part,
    )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise AlreadyThere from error
    audit.record(action="referrals.duty.shared", subject=row, by=by)
    return row


@transaction.atomic
def leave(*, actor: DutyActor, by: User) -> None:
    audit.record(action="referrals.duty.left", subject=actor, by=by)
    actor.delete()


@transaction.atomic
def ask_question(
    *, municipality: Municipality, facts: Mapping[str, Any], today: date, by: User
) -> OpenQuestion:
    """Ask who is responsible; with a mailbox it is mailed at once."""
    row = OpenQuestion(
        municipality=municipality,
        owner=by,
        asked_on=today,
        remind_on=today + timedelta(days=facts["every_days"]),
        **facts,
    )
    row.save()
    if row.email:
        mails.send_question(row)
    audit.record(action="referrals.question.asked", subject=row, by=by)
    return row


@transaction.atomic
def remind_question(*, question: OpenQuestion, today: date, by: User) -> OpenQuestion:
    """
    Note that somebody was asked again, by telephone or in a letter.

    :raises AlreadyAnswered: when it is settled
    """
    row = _open(question)
    _ask_again(row, today)
    audit.record(action="referrals.question.reminded", subject=row, by=by)
    return row


@transaction.atomic
def settle_question(
    *, question: OpenQuestion, answer: str, today: date, by: User
) -> OpenQuestion:
    """
    Write the answer down, or that nobody asks any more.

    :raises AlreadyAnswered: when it is settled
    """
    row = _open(question)
    row.state = _State.ANSWERED if answer else _State.DROPPED
    row.answer, row.settled_on = answer, today
    save_next(row)
    audit.record(action="referrals.question.settled", subject=row, by=by)
    return row


@transaction.atomic
def remind_of_questions(*, municipality_id: UUID, now: datetime) -> int:
    """Mail the questions whose day has come; without a mailbox Today shows them."""
    today = timezone.localdate(now)
    rows = OpenQuestion.objects.filter(
        municipality=municipality_id, state=_State.OPEN, remind_on__lte=today
    ).exclude(email="")
    due = list(
        rows.select_for_update(of=("self",)).select_related("owner", "municipality")
    )
    for row in due:
        _ask_again(row, today)
        mails.send_question(row)
    return len(due)


def _ask_again(row: OpenQuestion, today: date) -> None:
    row.reminders += 1
    row.remind_on = today + timedelta(days=row.every_days)
    save_next(row)


def _open(question: OpenQuestion) -> OpenQuestion:
    row = locked(question, expected=None)
    if not row.is_open:
        raise AlreadyAnswered
    return row
