"""A worry about a child, step by step; nobody decides alone, and nothing waits."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from hafen.casework.childprotection import reference
from hafen.casework.childprotection.errors import (
    AlreadyOver,
    MayNot,
    NeedsAdvice,
    NeedsParents,
    NeedsReport,
    NeedsSecond,
    NeedsSigns,
    NoGround,
    NotInDanger,
    NotTheSecond,
)
from hafen.casework.childprotection.models import (
    KEEP_DAYS,
    KEEP_UNFOUNDED_DAYS,
    Procedure,
    Sign,
)
from hafen.casework.childprotection.queries import people_for
from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.context import opened_for
from hafen.core.db.identifiers import drawn_number
from hafen.core.db.versions import locked, save_next
from hafen.core.places.models import Municipality
from hafen.exchange.volunteers import services as volunteers
from hafen.exchange.volunteers.models import Concern
from hafen.mechanisms.todos import services as todos

ASSESS, CONFIRM, RECEIPT = (
    f"childprotection.{name}" for name in ("assess", "confirm", "receipt")
)
ASSESS_TITLE = gettext_noop(
    "Worry about a child: assess it today, with a second person"
)
CONFIRM_TITLE = gettext_noop("Worry about a child: look at an assessment today")
RECEIPT_TITLE = gettext_noop("Ask the youth office whether it has the report")
# Silence of the youth office is asked about; the municipality sets its own period.
RECEIPT_DAYS = 3
_Judgement = Procedure.Judgement


@transaction.atomic
def begin(
    *,
    municipality: Municipality,
    client_key: UUID | None,
    facts: Mapping[str, Any],
    sign: Mapping[str, Any],
    owner: User,
    today: date,
    by: User,
) -> Procedure:
    """
    Write a worry down; whoever has it assesses it on the same day.

    :param owner: answers for it; who writes it down reads it no longer, if another
    :raises MayNot: when nobody may give it to this person
    """
    _check_person(municipality, client_key, owner, today)
    row = Procedure.objects.create(
        municipality=municipality,
        client_key=client_key,
        number=drawn_number(6),
        owner=owner,
        opened_on=today,
        **facts,
    )
    # Whoever hands it on does not read it.
    with opened_for(owner.pk):
        _add_sign(row, sign)
    _ask(row, ASSESS, ASSESS_TITLE, owner, today, today)
    audit.record(action="childprotection.begun", subject=row, by=by)
    return row


def _check_person(
    town: Municipality, client_key: UUID | None, user: User, today: date
) -> None:
    if not people_for(town, client_key, today=today).filter(pk=user.pk).exists():
        raise MayNot


def _add_sign(row: Procedure, facts: Mapping[str, Any]) -> Sign:
    return Sign.objects.create(
        municipality_id=row.municipality_id, procedure=row, **facts
    )


@transaction.atomic
def hand_on(
    *, concern: Concern, to: User, note: str, now: datetime, by: User
) -> Procedure:
    """
    Give the worry of a volunteer to who assesses it, as it was told.

    The coordinator, who got it, has done with it and reads on nothing.

    :param note: how the volunteers' page says that it was handed on
    :raises MayNot: when this person cannot answer for it
    :raises AlreadyAnswered: when the worry was settled meanwhile
    """
    today = timezone.localdate(now)
    told = concern.text
    volunteers.settle_concern(concern=concern, note=note, by=by, now=now)
    return begin(
        municipality=by.municipality,
        client_key=None,
        facts={"name": "–", "about": "–", "source": Procedure.Source.VOLUNTEER},
        sign={
            "on": timezone.localdate(concern.created_at),
            "kind": Sign.Kind.OTHER,
            "text": told,
        },
        owner=to,
        today=today,
        by=by,
    )


@transaction.atomic
def describe(
    *, procedure: Procedure, facts: Mapping[str, Any], expected: int | None, by: User
) -> Procedure:
    """
    Write down who the child is, as far as it is known.

    :raises AlreadyOver: when it is closed
    :raises LostUpdate: when a colleague changed it meanwhile
    """
    row = _open(procedure, expected)
    for name, value in facts.items():
        setattr(row, name, value)
    return _keep(row, "described", by)


@transaction.atomic
def note_sign(*, procedure: Procedure, facts: Mapping[str, Any], by: User) -> Sign:
    """
    Write down what was seen or heard.

    :raises AlreadyOver: when it is closed
    """
    row = _open(procedure)
    sign = _add_sign(row, facts)
    audit.record(action="childprotection.sign_noted", subject=row, by=by)
    return sign


@transaction.atomic
def name_second(
    *, procedure: Procedure, user: User, today: date, by: User
) -> Procedure:
    """
    Name the second person, who reads it from now on.

    :raises AlreadyOver: when it is closed
    :raises MayNot: for one without the right, or kept out of the file
    :raises NeedsSecond: when it is the same person
    """
    row = _open(procedure)
    if user.pk == row.owner_id:
        raise NeedsSecond
    _check_person(row.municipality, row.client_key, user, today)
    row.second = user
    if row.judgement and not row.is_confirmed:
        _ask(row, CONFIRM, CONFIRM_TITLE, user, today, today)
    return _keep(row, "second_named", by)


@transaction.atomic
def note_advice(
    *, procedure: Procedure, adviser: str, on: date, advice: str, by: User
) -> Procedure:
    """
    Write down what an experienced professional advised, on facts without names.

    :raises AlreadyOver: when it is closed
    """
    row = _open(procedure)
    row.adviser, row.advised_on, row.advice = adviser, on, advice
    return _keep(row, "advised", by)


@transaction.atomic
def note_parents(
    *, procedure: Procedure, parents: str, on: date, note: str, by: User
) -> Procedure:
    """
    Write down a talk with the parents, or why there is none yet.

    :raises AlreadyOver: when it is closed
    """
    row = _open(procedure)
    row.parents, row.parents_on, row.parents_note = parents, on, note
    return _keep(row, "parents_noted", by)


@transaction.atomic
def judge(
    *, procedure: Procedure, judgement: str, reasons: str, now: datetime, by: User
) -> Procedure:
    """
    Assess whether the child is in danger; the second person looks at it today.

    :raises AlreadyOver: when it is closed, or reported
    :raises NeedsSecond: when nobody is named
    :raises NeedsSigns: for danger without a weighty sign
    :raises NeedsAdvice: for danger without advice, unless it is acute
    """
    row = _open(procedure)
    if row.reported_at is not None:
        raise AlreadyOver
    if row.second is None:
        raise NeedsSecond
    is_danger = judgement in {_Judgement.DANGER, _Judgement.ACUTE}
    if is_danger and not row.signs.filter(is_weighty=True).exists():
        raise NeedsSigns
    if judgement == _Judgement.DANGER and row.advised_on is None:
        raise NeedsAdvice
    today = timezone.localdate(now)
    row.judgement, row.reasons = judgement, reasons
    row.judged_on, row.judged_by = today, by
    row.confirmed_on = row.confirmed_by = None
    _done(row, ASSESS, by, now)
    other = row.second if by.pk == row.owner_id else row.owner
    _ask(row, CONFIRM, CONFIRM_TITLE, other, today, today)
    return _keep(row, "assessed", by)


@transaction.atomic
def confirm(*, procedure: Procedure, now: datetime, by: User) -> Procedure:
    """
    Confirm an assessment: the second pair of eyes.

    :raises AlreadyOver: when there is none, or it is confirmed
    :raises NotTheSecond: by whoever assessed
    """
    row = _open(procedure)
    if not row.judgement or row.is_confirmed:
        raise AlreadyOver
    if by.pk == row.judged_by_id or by.pk not in {row.owner_id, row.second_id}:
        raise NotTheSecond
    row.confirmed_on, row.confirmed_by = timezone.localdate(now), by
    _done(row, CONFIRM, by, now)
    return _keep(row, "confirmed", by)


@transaction.atomic
def report(
    *,
    procedure: Procedure,
    report_to: str,
    ground: str,
    reported: str,
    parents_told: bool,
    now: datetime,
    by: User,
) -> Procedure:
    """
    Write down that the youth office was told: without consent, by a norm.

    In acute danger nobody waits for the second person, who confirms afterwards.

    :raises AlreadyOver: when it is closed or reported
    :raises NotInDanger: without a danger, or one that nobody confirmed
    :raises NeedsParents: when a talk, or why there is none, is not written down
    :raises NoGround: for a norm that is not on the list today
    """
    row = _open(procedure)
    today = timezone.localdate(now)
    if row.reported_at is not None:
        raise AlreadyOver
    if not (row.is_acute or (row.is_danger and row.is_confirmed)):
        raise NotInDanger
    if not (row.parents or row.is_acute):
        raise NeedsParents
    if ground not in dict(reference.grounds(today, "de")):
        raise NoGround
    row.report_to, row.ground, row.reported = report_to, ground, reported
    row.parents_told, row.reported_at = parents_told, now
    _ask(
        row,
        RECEIPT,
        RECEIPT_TITLE,
        row.owner,
        today,
        today + timedelta(days=RECEIPT_DAYS),
    )
    return _keep(row, "reported", by, {"ground": ground})


@transaction.atomic
def note_receipt(
    *, procedure: Procedure, on: date, now: datetime, by: User
) -> Procedure:
    """
    Write down that the youth office has the report.

    :raises AlreadyOver: when there is none, or that was said before
    """
    row = _open(procedure)
    if row.reported_at is None or row.received_on is not None:
        raise AlreadyOver
    row.received_on = on
    _done(row, RECEIPT, by, now)
    return _keep(row, "received", by)


@transaction.atomic
def close(*, procedure: Procedure, closing: str, today: date, by: User) -> Procedure:
    """
    Close it; from this day on it is kept for its period, and no longer.

    :raises AlreadyOver: when it is closed
    :raises NotTheSecond: when nobody has confirmed the assessment
    :raises NeedsReport: when a child in danger is not reported, or not received
    """
    row = _open(procedure)
    if not row.is_confirmed:
        raise NotTheSecond
    if row.is_danger and row.received_on is None:
        raise NeedsReport
    is_unfounded = row.judgement == _Judgement.UNFOUNDED
    days = KEEP_UNFOUNDED_DAYS if is_unfounded else KEEP_DAYS
    row.closing, row.closed_on = closing, today
    row.delete_on = today + timedelta(days=days)
    return _keep(row, "closed", by)


@transaction.atomic
def release(*, procedure: Procedure, today: date, by: User) -> Procedure:
    """
    Let the family's copy tell of it; the second person decides that.

    :raises AlreadyOver: when it is released
    :raises NotTheSecond: by whoever has it
    """
    row = locked(procedure, expected=None)
    if row.released_on is not None:
        raise AlreadyOver
    if by.pk != row.second_id:
        raise NotTheSecond
    row.released_on = today
    return _keep(row, "released", by)


def _open(procedure: Procedure, expected: int | None = None) -> Procedure:
    row = locked(procedure, expected=expected)
    if not row.is_open:
        raise AlreadyOver
    return row


def _keep(
    row: Procedure, what: str, by: User, details: dict[str, Any] | None = None
) -> Procedure:
    save_next(row)
    audit.record(action=f"childprotection.{what}", subject=row, by=by, details=details)
    return row


def _ask(
    row: Procedure, kind: str, title: str, owner: User, today: date, due_on: date
) -> None:
    todos.create_todo(
        municipality=row.municipality,
        kind=kind,
        title=title,
        today=today,
        owner=owner,
        subject_type="childprotection.procedure",
        subject_id=row.pk,
        due_on=due_on,
    )


def _done(row: Procedure, kind: str, by: User, now: datetime) -> None:
    todos.finish_about(
        kind=kind, subject_id=row.pk, municipality=row.municipality, by=by, now=now
    )
