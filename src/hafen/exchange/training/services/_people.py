"""Who takes part, who was there, and what they have learned by it."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from dateutil.relativedelta import relativedelta
from django.db import IntegrityError, transaction
from django.utils import timezone

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.names import sort_key
from hafen.core.db.versions import save_next
from hafen.core.places.models import Municipality
from hafen.exchange.pool.models import Helper
from hafen.exchange.training import queries
from hafen.exchange.training.errors import (
    AlreadyThere,
    NameTaken,
    NoPlace,
    UnknownPart,
)
from hafen.exchange.training.models import (
    Affiliation,
    Attendance,
    Module,
    Participant,
    Qualification,
    Run,
    Unit,
)
from hafen.mechanisms.bookings import services as bookings
from hafen.network.organisations.models import Organisation


@transaction.atomic
def enrol(
    *,
    run: Run,
    person: bookings.RegistrationData,
    facts: Mapping[str, Any],
    now: datetime,
    by: User | None = None,
) -> Participant:
    """
    Give somebody a place, or one on the waiting list; contributors need none.

    :param facts: group, role, helper, user, unit, interpreter
    :raises AlreadyThere: when this person takes part already
    :raises NoPlace: when nothing is left
    """
    row = Participant(
        municipality_id=run.municipality_id,
        run=run,
        name=person.name,
        language=person.language,
        kept_from=timezone.localdate(run.ends_at),
        **facts,
    )
    _refuse_twice(row, run)
    if row.learns:
        row.registration = _place(run, person, by=by, now=now)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as refused:
        raise AlreadyThere from refused
    audit.record(action="training.participant.enrolled", subject=row, by=by)
    return row


def _refuse_twice(row: Participant, run: Run) -> None:
    for name in ("helper", "user"):
        who = getattr(row, name)
        if who is not None and run.participants.filter(**{name: who}).exists():
            raise AlreadyThere


def _place(
    run: Run, person: bookings.RegistrationData, *, by: User | None, now: datetime
) -> Any:
    bookable = queries.bookable_of(run)
    try:
        found, is_new = bookings.register(
            bookable=bookable, data=person, by=by, now=now
        )
    except (bookings.Full, bookings.NotOpen, bookings.TooManySeats) as refused:
        raise NoPlace from refused
    if not is_new:
        raise AlreadyThere
    return found


@transaction.atomic
def mark_part(
    *, run: Run, part: int, present: Collection[UUID], by: User, now: datetime
) -> int:
    """
    Note who was there at one part; the same part again corrects it.

    Those of other runs of the training make up what they missed there.

    :return: how many were there
    :raises UnknownPart: for a part that is not there, or that has not begun
    """
    day = queries.days_of(run).get(part)
    if day is None or day > timezone.localdate(now):
        raise UnknownPart
    # A part is made up in other runs too, so the training is the lock.
    Module.objects.select_for_update(no_key=True).get(pk=run.module_id)
    rows = list(queries.markable(run, part))
    for row in rows:
        is_there = row.pk in present
        mine = Attendance.objects.filter(participant=row, part=part)
        if is_there and not mine.exists():
            Attendance.objects.create(
                municipality_id=run.municipality_id,
                participant=row,
                run=run,
                part=part,
                day=day,
                minutes=run.part_minutes,
            )
        elif not is_there:
            mine.filter(run=run).delete()
        _complete(row, run.module, by=by)
    audit.record(action="training.run.attended", subject=run, by=by)
    return sum(row.pk in present for row in rows)


def _complete(row: Participant, module: Module, *, by: User) -> None:
    """Give the qualification on the last part, or take it back with a correction."""
    was = row.completed_on
    parts = list(row.attendances.order_by("day").values_list("minutes", "day"))
    is_complete = (
        row.learns
        and len(parts) >= module.parts
        and sum(minutes for minutes, _day in parts) >= module.minutes
    )
    row.completed_on = parts[-1][1] if is_complete else None
    if row.completed_on == was:
        return
    save_next(row)
    whose = {"helper": row.helper, "user": None if row.helper else row.user}
    if not any(whose.values()):
        return
    mine = Qualification.objects.filter(module=module, note="", **whose)
    if was is not None:
        mine.filter(acquired_on=was).delete()
    if row.completed_on is not None:
        record_qualification(
            municipality=row.municipality,
            whose=whose,
            module=module,
            acquired_on=row.completed_on,
            note="",
            by=by,
        )


@transaction.atomic
def complete_run(*, run: Run, by: User, now: datetime) -> int:
    """Note that all who have a place were at every part; for single events."""
    for part in queries.days_of(run):
        everybody = [row.pk for row in run.participants.coming()]
        mark_part(run=run, part=part, present=everybody, by=by, now=now)
    return run.participants.coming().count()


@transaction.atomic
def record_qualification(
    *,
    municipality: Municipality,
    whose: Mapping[str, Any],
    module: Module,
    acquired_on: date,
    note: str,
    by: User,
) -> Qualification:
    """Note what somebody has learned; the same again changes nothing."""
    until = None
    if module.valid_months:
        until = acquired_on + relativedelta(months=module.valid_months)
    row, is_new = Qualification.objects.get_or_create(
        municipality=municipality,
        module=module,
        acquired_on=acquired_on,
        **whose,
        defaults={"valid_until": until, "note": note},
    )
    if is_new:
        audit.record(action="training.qualification.recorded", subject=row, by=by)
    return row


@transaction.atomic
def affiliate(*, helper: Helper, organisation: Organisation, by: User) -> Affiliation:
    """Say which association sees to the training of a helper; the last word counts."""
    row, _is_new = Affiliation.objects.update_or_create(
        municipality_id=helper.municipality_id,
        helper=helper,
        defaults={"organisation": organisation},
    )
    audit.record(action="training.affiliation.said", subject=row, by=by)
    return row


@transaction.atomic
def save_unit(
    *, municipality: Municipality, name: str, contact: str, people: int, by: User
) -> Unit:
    """
    Note a unit and how many work in it; the same name corrects it.

    :raises NameTaken: when two colleagues do it in the same second
    """
    try:
        with transaction.atomic():
            row, _is_new = Unit.objects.update_or_create(
                municipality=municipality,
                sort_key=sort_key(name),
                defaults={"name": name, "contact": contact, "people": people},
            )
    except IntegrityError as refused:
        raise NameTaken from refused
    audit.record(action="training.unit.saved", subject=row, by=by)
    return row
