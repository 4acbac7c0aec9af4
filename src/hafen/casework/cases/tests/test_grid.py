"""The counselling grid: one catalogue for all, and what of it is done in a case."""

import pytest

from hafen.casework.cases import errors, queries, services
from hafen.casework.cases.models import GridEntry, GridMeasure
from hafen.casework.cases.tests.conftest import TODAY, only
from hafen.casework.cases.tests.test_desk import MOST_QUERIES, at
from hafen.casework.cases.tests.test_plans import goal as goal
from hafen.core.db.roles import Role

pytestmark = pytest.mark.django_db
DAY = TODAY.isoformat()


@pytest.fixture
def desk(clara, south, sign_in):
    return sign_in(clara)


@pytest.fixture
def measure(town, clara, acting):
    def make(domain="N05", name="Anerkennung prüfen", **more):
        acting(town)
        facts = {"domain": domain, "name": name, "agency": "IQ Netzwerk"}
        return services.save_measure(
            municipality=town, measure=None, facts=facts | more, expected=None, by=clara
        )

    return make


def planned(row, measure, by, **more):
    facts = {"goal": None, "due_on": None, "is_special": False} | more
    return services.plan_measure(case=row, measure=measure, today=TODAY, by=by, **facts)


def test_p20_the_grid_takes_over_the_goals_of_the_plan(
    desk, town, case, goal, measure, acting, clara
):
    work = measure()
    measure("N01", "Kurs", is_active=False)
    acting(town, clara)
    row = case()
    wish = goal(row, "N05", text="Als Köchin arbeiten")
    page = desk.get(at(town, "grid", row.pk))
    [line] = page.context["lines"]
    assert (line.goal, line.entry) == (wish, None)
    where = at(town, "plan_measure", row.pk)
    form = desk.get(where, {"goal": str(wish.pk)}).context["form"]
    assert form["goal"].value() == str(wish.pk)
    assert list(form.fields["measure"].queryset) == [work]

    sent = {"measure": str(work.pk), "goal": str(wish.pk), "due_on": DAY}
    assert desk.post(where, sent).status_code == 302

    [line] = desk.get(at(town, "grid", row.pk)).context["lines"]
    assert (line.goal, line.entry.measure) == (wish, work)
    for state in ("RUNNING", "DONE"):
        step = at(town, "measure_step", line.entry.pk)
        assert desk.post(step, {"state": state, "on": DAY}).status_code == 302
    entry = GridEntry.objects.get()
    assert (entry.state, entry.ended_on) == ("DONE", TODAY)
    assert desk.get(at(town, "grid", row.pk), {"as": "csv"}).status_code == 200


def test_p19_two_who_plan_the_same_measure_get_a_hint(
    desk, town, case, measure, clara, bela, acting, sign_in
):
    work, other = measure(), measure("N05", "Bewerbung")
    acting(town, clara)
    row = case()
    planned(row, work, clara)
    planned(row, other, clara)
    with pytest.raises(errors.AlreadyPlanned):
        planned(row, work, clara)
    beside = services.open_case(
        household=row.household, client=only(row.household), owner=bela,
        programme=None, on=TODAY, today=TODAY, by=clara,
    )  # fmt: skip

    desk = sign_in(bela)
    sent = {"measure": str(work.pk)}
    done = desk.post(at(town, "plan_measure", beside.pk), sent, follow=True)

    content = done.content.decode()
    assert "in einem anderen Fall des Haushalts" in content
    assert "doppelt geplant" in content
    assert desk.get(at(town, "grid", row.pk)).status_code == 404
    acting(town, clara)
    found = queries.entries_visible_to(clara, today=TODAY)
    assert {entry.measure: entry.is_beside for entry in found} == {
        work: True, other: False,
    }  # fmt: skip


def test_what_others_plan_is_not_asked_about_a_case_that_one_does_not_work_on(
    case, measure, town, clara, agatha, acting
):
    work, doctor = measure(), measure("N13", "Arzt")
    acting(town, clara)
    row = case()
    planned(row, work, clara)
    planned(row, doctor, clara, is_special=True)
    acting(town, agatha)

    [entry] = queries.entries_visible_to(agatha, today=TODAY)

    assert (entry.measure, entry.is_beside) == (work, False)
    with pytest.raises(errors.NotNamed):
        planned(row, doctor, agatha, is_special=True)


def test_the_catalogue_is_kept_by_the_administration(town, person, sign_in):
    desk = sign_in(person(town, Role.PROJECT_LEAD))
    sent = {"domain": "N05", "name": "Anerkennung", "is_active": "on"}
    nobody = desk.post(at(town, "add_measure"), sent)
    assert list(nobody.context["form"].errors) == ["agency"]
    sent |= {"agency": "IQ Netzwerk"}
    assert desk.post(at(town, "add_measure"), sent).status_code == 302
    row = GridMeasure.objects.get()
    twice = desk.post(at(town, "add_measure"), sent)
    assert list(twice.context["form"].errors) == ["name"]
    changed = sent | {"is_active": "", "version": str(row.version)}
    assert desk.post(at(town, "edit_measure", row.pk), changed).status_code == 302
    page = desk.get(at(town, "measures")).content.decode()
    assert "IQ Netzwerk" in page
    assert "nicht mehr planbar" in page
    assert desk.get(at(town, "measures"), {"as": "csv"}).status_code == 200


@pytest.mark.parametrize("size", [1, 6])
def test_the_grid_asks_as_much_of_many_as_of_one(
    desk, town, case, goal, measure, clara, acting, questions, size
):
    rows = [measure("N05", f"Maßnahme {number}") for number in range(size)]
    acting(town, clara)
    row = case()
    for each in rows:
        planned(row, each, clara, goal=goal(row))
        goal(row)
    desk.get(at(town, "cases"))
    asked = {
        name: len(questions(desk, at(town, name, row.pk)))
        for name in ("grid", "plan_measure")
    }

    assert {name: n for name, n in asked.items() if n > MOST_QUERIES} == {}
