from datetime import date

import pytest

from hafen.core.db.roles import Role
from hafen.core.places import queries, services
from hafen.core.places.errors import NotDelegated, WrongStep
from hafen.core.places.models import District, UnitContact
from hafen.core.places.tests.builders import site, unit

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 19)
LATER = date(2027, 1, 1)


@pytest.fixture
def housing(town):
    return unit(
        town, "Wohnungsamt", phone="+49 611 310", internal_phone="+49 611 312345"
    )


def test_w9_housing_in_sgb_ii_has_one_responsible_office(town, housing):
    jobcenter = unit(town, "Jobcenter", phone="+49 611 400")
    services.assign_responsibility(
        unit=jobcenter, topic="housing", legal_area="sgb2", keywords=["Wohnungssuche"]
    )
    services.assign_responsibility(
        unit=housing, topic="housing", legal_area="asylblg", keywords=["Wohnungssuche"]
    )
    [found] = queries.search_responsibilities(
        town, words="wohnungssuche", legal_area="sgb2", on=TODAY
    )

    assert found.unit == jobcenter
    assert found.unit.phone == "+49 611 400"


def test_w9_only_staff_read_direct_lines(town, other_town, housing, person, acting):
    acting(town)
    services.save_contact(
        UnitContact(municipality=town, unit=housing),
        values={"name": "Demo Person", "phone": "+49 611 312346"},
    )
    worker = person(town, Role.SOCIAL_WORKER)
    acting(town, worker)
    assert queries.contacts_visible_to(worker).count() == 1
    assert not queries.contacts_visible_to(person(town, Role.VOLUNTEER))

    acting(other_town)
    assert not UnitContact.objects.exists()


def test_the_most_specific_responsibility_comes_first(town, housing):
    north = District.objects.create(municipality=town, layer="b", name="Nord")
    local, special = unit(town, "Nordbüro"), unit(town, "Fachstelle")
    services.assign_responsibility(unit=housing, topic="housing")
    services.assign_responsibility(unit=local, topic="housing", district=north)
    services.assign_responsibility(unit=special, topic="housing.search")
    found = queries.responsible_units(
        town, topic="housing.search", on=TODAY, district=north
    )

    assert [row.unit.name for row in found] == ["Fachstelle", "Nordbüro", "Wohnungsamt"]


def test_a_responsibility_holds_in_its_period_only(town, housing):
    old = services.assign_responsibility(unit=housing, topic="housing")
    services.end_responsibility(old, on=LATER)
    services.assign_responsibility(
        unit=unit(town, "Neue Stelle"), topic="housing", valid_from=LATER
    )

    def answer(on):
        [row] = queries.responsible_units(town, topic="housing", on=on)
        return row.unit.name

    assert (answer(TODAY), answer(LATER)) == ("Wohnungsamt", "Neue Stelle")


def test_a_proposed_change_keeps_the_entry_in_use(town, housing):
    row = services.assign_responsibility(unit=housing, topic="housing")
    services.doubt_responsibility(row, doubt="Seit März beim Jobcenter")

    [found] = queries.responsible_units(town, topic="housing", on=TODAY)
    assert found.doubt == "Seit März beim Jobcenter"


def test_d44_an_office_is_chosen_by_topic(town, housing):
    services.assign_responsibility(unit=housing, topic="housing")
    assert [
        row.unit
        for row in queries.responsible_units(
            town, topic="housing", on=TODAY, legal_area="sgb12"
        )
    ] == [housing]
    assert queries.responsible_units(town, topic="school", on=TODAY) == []


def test_d76_an_act_is_refused_where_it_is_not_delegated(town):
    authority = unit(town, "Sozialamt")
    brackel, hoerde = site(town, "Brackel"), site(town, "Hörde")
    act = "Annahme des Antrags auf Bildung und Teilhabe"
    delegation = services.propose_delegation(authority=authority, site=brackel, act=act)
    with pytest.raises(NotDelegated):
        services.require_delegation(site=brackel, act=act, on=LATER)

    with pytest.raises(WrongStep):
        services.put_delegation_in_force(delegation, valid_from=LATER)
    services.agree_delegation(delegation, document="Vereinbarung 7/2026")
    services.put_delegation_in_force(delegation, valid_from=LATER)

    services.require_delegation(site=brackel, act=act, on=LATER)
    for place, day in ((hoerde, LATER), (brackel, TODAY)):
        with pytest.raises(NotDelegated):
            services.require_delegation(site=place, act=act, on=day)

    services.withdraw_delegation(delegation, on=date(2027, 6, 1))
    with pytest.raises(NotDelegated):
        services.require_delegation(site=brackel, act=act, on=LATER)


def test_d76_the_register_names_authority_site_and_first_day(town, person, acting):
    delegation = services.propose_delegation(
        authority=unit(town, "Sozialamt"), site=site(town, "Brackel"), act="Annahme"
    )
    services.agree_delegation(delegation)
    services.put_delegation_in_force(delegation, valid_from=LATER)
    lead = person(town, Role.PROJECT_LEAD)
    acting(town, lead)
    [entry] = queries.delegations_visible_to(lead)

    assert (entry.authority.name, entry.site.name, entry.valid_from) == (
        "Sozialamt",
        "Brackel",
        LATER,
    )
