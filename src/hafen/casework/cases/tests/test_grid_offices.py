"""Offices that take part in the grid of a case, by consent and a mailed link."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core import mail

from hafen.casework.cases import errors, keys, queries, services
from hafen.casework.cases.models import Consent, GridEntry, GridShare, Membership
from hafen.casework.cases.tests.conftest import TODAY, only
from hafen.casework.cases.tests.test_desk import MOST_QUERIES, at
from hafen.casework.cases.tests.test_grid import measure as measure
from hafen.casework.cases.tests.test_grid import planned
from hafen.core.db.context import opened_for
from hafen.network.organisations.models import Organisation

pytestmark = pytest.mark.django_db
HOST = {"HTTP_ORIGIN": "http://testserver"}


@pytest.fixture
def office(town, acting):
    def make(name):
        acting(town)
        return Organisation.objects.create(
            municipality=town, name=name, sort_key=name.casefold(), kind="WELFARE"
        )

    return make


@pytest.fixture
def agreed(town, acting, clara):
    """A maker of consents to an office in the grid: `agreed(client, office)`."""

    def make(client, organisation, *, until=TODAY + timedelta(days=90), kind="GRID"):
        acting(town, clara)
        return Consent.objects.create(
            municipality=town, client=client, kind=kind, language="ar", edition="1",
            recipient=organisation.name, organisation=organisation, text="…",
            given_on=TODAY - timedelta(days=9), given_by="SELF", form="PAPER",
            valid_until=until, ended_on=until,
        )  # fmt: skip

    return make


def share(row, organisation, by):
    return services.share_grid(
        case=row, organisation=organisation, email="jmd@example.org", today=TODAY, by=by
    )


def link(row):
    return urlsplit(keys.grid_address(row)).path


@pytest.fixture
def shared(south, case, clara, office, agreed):
    """Amal's case, whose grid the youth migration service sees."""
    jmd, file = office("JMD Hier"), case()
    agreed(only(file.household), jmd)
    return share(file, jmd, clara)


@pytest.fixture
def two(town, shared, measure, office, agreed, acting, clara):
    """A second office in Amal's grid, and a measure of each."""
    jmd, iq = shared.organisation, office("IQ Netzwerk")
    theirs = measure("N05", "Bewerbung üben", agency=iq.name, organisation=iq)
    own = measure("N05", "Bewerbungshilfe", agency=jmd.name, organisation=jmd)
    acting(town, clara)
    agreed(only(shared.case.household), iq)
    return share(shared.case, iq, clara), theirs, own


def test_p19_two_actors_who_plan_the_same_get_a_hint(client, town, shared, two, acting):
    other, theirs, own = two
    plan = {"measure": str(theirs.pk)}
    assert client.post(link(other), plan, **HOST).status_code == 302

    asked = client.post(link(shared), {"measure": str(own.pk)}, **HOST)

    assert asked.status_code == 422
    assert "IQ Netzwerk: Bewerbung üben (geplant)" in asked.content.decode()
    assert [row.measure for row, _area in asked.context["lines"]] == [theirs]
    sure = {"measure": str(own.pk), "is_sure": "on"}
    assert client.post(link(shared), sure, **HOST).status_code == 302
    page = client.get(link(shared))
    assert [row.measure for row, _area in page.context["lines"]] == [theirs, own]


def test_p19_an_office_sees_the_total_and_no_more(
    client, town, shared, measure, acting, clara, agreed
):
    doctor, course = measure("N13", "Arzt"), measure("N01", "Kurs")
    acting(town, clara)
    planned(shared.case, doctor, clara, is_special=True)
    facts = {"domain": "N01", "text": "Geheimes Ziel", "own_text": ""}
    aim = services.set_goal(
        case=shared.case, facts=facts, is_special=False, today=TODAY, by=clara
    )
    planned(shared.case, course, clara, goal=aim)

    shown = [
        client.get(link(shared), query).content.decode()
        for query in ({}, {"print": ""})
    ]

    for text in (*shown, *(sent.body for sent in mail.outbox)):
        assert not [w for w in ("Amal", "Muster", "Arzt", "Geheim") if w in text]
    for text in shown:
        assert "Kurs" in text
        assert shared.number in text
    acting(town, clara)
    with opened_for(shared.pk):
        assert len(queries.shown_entries(shared)) == 1


def test_an_office_moves_what_is_its_own(client, town, shared, two, acting, clara):
    other, _theirs, own = two
    entry = planned(shared.case, own, clara)
    moved = {"entry": str(entry.pk), "state": "RUNNING"}
    assert client.post(link(other), moved, **HOST).status_code == 422

    assert client.post(link(shared), moved, **HOST).status_code == 302

    acting(town, clara)
    entry.refresh_from_db()
    assert entry.state == "RUNNING"


def test_the_hint_stands_at_the_desk_and_may_be_overruled(
    sign_in, town, shared, measure, clara, acting
):
    jmd = shared.organisation
    theirs = measure("N05", "Bewerbungshilfe", agency=jmd.name, organisation=jmd)
    own = measure()
    acting(town, clara)
    planned(shared.case, theirs, clara)
    desk, where = sign_in(clara), at(town, "plan_measure", shared.case.pk)
    asked = desk.post(where, {"measure": str(own.pk)})
    assert "JMD Hier: Bewerbungshilfe (geplant)" in asked.content.decode()
    sure = {"measure": str(own.pk), "is_sure": "on"}
    assert desk.post(where, sure).status_code == 302
    acting(town, clara)
    assert GridEntry.objects.count() == 2


def ended(row):
    services.end_grid(share=row, on=TODAY, by=None)


def withdrawn(_row):
    services.withdraw_consent(consent=Consent.objects.get(), on=TODAY, by=None)


def expired(_row):
    Consent.objects.update(valid_until=TODAY - timedelta(days=1))


def case_closed(row):
    type(row.case).objects.filter(pk=row.case_id).update(
        closed_on=TODAY, outcome="REACHED"
    )


@pytest.mark.parametrize("end", [ended, withdrawn, expired, case_closed])
def test_it_ends_at_once(client, town, shared, measure, acting, clara, end):
    jmd = shared.organisation
    own = measure("N05", "Bewerbungshilfe", agency=jmd.name, organisation=jmd)
    acting(town, clara)
    planned(shared.case, own, clara)
    assert "Bewerbungshilfe" in client.get(link(shared)).content.decode()
    acting(town, clara)

    end(shared)

    over = client.get(link(shared))
    sent = client.post(link(shared), {"measure": str(own.pk)}, **HOST)
    for page in (over, sent):
        assert "Bewerbungshilfe" not in page.content.decode()
        assert "lines" not in page.context
    acting(town)
    with opened_for(shared.pk):
        assert not queries.shown_entries(shared).exists()
        with pytest.raises(errors.AlreadyClosed):
            services.plan_own(
                share=shared, measure=own, due_on=None, is_sure=True, today=TODAY
            )


def test_a_restricted_file_is_closed_to_offices(client, shared, closed, acting, town):
    acting(town, shared.case.owner)
    closed(only(shared.case.household))
    assert client.get(link(shared)).status_code == 404


def test_everybody_whom_the_case_is_about_agrees(
    south, case, add, clara, office, agreed, acting, town
):
    jmd, file = office("JMD Hier"), case()
    amal = only(file.household)
    agreed(amal, jmd, kind="TABLE")
    with pytest.raises(errors.NotAgreed):
        share(file, jmd, clara)
    agreed(amal, jmd)
    karim = add(file.household, "Karim Muster", kind="PARTNER")
    with pytest.raises(errors.NotAgreed):
        share(file, jmd, clara)
    agreed(karim, jmd)
    first = share(file, jmd, clara)
    again = share(file, jmd, clara)
    living = GridShare.objects.get(ended_on=None)
    assert (living, first.number == again.number) == (again, False)


def test_nobody_else_lets_an_office_in(
    sign_in, town, shared, agatha, emil, clara, acting, other_town, person
):
    acting(town, agatha)
    with pytest.raises(errors.NotNamed):
        share(shared.case, shared.organisation, agatha)
    for user, status in ((emil, 404), (person(other_town, name="Fremd"), 404)):
        desk = sign_in(user)
        for name in ("share_grid", "print_grid"):
            where = at(town, name, shared.case.pk)
            assert desk.get(where).status_code in {status, 403}
        assert desk.post(at(town, "end_grid", shared.pk)).status_code in {status, 403}
    acting(town, clara)
    assert GridShare.objects.filter(ended_on=None).exists()


def test_a_link_opens_its_own_grid_alone(
    client, town, other_town, shared, case, clara, agreed, measure, acting
):
    file, jmd = case(name="Karim Muster"), shared.organisation
    agreed(only(file.household), jmd)
    other = share(file, jmd, clara)
    work = measure("N05", "Bewerbungshilfe", agency=jmd.name, organisation=jmd)
    foreign = measure()
    acting(town, clara)
    entry = planned(file, work, clara)
    assert (
        client.get(link(shared).replace(str(shared.pk), str(other.pk))).status_code
        == 404
    )
    there = link(shared).replace(f"/{town.slug}/", f"/{other_town.slug}/")
    assert client.get(there).status_code == 404
    moved = {"entry": str(entry.pk), "state": "DROPPED"}
    assert client.post(link(shared), moved, **HOST).status_code == 422
    assert client.post(link(shared), {"measure": str(work.pk)}).status_code == 403
    wrong = client.post(link(shared), {"measure": str(foreign.pk)}, **HOST)
    assert list(wrong.context["plan"].errors) == ["measure"]
    for text in ("", "x", str(other.pk)):
        sent = {"entry": text, "state": "DONE"}
        assert client.post(link(shared), sent, **HOST).status_code == 422
    acting(town)
    with opened_for(shared.pk):
        assert not GridEntry.objects.filter(case=file).exists()


def test_each_look_stands_among_the_readings(
    client, sign_in, town, shared, clara, acting
):
    client.get(link(shared))
    acting(town, clara)
    household = shared.case.household
    cases = queries.cases_visible_to(clara, today=TODAY)
    found = queries.readings_of(household, cases)
    assert [(each.action, each.office) for each in found] == [
        ("cases.grid.read", "JMD Hier")
    ]


@pytest.mark.parametrize("size", [1, 6])
def test_the_pages_ask_as_much_of_many_as_of_one(
    sign_in, client, town, shared, measure, clara, acting, questions, size
):
    jmd = shared.organisation
    for number in range(size):
        row = measure("N05", f"Hilfe {number}", agency=jmd.name, organisation=jmd)
        acting(town, clara)
        planned(shared.case, row, clara)
    desk = sign_in(clara)
    desk.get(at(town, "cases"))
    asked = {
        name: len(questions(desk, at(town, name, shared.case.pk)))
        for name in ("grid", "share_grid", "print_grid")
    }
    asked |= {
        name: len(questions(client, link(shared) + name)) for name in ("", "?print")
    }

    assert {name: n for name, n in asked.items() if n > MOST_QUERIES} == {}


def test_the_grid_prints_where_nobody_lives_in_the_household_any_more(
    sign_in, town, case, clara
):
    row, desk = case(), sign_in(clara)
    Membership.objects.update(valid_until=TODAY - timedelta(days=1))

    assert desk.get(at(town, "print_grid", row.pk)).status_code == 200
