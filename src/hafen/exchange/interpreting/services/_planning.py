"""The optimum of a week: computed in the worker, looked at, locked, and used."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db import work
from hafen.core.db.errors import DomainError
from hafen.core.db.versions import locked, save_next
from hafen.core.places.models import Municipality
from hafen.exchange.interpreting import travel
from hafen.exchange.interpreting.errors import NotOpen
from hafen.exchange.interpreting.exchanging import exchanged
from hafen.exchange.interpreting.models import (
    Appointment,
    Interpreter,
    PlannedJob,
    WeekPlan,
)
from hafen.exchange.interpreting.queries import Candidate, candidates
from hafen.exchange.interpreting.services import _owners as owners
from hafen.exchange.interpreting.services._calling import ask

_WEEK = timedelta(days=7)
_MINUTE = 60
Solve = Callable[..., Any]
Pair = tuple[int, int, int]


@transaction.atomic
def request_week_plan(
    *, municipality: Municipality, first_day: date, by: User
) -> WeekPlan:
    """Have the best plan for a week computed; pairs that were locked stay."""
    row = WeekPlan.objects.create(
        municipality=municipality, first_day=first_day, requested_by=by
    )
    before = PlannedJob.objects.filter(
        municipality=municipality,
        plan__first_day=first_day,
        is_locked=True,
        interpreter__isnull=False,
        appointment__state=Appointment.State.OPEN,
    )
    kept = {job.appointment_id: job for job in before.order_by("pk")}
    PlannedJob.objects.bulk_create(
        PlannedJob(
            municipality=municipality,
            plan=row,
            appointment_id=key,
            interpreter_id=job.interpreter_id,
            points=job.points,
            why=job.why,
            is_locked=True,
        )
        for key, job in kept.items()
    )
    audit.record(action="interpreting.plan.requested", subject=row, by=by)
    work.defer(
        "interpreting.plan_week",
        municipality=municipality.pk,
        actor=by.pk,
        key=f"interpreting.plan:{row.pk}",
        plan=row.pk,
    )
    return row


@dataclass
class _Problem:
    """A week as the engine wants it; ids are places in the lists."""

    jobs: list[Appointment]
    people: list[UUID]
    pairs: list[Pair]
    fixed: set[tuple[int, int]]
    fits: dict[tuple[int, int], Candidate]
    listed: list[list[Candidate]]
    open: int


@transaction.atomic
def compute_week_plan(*, plan_id: UUID, solve: Solve, now: datetime) -> WeekPlan:
    """
    Fill a plan; computing it twice changes nothing.

    :param solve: the engine's, which workers alone load: `tasks.solve_week`
    """
    plan = locked(WeekPlan.objects.get(pk=plan_id), expected=None)
    if not plan.is_requested:
        return plan
    problem = _problem(plan)
    speed = owners.service(plan.municipality).kilometres_per_hour
    ways, place = _ways(problem.jobs, speed)
    made = solve(
        begins=[_minute(job.starts_at) for job in problem.jobs],
        ends=[_minute(job.ends_at) + job.buffer_minutes for job in problem.jobs],
        places=place,
        pairs=problem.pairs,
        ways=ways,
        locked=frozenset(problem.fixed),
    )
    settled = len(problem.jobs) - problem.open
    points = {(job, who): n for job, who, n in problem.pairs}
    found = exchanged(
        {job: who for job, who, _n in made.assigned},
        points,
        fixed=dict(problem.fixed),
        are_apart=lambda a, b: _apart(problem.jobs, ways, place, a, b),
    )
    chosen = {pair: points[pair] for pair in found.items() if pair[0] < problem.open}
    _write(plan, problem, chosen)
    plan.points = sum(chosen.values())
    plan.bound = max(made.bound - settled, plan.points)
    plan.greedy = min(_greedy(problem, ways, place), plan.bound)
    plan.state, plan.computed_at = WeekPlan.State.READY, now
    save_next(plan)
    return plan


def _problem(plan: WeekPlan) -> _Problem:
    """Gather open jobs first, then those that are settled and keep their places."""
    begins = timezone.make_aware(datetime.combine(plan.first_day, datetime.min.time()))
    week = Appointment.objects.filter(
        municipality=plan.municipality_id,
        starts_at__gte=begins,
        starts_at__lt=begins + _WEEK,
    ).exclude(mode="written")
    rows = week.select_related("municipality", "institution").order_by("pk")
    waiting = list(rows.open())
    settled = list(rows.confirmed().exclude(interpreter__isnull=True))
    listed = [candidates(job) for job in waiting]
    people = sorted(
        {each.interpreter.pk for found in listed for each in found if not each.broken}
        | {job.interpreter_id for job in settled if job.interpreter_id},
    )
    number = {key: place for place, key in enumerate(people)}
    problem = _Problem(
        [*waiting, *settled], people, [], set(), {}, listed, len(waiting)
    )
    kept = dict(plan.jobs.values_list("appointment_id", "interpreter_id"))
    for row, (job, found) in enumerate(zip(waiting, listed, strict=True)):
        for each in found:
            if each.broken:
                continue
            who = number[each.interpreter.pk]
            problem.pairs.append((row, who, max(each.points, 1)))
            problem.fits[row, who] = each
            if kept.get(job.pk) == each.interpreter.pk:
                problem.fixed.add((row, who))
    for row, job in enumerate(settled, len(waiting)):
        who = number[job.interpreter_id] if job.interpreter_id else 0
        problem.pairs.append((row, who, 1))
        problem.fixed.add((row, who))
    return problem


def _minute(moment: datetime) -> int:
    return int(moment.timestamp()) // _MINUTE


def _ways(jobs: Sequence[Appointment], speed: int) -> tuple[list[list[int]], list[int]]:
    """Return minutes from place to place beyond the buffer, and the place of each.

    Where a place is unknown, or nobody has to go anywhere, no way is counted.
    """
    points: list[tuple[float | None, float | None]] = sorted(
        {(j.latitude, j.longitude) for j in jobs if j.is_on_site and j.latitude},
        key=str,
    )
    least = min((job.buffer_minutes for job in jobs), default=0)

    def way(first: Any, second: Any) -> int:
        return max(travel.minutes(travel.metres(first, second) or 0, speed) - least, 0)

    table = [[way(a, b) for b in points] for a in points]
    longest = max((max(row) for row in table), default=0)
    # A telephone can be anywhere: as far as the half of the longest way.
    half = -(-longest // 2)
    table = [[*row, half] for row in table] + [[half] * len(points) + [0]]
    number = {point: place for place, point in enumerate(points)}
    nowhere = len(points)
    return table, [
        number.get((j.latitude, j.longitude), nowhere) if j.is_on_site else nowhere
        for j in jobs
    ]


def _greedy(problem: _Problem, ways: list[list[int]], place: list[int]) -> int:
    """Return what first come, first served would have brought."""
    taken: dict[int, list[int]] = {}
    for row, who in problem.fixed:
        taken.setdefault(who, []).append(row)
    total = sum(problem.fits[pair].points for pair in problem.fixed & set(problem.fits))
    busy = {row for row, _who in problem.fixed}
    for row in range(problem.open):
        best = sorted(
            ((-points, who) for job, who, points in problem.pairs if job == row)
        )
        for minus, who in [] if row in busy else best:
            if all(
                _apart(problem.jobs, ways, place, row, other)
                for other in taken.get(who, [])
            ):
                taken.setdefault(who, []).append(row)
                total -= minus
                break
    return total


def _apart(
    jobs: list[Appointment], ways: list[list[int]], place: list[int], a: int, b: int
) -> bool:
    """Return whether somebody can do both jobs."""
    first, last = (a, b) if jobs[a].starts_at <= jobs[b].starts_at else (b, a)
    ends = _minute(jobs[first].ends_at) + jobs[first].buffer_minutes
    return ends + ways[place[first]][place[last]] <= _minute(jobs[last].starts_at)


def _write(
    plan: WeekPlan, problem: _Problem, chosen: dict[tuple[int, int], int]
) -> None:
    by_job = {job: (who, points) for (job, who), points in chosen.items()}
    fixed = {row for row, _who in problem.fixed}
    plan.jobs.all().delete()
    rows = []
    for row in range(problem.open):
        who, points = by_job.get(row, (None, 0))
        fit = problem.fits.get((row, who)) if who is not None else None
        rows.append(
            PlannedJob(
                municipality=plan.municipality,
                plan=plan,
                appointment=problem.jobs[row],
                interpreter=fit.interpreter if fit else None,
                points=points if fit else 0,
                why=_why(fit) if fit else _missing(problem.listed[row]),
                is_locked=row in fixed,
            )
        )
    PlannedJob.objects.bulk_create(rows)


def _why(fit: Candidate) -> list[list[Any]]:
    return [[line.key, line.points] for line in fit.reasons]


def _missing(listed: list[Candidate]) -> list[list[Any]]:
    """Return which rules keep those who speak the language away, and how many."""
    counted = Counter(rule for each in listed for rule in each.broken)
    return [[rule, count] for rule, count in counted.most_common(4)]


@transaction.atomic
def lock_pair(*, job: PlannedJob, is_locked: bool, by: User) -> PlannedJob:
    """Keep a pair whatever else changes in the next plan, or let it go."""
    fresh = locked(job, expected=None)
    fresh.is_locked = is_locked and fresh.interpreter_id is not None
    save_next(fresh)
    audit.record(action="interpreting.plan.locked", subject=fresh, by=by)
    return fresh


@transaction.atomic
def use_week_plan(*, plan: WeekPlan, by: User, now: datetime) -> tuple[int, int]:
    """
    Ask all whom the plan sends; return how many were asked, and how many not.

    A pair whose facts have changed meanwhile is left out and stays open.

    :raises NotOpen: when it is not ready, or was used before
    """
    fresh = locked(plan, expected=None)
    if not fresh.is_ready:
        raise NotOpen
    asked = left = 0
    jobs = fresh.jobs.exclude(interpreter__isnull=True)
    for job in jobs.select_related("appointment", "interpreter").order_by("pk"):
        if job.interpreter is None:
            continue
        try:
            ask_one(job.appointment, job.interpreter, job.points, by=by, now=now)
        except DomainError:
            left += 1
        else:
            asked += 1
    fresh.state = WeekPlan.State.USED
    save_next(fresh)
    audit.record(action="interpreting.plan.used", subject=fresh, by=by)
    return asked, left


def ask_one(
    appointment: Appointment,
    interpreter: Interpreter,
    points: int,
    *,
    by: User,
    now: datetime,
) -> None:
    ask(appointment=appointment, interpreters=[(interpreter, points)], by=by, now=now)
