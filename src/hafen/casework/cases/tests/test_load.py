"""What cases weigh, who learns how much others have to do, and who fits a case."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from hafen.casework.cases import queries, services
from hafen.casework.cases.errors import NotOfTheTeam
from hafen.casework.cases.models import Case, Client, Programme, StandIn, WorkerProfile
from hafen.casework.cases.tests.conftest import LONG_AGO, TODAY, only
from hafen.core.accounts.models import Absence, Position, TeamMembership
from hafen.core.db.roles import Role
from hafen.core.places.models import District

pytestmark = pytest.mark.django_db
FACTS = {
    "light": 50, "intensive": 200, "further_person": 20, "limit": 300,
    "programmes": {}, "source": "",
}  # fmt: skip


def at(town, name, *parts):
    return reverse(f"cases:{name}", args=[town.slug, *parts])


@pytest.fixture
def weigh(town, acting, agatha):
    def make(valid_from=LONG_AGO, **facts):
        acting(town, agatha)
        return services.set_weights(
            municipality=town, valid_from=valid_from, facts=FACTS | facts, by=agatha
        )

    return make


def lines(user):
    return {
        row.name: (row.cases, row.load)
        for team in queries.caseload(user, today=TODAY)
        for row in team.hands
    }


def test_e19_a_case_weighs_by_programme_persons_and_how_much_it_takes(
    case, add, weigh, town, clara, acting
):
    programme = Programme.objects.create(municipality=town, name="P", sort_key="p")
    weigh(programmes={str(programme.pk): 150})
    first = case(name="Amal Muster", programme=programme)
    add(first.household, "Nour Muster")
    second = case(name="Jonas Exempel")
    services.save_case(
        case=second, stage="NEW", programme=None, intensity="INTENSIVE",
        expected=None, by=clara,
    )  # fmt: skip
    acting(town, clara)
    # 150 and 20 for the second person; 200.
    assert lines(clara) == {"Clara": (2, Decimal("3.70"))}
    [team] = queries.caseload(clara, today=TODAY)
    assert team.hands[0].is_full
    # What comes later does not weigh today.
    weigh(valid_from=TODAY + timedelta(days=1), intensive=900)
    acting(town, clara)
    assert lines(clara) == {"Clara": (2, Decimal("3.70"))}


def test_e19_only_the_lead_and_oneself_learn_a_load_and_nobody_is_ranked(
    case, weigh, south, town, clara, bela, agatha, acting, sign_in
):
    weigh()
    case(name="Amal Muster")
    acting(town, agatha)
    assert lines(agatha) == {"Bela": (0, 0), "Clara": (1, 1)}
    acting(town, clara)
    services.name_deputy(
        case=Case.objects.get(), user=bela, valid_from=TODAY, valid_until=TODAY,
        by=clara,
    )  # fmt: skip
    acting(town, bela)
    # Who stands in reads the case, and no number of whose it is.
    assert lines(bela) == {}
    page = sign_in(agatha).get(at(town, "load")).content.decode()
    assert page.index("Bela") < page.index("Clara")
    assert "?as=" not in page


def test_e19_a_part_of_a_post_has_its_part_of_the_limit(
    weigh, case, south, town, agatha, clara, acting
):
    weigh()
    half = Position.objects.create(
        municipality=town, team=south, title="T", share=Decimal("0.5"),
        valid_from=LONG_AGO,
    )  # fmt: skip
    TeamMembership.objects.filter(user=clara).update(position=half)
    case()
    acting(town, agatha)
    [team] = queries.caseload(agatha, today=TODAY)
    assert [row.most for row in team.hands] == [Decimal(3), Decimal("1.5")]
    assert (team.load, team.most) == (1, Decimal("4.5"))


def test_e19_who_fits_is_proposed_with_the_reasons(
    household, case, weigh, south, town, clara, bela, agatha, acting, sign_in
):
    weigh()
    district = District.objects.create(municipality=town, name="Süd", sort_key="sued")
    case(name="Jonas Exempel", district=district)
    home = household(district=district, person={"languages": ["ar", "fa"]})
    acting(town, bela)
    services.save_profile(languages=["fa"], gender="FEMALE", by=bela)
    acting(town, agatha)

    assert (
        at(town, "fitting", home.pk)
        in sign_in(agatha).get(at(town, "open_case", home.pk)).content.decode()
    )
    page = sign_in(agatha).get(at(town, "fitting", home.pk))
    found = dict(page.context["proposed"])
    assert [user.name for user in found] == ["Bela", "Clara", "Agatha"]
    assert found[bela] == ["spricht Persisch (Farsi)", "Auslastung 0,0 von 3,0"]
    assert found[clara] == ["Fälle in diesem Stadtteil: 1", "Auslastung 1,0 von 3,0"]
    # A colleague is told what colleagues say of themselves, and no load.
    acting(town, clara)
    desk, where = sign_in(clara), at(town, "fitting", home.pk)
    part = desk.get(where, HTTP_HX_REQUEST="true").content.decode()
    assert "Bela" in part
    assert "<html" not in part
    page = desk.get(where)
    assert dict(page.context["proposed"])[bela] == ["spricht Persisch (Farsi)"]
    assert dict(page.context["proposed"])[agatha] == []


def test_e19_a_wish_and_leave_come_before_all_else(
    household, weigh, town, clara, bela, agatha, acting, sign_in
):
    weigh()
    home = household()
    acting(town, bela)
    services.save_profile(languages=["ar"], gender="FEMALE", by=bela)
    acting(town, clara)
    Client.objects.update(wished_worker="MALE")
    acting(town, agatha)
    page = sign_in(agatha).get(at(town, "fitting", home.pk))
    proposed = page.context["proposed"]
    assert [user.name for user, _why in proposed] == ["Agatha", "Clara", "Bela"]
    assert "nicht wie gewünscht" in dict(proposed)[bela]
    acting(town, agatha)
    Absence.objects.create(municipality=town, user=bela, valid_from=TODAY)
    assert [each.user for each in queries.fitting(agatha, home, today=TODAY)] == [
        agatha, clara,
    ]  # fmt: skip


def test_what_somebody_says_of_themselves_is_free(town, south, clara, sign_in, acting):
    desk = sign_in(clara)
    form = {"languages": ["ar", "de"], "gender": "FEMALE"}
    assert desk.post(at(town, "about_me"), form).status_code == 302
    acting(town, clara)
    assert WorkerProfile.objects.get().languages == ["ar", "de"]
    assert 'value="ar"' in desk.get(at(town, "about_me")).content.decode()
    assert desk.post(at(town, "about_me"), {"languages": ["x"]}).status_code == 422
    assert desk.post(at(town, "about_me"), {"gender": ""}).status_code == 302
    acting(town, clara)
    assert not WorkerProfile.objects.exists()


def test_e19_somebody_stands_in_on_all_cases_while_one_is_away(
    case, town, clara, bela, emil, north, sign_in, acting
):
    rows = [case(name=name) for name in ("Amal Muster", "Jonas Exempel")]
    desk, until = sign_in(clara), TODAY + timedelta(days=14)
    form = {"user": bela.pk, "valid_from": TODAY, "valid_until": until}
    for _twice in range(2):
        assert desk.post(at(town, "away"), form).status_code == 302
    acting(town, bela)
    assert StandIn.objects.filter(user=bela).count() == 2
    assert set(queries.cases_visible_to(bela, today=TODAY)) == set(rows)
    acting(town, clara)
    assert desk.post(at(town, "away"), form | {"user": emil.pk}).status_code == 422
    with pytest.raises(NotOfTheTeam):
        services.stand_in_for_all(
            user=emil, valid_from=TODAY, valid_until=TODAY, by=clara
        )


def test_weights_are_set_with_a_day_by_who_keeps_programmes(
    town, person, sign_in, acting, clara, south
):
    lead = person(town, Role.PROJECT_LEAD, name="Lea")
    programme = Programme.objects.create(municipality=town, name="P", sort_key="p")
    desk = sign_in(lead)
    form = {
        "valid_from": TODAY, "limit": "25", "light": "40", "intensive": "180",
        "further_person": "10", f"programme_{programme.pk}": "130",
        "source": "<script>alert(1)</script>",
    }  # fmt: skip
    assert desk.post(at(town, "weights"), form).status_code == 302
    page = desk.get(at(town, "weights"))
    assert "<script>alert" not in page.content.decode()
    [(row, limit, programmes)] = page.context["rows"]
    assert (limit, row.light, programmes) == (25, 40, [("P", 130)])
    assert desk.post(at(town, "weights"), form | {"light": "-1"}).status_code == 422
    assert sign_in(clara).get(at(town, "weights")).status_code == 404


@pytest.mark.parametrize("size", [1, 40])
def test_the_load_asks_as_much_of_many_as_of_one(
    case, household, weigh, agatha, town, sign_in, questions, size
):
    weigh()
    for number in range(size):
        case(name=f"Amal {number} Muster{number}")
    desk, home = sign_in(agatha), household(name="Zeynep Probe")
    desk.get(at(town, "load"))
    assert len(questions(desk, at(town, "load"))) <= 12
    assert len(questions(desk, at(town, "fitting", home.pk))) <= 12
    assert only(home)
