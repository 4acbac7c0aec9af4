"""Applications: what is missing, by when, and what the authority has decided."""

from datetime import timedelta

import pytest
from django.db import IntegrityError

from hafen.casework.cases import errors, queries, services
from hafen.casework.cases.models import Application, ApplicationPaper
from hafen.casework.cases.tests.conftest import TODAY, only
from hafen.casework.cases.tests.test_desk import MOST_QUERIES, at
from hafen.core.db.errors import LostUpdate
from hafen.mechanisms.todos.registries import leads

pytestmark = pytest.mark.django_db
SOON, LATER = TODAY + timedelta(days=3), TODAY + timedelta(days=30)


@pytest.fixture
def desk(clara, sign_in):
    return sign_in(clara)


@pytest.fixture
def apply_for(clara):
    def make(row, *, papers=("Mietvertrag",), is_special=False, by=clara, **more):
        facts = {
            "client": only(row.household), "domain": "N08", "form": "Wohngeld",
            "agency": "Wohngeldstelle", "due_on": SOON,
        }  # fmt: skip
        return services.save_application(
            case=row, row=None, facts=facts | more, papers=papers,
            is_special=is_special, expected=None, today=TODAY, by=by,
        )  # fmt: skip

    return make


def due(user):
    return list(leads["cases.applications"].find(user, TODAY)[0])


def test_d12_an_application_is_in_the_list_three_days_before_it_expires(
    desk, town, case, clara, bela, emil, north, sign_in
):
    row = case()
    sent = {
        "client": str(only(row.household).pk), "domain": "N08", "form": "Wohngeld",
        "agency": "Wohngeldstelle", "due_on": SOON.isoformat(),
        "papers": "Mietvertrag\n\n  Lohnabrechnung \nMietvertrag",
        "interpreter": "ARRANGED", "interpreter_on": TODAY.isoformat(),
    }  # fmt: skip

    assert desk.post(at(town, "add_application", row.pk), sent).status_code == 302

    found = Application.objects.get()
    assert due(clara) == [found]
    assert not due(bela)
    assert not due(emil)
    listed = desk.get(at(town, "deadlines"))
    assert list(listed.context["applications"]) == [found]
    [shown] = desk.get(at(town, "applications")).context["page"]
    assert [each.name for each in shown.missing] == ["Mietvertrag", "Lohnabrechnung"]
    where = at(town, "applications_of", row.pk)
    assert sign_in(emil).get(where).status_code == 404
    assert sign_in(bela).post(at(town, "application_step", found.pk)).status_code == 404


def test_an_application_is_completed_asked_back_and_refused(
    desk, town, case, clara, apply_for
):
    row = case()
    found = apply_for(row, papers=("Mietvertrag", "Lohnabrechnung"))
    paper = ApplicationPaper.objects.get(name="Mietvertrag")
    ticks = {"papers": [str(paper.pk)], "version": found.version}
    desk.post(at(town, "application_papers", found.pk), ticks)
    [shown] = desk.get(at(town, "applications")).context["page"]
    assert [each.name for each in shown.missing] == ["Lohnabrechnung"]
    step = at(town, "application_step", found.pk)
    desk.post(step, {"state": "HANDED_IN", "on": TODAY.isoformat()})
    assert not due(clara)
    asked = {"state": "ASKED", "on": TODAY.isoformat(), "due_on": LATER.isoformat()}
    desk.post(step, asked)
    close = desk.get(at(town, "close", row.pk))
    assert "Wohngeld (Wohngeldstelle)" in close.context["warning"]

    desk.post(step, {"state": "REFUSED", "on": TODAY.isoformat()})

    found.refresh_from_db()
    assert (found.ended_on, found.asked_on, found.due_on) == (TODAY, TODAY, LATER)
    assert found.may_be_objected_to
    page = desk.get(at(town, "applications_of", row.pk)).content.decode()
    assert at(town, "add_deadline", row.household_id) in page
    with pytest.raises(errors.AlreadyClosed):
        services.move_application(
            application=found, state="GRANTED", on=TODAY, due_on=None, by=clara
        )


def test_the_list_goes_by_deadline_and_is_filtered_by_authority_and_by_whose(
    desk, town, case, apply_for, agatha, sign_in
):
    row = case()
    later, soon = apply_for(row, due_on=LATER), apply_for(row, agency="Jobcenter")
    none = apply_for(row, due_on=None)

    def shown(client, **chosen):
        return list(client.get(at(town, "applications"), chosen).context["page"])

    assert shown(desk) == shown(desk, whose="own") == [soon, later, none]
    assert shown(desk, agency="Jobcenter") == shown(desk, part="due") == [soon]
    assert not shown(desk, part="ended")
    lead = sign_in(agatha)
    assert shown(lead) == [soon, later, none]
    assert not shown(lead, whose="own")
    file = desk.get(at(town, "applications"), {"as": "csv"}).content.decode("utf-8-sig")
    assert "Mietvertrag" in file


def test_of_a_special_category_a_lead_finds_nothing(case, apply_for, agatha, clara):
    row = case()
    apply_for(row, is_special=True, domain="N13")

    assert queries.applications_visible_to(clara, today=TODAY).exists()
    assert not queries.applications_visible_to(agatha, today=TODAY).exists()
    with pytest.raises(errors.NotNamed):
        apply_for(row, is_special=True, by=agatha)


def test_two_at_once_and_what_has_ended_change_nothing(case, apply_for, clara):
    row = case()
    found = apply_for(row)
    facts = {"form": "Kinderzuschlag"}

    def save(expected):
        return services.save_application(
            case=row, row=found, facts=facts, papers=["Pass", "Mietvertrag"],
            is_special=False, expected=expected, today=TODAY, by=clara,
        )  # fmt: skip

    before = ApplicationPaper.objects.get()
    save(found.version)
    assert ApplicationPaper.objects.get(name="Mietvertrag") == before
    with pytest.raises(LostUpdate):
        save(found.version)
    with pytest.raises(LostUpdate):
        services.tick_papers(
            application=found, there=[], expected=found.version, today=TODAY, by=clara
        )
    with pytest.raises(IntegrityError):
        Application.objects.filter(pk=found.pk).update(state="GRANTED")


def test_an_authority_and_few_short_papers_are_asked_for(desk, town, case):
    row = case()
    sent = {
        "client": str(only(row.household).pk), "domain": "N08", "form": "Wohngeld",
        "papers": "x" * 81,
    }  # fmt: skip

    page = desk.post(at(town, "add_application", row.pk), sent)

    assert page.status_code == 422
    assert {*page.context["form"].errors} == {"agency", "papers"}


@pytest.mark.parametrize("size", [1, 8])
def test_pages_of_applications_ask_as_much_of_many_as_of_one(
    desk, town, case, apply_for, questions, size
):
    row = case()
    rows = [apply_for(row, papers=["a", "b"]) for _each in range(size)]
    desk.get(at(town, "cases"))
    asked = {
        name: len(questions(desk, at(town, name, *parts)))
        for name, *parts in (
            ("applications",), ("applications_of", row.pk),
            ("edit_application", rows[0].pk), ("deadlines",), ("close", row.pk),
        )
    }  # fmt: skip

    assert {name: n for name, n in asked.items() if n > MOST_QUERIES} == {}
