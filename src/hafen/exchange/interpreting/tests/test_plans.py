"""The optimum of a week: proven, explained, locked, and used."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hafen.exchange.interpreting import errors, services
from hafen.exchange.interpreting.models import Call
from hafen.exchange.interpreting.queries import monday_of
from hafen.exchange.interpreting.tasks import solve_week
from hafen.exchange.interpreting.tests.conftest import accept, at_ten, enter, reserve


@pytest.fixture
def monday():
    """The Monday of the week after next, at ten."""
    return at_ten(14) - timedelta(days=at_ten(14).weekday())


def plan_of(town, dora, monday, solve=solve_week):
    first_day = monday_of(timezone.localdate(monday))
    plan = services.request_week_plan(municipality=town, first_day=first_day, by=dora)
    return services.compute_week_plan(plan_id=plan.pk, solve=solve, now=timezone.now())


def sent(plan):
    """Return who goes where: language and day → name."""
    return {
        job.appointment_id: job.interpreter.name if job.interpreter else ""
        for job in plan.jobs.select_related("interpreter__offer__helper")
    }


def test_the_plan_serves_more_than_first_come_first_served(town, dora, school, monday):
    """Farah alone speaks Tigrinya; the Arabic talk can be Hadi's."""
    enter(town, dora, name="Farah Beispiel", languages=["ar", "ti"])
    enter(town, dora, name="Hadi Probe", languages=[{"language": "ar", "spoken": 1}])
    arabic = reserve(school, starts=monday, level=1)
    tigrinya = reserve(school, starts=monday, language="ti")
    plan = plan_of(town, dora, monday)

    assert plan.greedy < plan.points == plan.bound
    assert all(job.is_proven for job in plan.jobs.all())
    assert sent(plan) == {arabic.pk: "Hadi Probe", tigrinya.pk: "Farah Beispiel"}


def test_nobody_is_sent_to_two_places_and_the_settled_ones_stay(
    town, dora, school, farah, monday
):
    call = accept(reserve(school, starts=monday), farah, dora)
    services.settle(call=call, by=dora, now=timezone.now())
    overlapping = reserve(school, starts=monday + timedelta(minutes=30))
    later = reserve(school, starts=monday + timedelta(hours=3))
    plan = plan_of(town, dora, monday)

    assert sent(plan) == {overlapping.pk: "", later.pk: "Farah Beispiel"}
    unserved = plan.jobs.get(appointment=overlapping)
    assert ["BUSY", 1] in unserved.why


def test_a_locked_pair_stays_in_the_next_plan(town, dora, school, monday):
    enter(town, dora, name="Farah Beispiel")
    enter(town, dora, name="Hadi Probe", languages=[{"language": "ar", "spoken": 2}])
    appointment = reserve(school, starts=monday)
    plan = plan_of(town, dora, monday)
    assert sent(plan) == {appointment.pk: "Farah Beispiel"}
    job = plan.jobs.get()
    services.lock_pair(job=job, is_locked=True, by=dora)
    # Somebody better comes into the pool.
    enter(town, dora, name="Zoe Muster", subjects=["SCHOOL"])
    again = plan_of(town, dora, monday)
    assert sent(again) == {appointment.pk: "Farah Beispiel"}
    assert again.jobs.get().is_locked


def test_using_a_plan_asks_all_of_it_once(town, dora, school, farah, monday):
    reserve(school, starts=monday)
    reserve(school, starts=monday + timedelta(days=1))
    plan = plan_of(town, dora, monday)
    assert services.use_week_plan(plan=plan, by=dora, now=timezone.now()) == (2, 0)
    assert Call.objects.filter(state="ASKED", interpreter=farah).count() == 2
    with pytest.raises(errors.NotOpen):
        services.use_week_plan(plan=plan, by=dora, now=timezone.now())


def unproven(**facts):
    """Solve as the engine does, and let no part be proven."""
    made = solve_week(**facts)
    parts = tuple(replace(part, bound=part.bound + 7) for part in made.parts)
    return replace(made, parts=parts)


def test_what_is_not_proven_is_not_used_but_asked_for_one_by_one(
    town, dora, school, farah, monday, sign_in
):
    for hour in (0, 3):
        reserve(school, starts=monday + timedelta(hours=hour))
    plan = plan_of(town, dora, monday, solve=unproven)
    assert plan.bound > plan.points
    assert services.use_week_plan(plan=plan, by=dora, now=timezone.now()) == (0, 0)
    assert not Call.objects.exists()

    desk = sign_in(dora)
    where = reverse("interpreting:week", args=[town.slug])
    week = {"week": plan.first_day.isoformat()}
    page = desk.get(where, week).content.decode()
    assert "bitte einzeln entscheiden" in page
    assert "Bewiesen" not in page
    first = plan.jobs.order_by("pk").first()
    step = reverse("interpreting:week_step", args=[town.slug, plan.pk])
    for _twice in range(2):
        sent = desk.post(step, {"step": "ask", "job": str(first.pk)})
        assert sent.status_code == 302
    [call] = Call.objects.all()
    assert call.appointment_id == first.appointment_id


def test_a_plan_keeps_the_limits_of_a_day_and_of_heavy_subjects(
    town, dora, school, monday
):
    enter(town, dora, most_per_day=1, most_heavy_per_week=1)
    same_day = [reserve(school, starts=monday + timedelta(hours=h)) for h in (0, 4)]
    heavy = [
        reserve(school, starts=monday + timedelta(days=d), subject="VIOLENCE")
        for d in (1, 2)
    ]
    plan = plan_of(town, dora, monday)

    found = sent(plan)
    assert sorted(found[row.pk] for row in same_day) == ["", "Farah Beispiel"]
    assert sorted(found[row.pk] for row in heavy) == ["", "Farah Beispiel"]
    assert plan.points == plan.bound


def test_an_empty_week_has_an_empty_plan(town, dora, pool, monday):
    plan = plan_of(town, dora, monday)
    assert plan.is_ready
    assert plan.points == 0
    assert not plan.jobs.exists()
