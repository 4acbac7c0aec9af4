"""Needs: rated in a talk, compared over time, offered help, counted without names."""

from datetime import timedelta

import pytest
from django.db import connection

from hafen.casework.cases import errors, queries, services, tallies
from hafen.casework.cases.models import NeedRating, NeedTopic, Programme
from hafen.casework.cases.services import Rated
from hafen.casework.cases.tests.conftest import LONG_AGO, TODAY
from hafen.casework.cases.tests.test_desk import MOST_QUERIES, at
from hafen.casework.cases.words import quarters
from hafen.core.db.roles import Role
from hafen.core.places.models import District
from hafen.mechanisms.todos.registries import leads

pytestmark = pytest.mark.django_db
# The six areas of the first needs sheet: language, school, child care, social
# contacts, where people live, leisure.
SIX = ("N01", "N02", "N03", "N17", "N07", "N18")
QUARTER = quarters(TODAY)[0]


@pytest.fixture
def desk(clara, south, sign_in):
    return sign_in(clara)


@pytest.fixture
def rate(clara):
    """A maker of sheets: `rate(case, N01="WEEK", N13="NONE")`."""

    def make(row, *, on=TODAY, by=clara, **urgencies):
        rated = [
            Rated(domain, urgency, is_special=domain in {"N13", "N14", "N15"})
            for domain, urgency in urgencies.items()
        ]
        return services.assess_needs(case=row, on=on, ratings=rated, today=TODAY, by=by)

    return make


@pytest.fixture
def north_end(town, acting):
    acting(town)
    return District.objects.create(municipality=town, name="Nordend", layer="1")


def test_d7_a_sheet_is_filled_in_on_a_visit_and_open_needs_show_by_district(
    desk, town, case, north_end
):
    row = case(district=north_end)
    sent = {f"urgency_{code}": "MONTH" for code in SIX}
    sent |= {"on": TODAY.isoformat(), "wish_N01": "on", "reason_N01": "Will arbeiten"}

    assert desk.post(at(town, "assess", row.pk), sent).status_code == 302

    page = desk.get(at(town, "needs_list"), {"district": str(north_end.pk)})
    assert sorted(need.domain for need, _name in page.context["rows"]) == sorted(SIX)
    narrowed = desk.get(at(town, "needs_list"), {"domain": "N02"}).context["rows"]
    assert [str(name) for _need, name in narrowed] == ["Schule"]
    assert "Will arbeiten" in desk.get(at(town, "needs", row.pk)).content.decode()
    assert desk.get(at(town, "needs_list"), {"as": "csv"}).status_code == 200
    empty = desk.post(at(town, "assess", row.pk), {"on": TODAY.isoformat()})
    assert empty.status_code == 422


def test_e03_sheets_are_compared_over_time(case, clara, rate):
    row = case()
    rate(row, N01="TODAY", N05="LATER", on=LONG_AGO)
    rate(row, N01="NONE", N05="WEEK")

    class Label:
        def __init__(self, code):
            self.code, self.name, self.flags = code, code, ()

    found = queries.comparison(
        row, [Label("N01"), Label("N02"), Label("N05")], clara, today=TODAY
    )

    assert found.days == [LONG_AGO, TODAY]
    assert {
        area.code: [rating.urgency for rating in area.ratings] for area in found.areas
    } == {"N01": ["TODAY", "NONE"], "N05": ["LATER", "WEEK"]}
    language, work = NeedTopic.objects.order_by("domain")
    assert (language.state, language.ended_on) == ("MET", TODAY)
    assert (work.state, work.urgency, work.since) == ("OPEN", "WEEK", LONG_AGO)
    row.refresh_from_db()
    assert row.stage == "ASSESSMENT"


def test_a_sheet_entered_late_does_not_undo_a_newer_one(case, rate):
    row = case()
    rate(row, N01="NONE")
    rate(row, N01="WEEK", on=LONG_AGO)

    assert not NeedTopic.objects.exists()


def test_a_second_sheet_of_a_day_corrects_the_first_one(case, rate):
    row = case()
    rate(row, N01="WEEK")
    rate(row, N01="TODAY")

    assert (
        NeedRating.objects.get().urgency == NeedTopic.objects.get().urgency == "TODAY"
    )


def test_a_closed_case_is_not_assessed(case, rate, clara):
    row = case()
    services.close_case(
        case=row, outcome="REACHED", follow_up_on=None, on=TODAY, by=clara
    )

    with pytest.raises(errors.AlreadyClosed):
        rate(row, N01="WEEK")


def test_needs_of_a_special_category_are_for_named_persons(
    case, rate, town, agatha, clara, acting, sign_in
):
    row = case()
    rate(row, N01="WEEK", N13="TODAY")
    acting(town, agatha)
    for table in ("cases_needtopic", "cases_needrating"):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT domain FROM {table}")
            assert cursor.fetchall() == [("N01",)]
    seen = queries.needs_visible_to(agatha, today=TODAY)
    assert [need.domain for need in seen] == ["N01"]
    with pytest.raises(errors.NotNamed):
        rate(row, N13="LATER", by=agatha)
    form = sign_in(agatha).get(at(town, "assess", row.pk)).context["form"]
    assert "urgency_N01" in form.fields
    assert "urgency_N13" not in form.fields
    form = sign_in(clara).get(at(town, "assess", row.pk)).context["form"]
    assert "urgency_N13" in form.fields
    assert "reason_N13" not in form.fields
    assert "urgency_N22" not in form.fields  # a wish of the client, written elsewhere


def test_a_lead_who_closes_a_case_ends_needs_that_they_do_not_see(
    case, rate, town, agatha, clara, acting
):
    row = case()
    rate(row, N01="WEEK", N13="TODAY")
    acting(town, agatha)

    services.close_case(
        case=row, outcome="REACHED", follow_up_on=None, on=TODAY, by=agatha,
        areas={"N01": ("REACHED", False)},
    )  # fmt: skip

    assert not NeedTopic.objects.filter(domain="N13").exists()
    acting(town, clara)
    ended = {need.domain: need.state for need in NeedTopic.objects.all()}
    assert ended == {"N01": "MET", "N13": "CLOSED"}
    assert set(NeedTopic.objects.values_list("ended_on", flat=True)) == {TODAY}


def test_the_first_offer_keeps_its_day_and_ends_the_waiting(
    desk, town, case, rate, clara
):
    programme = Programme.objects.create(
        municipality=town, name="IM", sort_key="im", offer_days=10
    )
    row = case(programme=programme)
    rate(row, N01="WEEK", on=TODAY - timedelta(days=11))
    need = NeedTopic.objects.get()
    rows, where = leads["cases.needs"].find(clara, TODAY)
    assert list(rows) == [need]
    assert [each for each, _name in desk.get(where).context["rows"]] == [need]

    for state in ("OFFERED", "RUNNING", "NOT_MET"):
        sent = {"state": state, "on": TODAY.isoformat()}
        assert desk.post(at(town, "need_step", need.pk), sent).status_code == 302
    again = desk.post(at(town, "need_step", need.pk), sent, follow=True)

    need.refresh_from_db()
    assert (need.state, need.offered_on, need.ended_on) == ("NOT_MET", TODAY, TODAY)
    assert "beendet" in again.content.decode()
    assert not leads["cases.needs"].find(clara, TODAY)[0].exists()


@pytest.fixture
def quarter(household, case, rate, clara, north_end):
    """Six cases with a need in the last quarter, two of them without a district."""

    def make(number=6, *, elsewhere=2, domain="N06", offered=()):
        for index in range(number):
            place = {} if index < elsewhere else {"district": north_end}
            row = case(of=household(f"Person Muster{domain}{index}", **place))
            rate(row, on=QUARTER.first, **{domain: "WEEK"})
        needs = NeedTopic.objects.filter(domain=domain).order_by("id")
        for need, days in zip(needs, offered, strict=False):
            services.move_need(
                need=need, state="OFFERED", by=clara,
                on=QUARTER.first + timedelta(days=days),
            )  # fmt: skip

    return make


def test_p11_the_median_of_days_to_an_offer_and_the_cases_over_the_limit(
    quarter, town, acting
):
    quarter(11, offered=(1, 2, 3, 4, 5, 20, 21, 22, 23))
    acting(town)

    found = tallies.days_to_offer(
        QUARTER.first, QUARTER.last, day=TODAY, standard=queries.OFFER_DAYS
    )

    # Four came late, and two have none to this day.
    assert (found.median, found.late) == (5, 6)


def test_l8_the_ranking_of_a_quarter_tells_topics_and_no_person(
    quarter, town, person, sign_in
):
    quarter(7)
    quarter(4, domain="N01")
    quarter(5, domain="N02", elsewhere=0)
    desk = sign_in(person(town, Role.STEERING))

    page = desk.get(at(town, "needs_ranking"))

    # Of seven, two live elsewhere: five in Nordend would tell them.
    assert page.context["rows"] == [
        (1, "Wohnen: Suche", 7, []),
        (2, "Schule", 5, [("Nordend", 5)]),
    ]
    assert (page.context["waited"].median, page.context["waited"].late) == (None, None)
    assert "Muster" not in page.content.decode().replace("Musterhafen", "")
    assert desk.get(at(town, "needs_ranking"), {"as": "csv"}).status_code == 200
    assert desk.get(at(town, "needs_list")).status_code == 404


def test_the_counts_are_those_of_ones_own_municipality(quarter, other_town, acting):
    quarter()
    acting(other_town)

    assert tallies.needs_ranked(QUARTER.first, QUARTER.last) == []


@pytest.mark.parametrize("size", [1, 8])
def test_pages_of_needs_ask_as_much_of_many_as_of_one(
    desk, town, case, rate, household, questions, size
):
    row = case()
    for number in range(size):
        day = TODAY - timedelta(days=number)
        rate(row, on=day, N01="WEEK", N02="LATER", N13="TODAY")
        rate(case(of=household(f"Person Muster{number}")), N05="WEEK")
    desk.get(at(town, "cases"))
    asked = {
        name: len(questions(desk, at(town, name, *parts)))
        for name, *parts in (
            ("needs", row.pk), ("assess", row.pk), ("needs_list",), ("needs_ranking",),
        )
    }  # fmt: skip

    assert {name: n for name, n in asked.items() if n > MOST_QUERIES} == {}
