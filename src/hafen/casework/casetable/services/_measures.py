"""What the table agrees: somebody takes it on; the case has it as a step."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from hafen.casework.cases import services as cases
from hafen.casework.cases.models import Case, Goal, GoalStep
from hafen.casework.casetable.errors import AlreadyDone, AlreadyOver
from hafen.casework.casetable.models import Item, Measure, Origin, Seat
from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.context import opened_for
from hafen.core.db.versions import locked, save_next
from hafen.mechanisms.todos import services as todos

DO = "casetable.measure"
DO_TITLE = gettext_noop("Measure of a case table, case %(number)s")


@transaction.atomic
def decide(
    *, item: Item, seat: Seat, text: str, due_on: date, now: datetime, by: User
) -> Measure:
    """
    Write down who does what by when.

    A colleague gets a todo, another office finds it on its page; in the case it is
    a step towards a goal, for whoever reads the case.

    :raises AlreadyOver: when the meeting is closed or over, or the case withdrawn
    """
    row = locked(item, expected=None)
    taker = locked(seat, expected=None)
    is_here = taker.meeting_id == row.meeting_id and taker.item_id in {None, row.pk}
    is_over = row.withdrawn_on is not None or not row.meeting.is_open(now)
    if is_over or not is_here:
        raise AlreadyOver
    today = timezone.localdate(now)
    measure = Measure.objects.create(
        municipality_id=row.municipality_id,
        item=row,
        seat=taker,
        number=row.number,
        text=text,
        due_on=due_on,
        step=_step(row, taker, text, due_on, today, by),
    )
    if taker.user is not None:
        todos.create_todo(
            municipality=row.municipality,
            kind=DO,
            title=DO_TITLE,
            params={"number": row.number},
            today=today,
            owner=taker.user,
            subject_type="casetable.measure",
            subject_id=measure.pk,
            due_on=due_on,
            by=by,
        )
    audit.record(action="casetable.measure.decided", subject=measure, by=by)
    return measure


def _step(
    item: Item, seat: Seat, text: str, due_on: date, today: date, by: User
) -> GoalStep | None:
    """Write a step into the case; whoever keeps the minutes need not read it."""
    with opened_for(item.pk):
        origin = Origin.objects.get(item=item)
    with opened_for(origin.case_id):
        case = Case.objects.select_related("municipality").get(pk=origin.case_id)
        if not case.is_open:
            return None
        facts = {
            "text": text,
            "who": GoalStep.Who.STAFF
            if seat.user_id == case.owner_id
            else GoalStep.Who.OTHER,
            "other": "" if seat.user_id == case.owner_id else seat.office[:120],
            "due_on": due_on,
        }
        goal = _goal(case, item.topic, today, by)
        return cases.add_step(goal=goal, facts=facts, by=by)


def _goal(case: Case, topic: str, today: date, by: User) -> Goal:
    """Return the goal of a case to which what the table agreed belongs."""
    rows = Goal.objects.filter(
        case=case, domain=topic, is_special=False, ended_on__isnull=True
    )
    goal = rows.order_by("since", "id").first()
    if goal is not None:
        return goal
    with translation.override(case.municipality.default_language):
        facts = {"domain": topic, "text": _("What the case table agreed")}
    return cases.set_goal(case=case, facts=facts, is_special=False, today=today, by=by)


@transaction.atomic
def finish_measure(*, measure: Measure, now: datetime, by: User | None) -> Measure:
    """
    Say that it was done; with it the todo and the step in the case are.

    :param by: None: the office itself, by its link
    :raises AlreadyDone: when that was said before
    """
    row = locked(measure, expected=None)
    if row.done_on is not None:
        raise AlreadyDone
    row.done_on = timezone.localdate(now)
    save_next(row)
    todos.finish_about(
        kind=DO, subject_id=row.pk, municipality=row.municipality, by=by, now=now
    )
    _finish_step(row)
    audit.record(action="casetable.measure.done", subject=row, by=by)
    return row


def _finish_step(row: Measure) -> None:
    if row.step_id is None:
        return
    with opened_for(row.item_id):
        origin = Origin.objects.get(item=row.item_id)
    with opened_for(origin.case_id):
        step = GoalStep.objects.filter(pk=row.step_id, done_on__isnull=True).first()
        if step is not None:
            fresh = locked(step, expected=None)
            fresh.done_on = row.done_on
            save_next(fresh)
