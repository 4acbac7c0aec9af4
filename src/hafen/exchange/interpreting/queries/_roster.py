"""The duty roster: who is present, what is covered, and what collides."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Prefetch, QuerySet

from hafen.core.accounts.models import User
from hafen.exchange.interpreting.models import (
    Busy,
    Duty,
    DutySlot,
    Interpreter,
    PlannedJob,
    WeekPlan,
)
from hafen.exchange.interpreting.rules import VIEW_INTERPRETERS

WEEK = 7


@dataclass(frozen=True)
class Present:
    """One interpreter at a consultation hour.

    :param collision: what of the own times lies in it, such as a course
    """

    duty: Duty
    name: str
    language: str
    collision: str


@dataclass
class Hour:
    """A consultation hour on a day.

    :param missing: the languages that are needed and that nobody there speaks
    """

    slot: DutySlot
    on: date
    present: list[Present] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def slots_visible_to(user: User) -> QuerySet[DutySlot]:
    if not VIEW_INTERPRETERS.held_by(user):
        return DutySlot.objects.none()
    rows = DutySlot.objects.filter(municipality=user.municipality_id)
    return rows.select_related("municipality", "institution__district").order_by(
        "weekday", "begins", "id"
    )


def duties_visible_to(user: User) -> QuerySet[Duty]:
    if not VIEW_INTERPRETERS.held_by(user):
        return Duty.objects.none()
    return Duty.objects.filter(municipality=user.municipality_id).select_related(
        "slot", "appointment__municipality", "appointment__institution"
    )


def roster(user: User, *, monday: date) -> list[Hour]:
    """Return the hours of a week in order, with what is missing; four queries."""
    last = monday + timedelta(days=WEEK - 1)
    duties = (
        Duty.objects.filter(
            on__range=(monday, last), appointment__interpreter__isnull=False
        )
        .select_related("appointment__interpreter__offer__helper")
        .prefetch_related(
            "appointment__interpreter__speeches",
            Prefetch(
                "appointment__interpreter__busy",
                queryset=Busy.objects.filter(first_day__lte=last, last_day__gte=monday),
            ),
        )
        .order_by("pk")
    )
    rows = slots_visible_to(user).prefetch_related(
        Prefetch("duties", queryset=duties, to_attr="of_week")
    )
    found = []
    for slot in rows:
        day = monday + timedelta(days=slot.weekday)
        is_past = slot.last_day is not None and slot.last_day < day
        if slot.first_day <= day and not is_past:
            found.append(_hour(slot, day))
    return found


def _hour(slot: Any, day: date) -> Hour:
    hour = Hour(slot, day)
    spoken: set[str] = set()
    for duty in slot.of_week:
        who = duty.appointment.interpreter
        spoken |= {speech.language for speech in who.speeches.all()}
        hour.present.append(
            Present(
                duty,
                who.name,
                duty.appointment.language,
                _collision(who, slot, day),
            )
        )
    hour.missing = [tag for tag in slot.languages if tag not in spoken]
    return hour


def _collision(interpreter: Interpreter, slot: DutySlot, day: date) -> str:
    """Return in words what of the own times of an interpreter lies in the hour."""
    for row in interpreter.busy.all():
        is_day = row.weekday is None or row.weekday == day.weekday()
        is_in = row.first_day <= day <= row.last_day
        if is_day and is_in and row.begins < slot.ends and row.ends > slot.begins:
            return str(row.get_why_display())
    return ""


def collision_of(interpreter: Interpreter, slot: DutySlot, day: date) -> str:
    """Return the collision of somebody who is to be put on the roster; one query."""
    return _collision(interpreter, slot, day)


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def plans_visible_to(user: User) -> QuerySet[WeekPlan]:
    """Return the plans of weeks, the newest first."""
    if not VIEW_INTERPRETERS.held_by(user):
        return WeekPlan.objects.none()
    rows = WeekPlan.objects.filter(municipality=user.municipality_id)
    return rows.select_related("municipality").order_by("-created_at", "-id")


def jobs_of_plan(plan: WeekPlan) -> QuerySet[PlannedJob]:
    rows = PlannedJob.objects.filter(plan=plan)
    return rows.select_related(
        "appointment__institution", "interpreter__offer__helper"
    ).order_by("appointment__starts_at", "id")
