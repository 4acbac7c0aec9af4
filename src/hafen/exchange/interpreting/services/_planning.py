"""The plan of a week: computed in the worker, looked at, locked, and used."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
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
from hafen.core.places.travel import minutes
from hafen.exchange.interpreting.errors import NotOpen
from hafen.exchange.interpreting.models import (
    HEAVY,
    Appointment,
    Interpreter,
    PlannedJob,
    WeekPlan,
)
from hafen.exchange.interpreting.queries import Candidate, candidates
from hafen.exchange.interpreting.services import _owners as owners
from hafen.exchange.interpreting.services._calling import ask
from hafen.exchange.interpreting.travel import metres

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
    """A week as the engine wants it; ids are places in the lists.

    :param limits: of each interpreter: jobs a day, and heavy ones in the week
    """

    jobs: list[Appointment]
    people: list[UUID]
    pairs: list[Pair]
    fixed: set[tuple[int, int]]
    fits: dict[tuple[int, int], Candidate]
    listed: list[list[Candidate]]
    open: int
    limits: dict[int, tuple[int, int]] = field(default_factory=dict)

    def day(self, job: int) -> int:
        return timezone.localdate(self.jobs[job].starts_at).toordinal()


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
        days=[problem.day(job) for job in range(len(problem.jobs))],
        heavy=[job.is_heavy for job in problem.jobs],
        pairs=problem.pairs,
        ways=ways,
        locked=frozenset(problem.fixed),
        limits=problem.limits,
    )
    settled = len(problem.jobs) - problem.open
    proven = {job for part in made.parts if part.is_proven for job in part.appointments}
    chosen = {job: who for job, who, _points in made.assigned if job < problem.open}
    _write(plan, problem, chosen, proven)
    # Those that are settled stand in it with a point each.
    plan.points, plan.bound = made.total - settled, made.bound - settled
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
    states = [Appointment.State.CONFIRMED, Appointment.State.DONE]
    settled = list(rows.filter(state__in=states, interpreter__isnull=False))
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
    _limit(problem, begins)
    return problem


def _limit(problem: _Problem, begins: datetime) -> None:
    """Note how much each takes; what is settled beyond it stays."""
    written = Appointment.objects.filter(
        interpreter__in=problem.people,
        mode="written",
        subject__in=HEAVY,
        state__in=[Appointment.State.CONFIRMED, Appointment.State.DONE],
        starts_at__gte=begins,
        starts_at__lt=begins + _WEEK,
    )
    elsewhere = Counter(written.values_list("interpreter", flat=True))
    days = Counter((who, problem.day(job)) for job, who in problem.fixed)
    hard = Counter(who for job, who in problem.fixed if problem.jobs[job].is_heavy)
    busiest: dict[int, int] = {}
    for (who, _day), count in days.items():
        busiest[who] = max(busiest.get(who, 0), count)
    rows = Interpreter.objects.filter(pk__in=problem.people).values_list(
        "pk", "most_per_day", "most_heavy_per_week"
    )
    number = {key: who for who, key in enumerate(problem.people)}
    for key, most, most_heavy in rows:
        who = number[key]
        heavy = max(most_heavy - elsewhere[key], hard[who])
        problem.limits[who] = (max(most, busiest.get(who, 0)), heavy)


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
        return max(minutes(metres(first, second) or 0, speed) - least, 0)

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

    def can(who: int, row: int) -> bool:
        held = taken.get(who, [])
        most, most_heavy = problem.limits[who]
        on_day = sum(problem.day(other) == problem.day(row) for other in held)
        hard = sum(problem.jobs[other].is_heavy for other in [*held, row])
        is_hard = problem.jobs[row].is_heavy
        return (
            on_day < most
            and (hard <= most_heavy or not is_hard)
            and all(_apart(problem.jobs, ways, place, row, other) for other in held)
        )

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
            if can(who, row):
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
    plan: WeekPlan, problem: _Problem, chosen: dict[int, int], proven: set[int]
) -> None:
    fixed = {row for row, _who in problem.fixed}
    plan.jobs.all().delete()
    rows = []
    for row in range(problem.open):
        fit = problem.fits.get((row, chosen.get(row, -1)))
        rows.append(
            PlannedJob(
                municipality=plan.municipality,
                plan=plan,
                appointment=problem.jobs[row],
                interpreter=fit.interpreter if fit else None,
                points=max(fit.points, 1) if fit else 0,
                why=_why(fit) if fit else _missing(problem.listed[row]),
                is_locked=row in fixed,
                is_proven=row in proven,
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
    Ask all whom the proven parts send; return how many were asked, and how many not.

    A pair whose facts have changed meanwhile is left out and stays open, and so do
    the parts of which nobody knows whether another choice would be better.

    :raises NotOpen: when it is not ready, or was used before
    """
    fresh = locked(plan, expected=None)
    if not fresh.is_ready:
        raise NotOpen
    asked = left = 0
    jobs = fresh.jobs.filter(interpreter__isnull=False, is_proven=True, is_asked=False)
    for job in jobs.order_by("pk"):
        try:
            ask_planned(job=job, by=by, now=now)
        except DomainError:
            left += 1
        else:
            asked += 1
    fresh.state = WeekPlan.State.USED
    save_next(fresh)
    audit.record(action="interpreting.plan.used", subject=fresh, by=by)
    return asked, left


@transaction.atomic
def ask_planned(*, job: PlannedJob, by: User, now: datetime) -> PlannedJob:
    """
    Ask the one whom a plan sends to one appointment.

    :raises NotOpen: when nobody is sent, or was asked before, or it is settled
    :raises RuleBroken: when a fact has changed so that the pair does not fit
    """
    fresh = locked(job, expected=None)
    if fresh.interpreter is None or fresh.is_asked or fresh.plan.is_requested:
        raise NotOpen
    ask(
        appointment=fresh.appointment,
        interpreters=[(fresh.interpreter, fresh.points)],
        by=by,
        now=now,
    )
    fresh.is_asked = True
    save_next(fresh)
    return fresh
