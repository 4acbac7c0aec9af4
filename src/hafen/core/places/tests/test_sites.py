from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from hafen.core.db.errors import LostUpdate
from hafen.core.db.roles import Role
from hafen.core.places import queries, services
from hafen.core.places.errors import NoHours
from hafen.core.places.models import ClosedDay, District, Shortcoming, Site, Territory
from hafen.core.places.tests.builders import hours, region, site, street

pytestmark = pytest.mark.django_db

BERLIN = ZoneInfo("Europe/Berlin")
TODAY = date(2026, 11, 19)
THURSDAY = datetime(2026, 11, 19, 9, tzinfo=BERLIN)
TUE, WED = 1, 2


@pytest.fixture
def brackel(town):
    return District.objects.create(
        municipality=town, layer="bezirke", name="Brackel", sort_key="brackel"
    )


@pytest.fixture
def office(town, brackel):
    office = site(
        town,
        street="Brackeler Hellweg",
        house_number="144",
        phone="+49 231 5028705",
        email="brackel@example.org",
    )
    region(town, "Ost", Territory.Kind.TARGET_REGION, [brackel], site=office)
    services.replace_hours(
        office, rows=[hours(TUE, "16:00-18:00"), hours(WED, "10:00-12:00")]
    )
    return office


def test_d1_the_district_brackel_leads_to_its_site(town, office):
    [district] = queries.districts_named(town, "brackel")
    found = queries.site_for_district(town, district, on=TODAY)

    assert found == office
    assert (found.street, found.house_number) == ("Brackeler Hellweg", "144")
    assert found.phone
    assert found.email
    assert queries.hours_of_site(town, found).weekly


def test_d1_a_quarter_within_the_district_leads_there_too(town, brackel, office):
    quarter = District.objects.create(
        municipality=town, layer="teile", name="Neuasseln", parent=brackel, level=2
    )
    assert queries.site_for_district(town, quarter, on=TODAY) == office


def test_w2_an_absence_moves_the_next_opening(town, office):
    def next_opening():
        return queries.hours_of_site(town, office).status(THURSDAY).opens_at

    assert next_opening() == datetime(2026, 11, 24, 16, tzinfo=BERLIN)

    services.except_day(office, day=date(2026, 11, 24), reason="Fortbildung")
    assert next_opening() == datetime(2026, 11, 25, 10, tzinfo=BERLIN)


def test_one_closed_day_of_the_town_closes_every_site(town, office):
    other = site(town, "Treff")
    tuesday, wednesday = date(2026, 11, 24), date(2026, 11, 25)
    services.replace_hours(other, rows=[hours(TUE, "08:00-12:00")])
    services.close_days(town, first_day=tuesday, last_day=tuesday, reason="Wahl")
    services.close_days(
        town,
        first_day=wednesday,
        last_day=wednesday,
        kind=ClosedDay.Kind.TEAM_DAY,
        site=office,
    )
    found = queries.hours_of(town, [office, other])

    assert found[office.pk].plan(tuesday).reason == "Wahl"
    assert found[other.pk].plan(tuesday).is_closed
    assert found[office.pk].plan(wednesday).is_closed
    assert queries.working_calendar(town).is_working_day(wednesday)
    assert not queries.working_calendar(town, site=office).is_working_day(wednesday)


def test_public_holidays_close_unless_the_site_says_otherwise(town):
    friday = date(2026, 12, 25)
    rows = [hours(4, "08:00-12:00")]
    closed, kitchen = site(town, "Amt"), site(town, "Küche", closes_on_holidays=False)
    for each in (closed, kitchen):
        services.replace_hours(each, rows=rows)
    found = queries.hours_of(town, [closed, kitchen])

    assert found[closed.pk].plan(friday).reason == "Erster Weihnachtstag"
    assert not found[kitchen.pk].plan(friday).is_closed


def test_what_is_open_now_asks_the_database_the_same_number_of_times(
    town, office, django_assert_num_queries
):
    now = datetime(2026, 11, 24, 17, tzinfo=BERLIN)
    with django_assert_num_queries(5):
        assert [entry.status.is_open for entry in queries.sites_open_now(town, now=now)]
    for number in range(10):
        services.replace_hours(
            site(town, f"Treff {number}"), rows=[hours(WED, "08:00-12:00")]
        )
    with django_assert_num_queries(5):
        found = queries.sites_open_now(town, now=now)
    assert [entry.status.is_open for entry in found] == [True] + 10 * [False]


def test_the_page_cache_learns_of_the_next_door(town, office):
    change = queries.next_opening_change(
        town, datetime(2026, 11, 24, 17, tzinfo=BERLIN)
    )
    assert change == datetime(2026, 11, 24, 18, tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("number", "name"), [("2", "Süd"), ("7", "Nord"), ("8 a", "Süd"), ("99", "Süd")]
)
def test_the_narrowest_range_of_a_street_decides(town, number, name):
    north, south = site(town, "Nord"), site(town, "Süd")
    street(town, "Hafenstraße", site=south)
    street(town, "Hafenstraße", site=north, number_from=1, number_to=19, parity="ODD")
    found = queries.site_for_address(town, street="HAFENSTR.", number=number, on=TODAY)
    assert found.name == name


def test_a_street_that_names_a_district_leads_to_the_site_of_its_region(
    town, brackel, office
):
    street(town, "Asselner Weg", district=brackel)
    found = queries.site_for_address(town, street="Asselner  Weg", number="3", on=TODAY)
    assert found == office
    assert queries.site_for_address(town, street="Nirgends", on=TODAY) is None


def test_where_people_live_is_never_public(town):
    home = site(
        town,
        "Unterkunft",
        kind=Site.Kind.ACCOMMODATION,
        stage=Site.Stage.PROVISIONAL,
        places=80,
    )
    assert home not in queries.published_sites(town, on=TODAY)
    assert not home.is_public


def test_a_site_that_has_closed_for_good_is_not_shown(town):
    site(town, "Alt", closes_on=date(2026, 11, 18))
    site(town, "Bald", opens_on=date(2026, 12, 1))
    assert not queries.published_sites(town, on=TODAY).exists()


def test_a_point_places_a_site_in_its_district(town, tmp_path):
    outline = [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]]
    District.objects.create(
        municipality=town,
        layer="bezirke",
        name="Nord",
        geometry={"type": "Polygon", "coordinates": outline},
    )
    queries.forget_outlines(town.pk)
    assert site(town, longitude=0.5, latitude=0.5).district.name == "Nord"


def test_two_people_cannot_overwrite_each_other(town):
    office = site(town)
    services.save_site(office, values={"name": "Neu"}, expected=office.version)
    with pytest.raises(LostUpdate):
        services.save_site(office, values={"name": "Alt"}, expected=office.version)


def test_hours_that_overlap_are_refused_and_the_old_ones_stay(town, office):
    with pytest.raises(NoHours):
        services.replace_hours(
            office, rows=[hours(TUE, "08:00-12:00"), hours(TUE, "11:00-13:00")]
        )
    assert office.opening_hours.count() == 2


def test_d10_two_periods_of_the_same_weekday_do_not_overlap(town, office):
    services.replace_hours(
        office,
        rows=[
            hours(TUE, "14:00-17:00", valid_until=date(2026, 12, 31)),
            hours(TUE, "13:00-18:00", valid_from=date(2027, 1, 1)),
        ],
    )
    plan = queries.hours_of_site(town, office).plan(date(2027, 1, 5))
    assert [span.opens.hour for span in plan.spans] == [13]


def test_d75_a_shortcoming_keeps_its_mention_and_its_decision(town, office):
    shortcoming = services.record_shortcoming(
        site=office,
        title="Beratungsraum zu klein",
        noticed_on=TODAY,
        evidence="Befragung 2026, Frage 9",
    )
    assert shortcoming.is_open
    decided = services.decide_shortcoming(
        shortcoming, decision="Zweiter Raum wird angemietet.", on=TODAY
    )
    assert (decided.mentions, decided.state) == (1, Shortcoming.State.DECIDED)

    with pytest.raises(IntegrityError), transaction.atomic():
        Shortcoming.objects.filter(pk=decided.pk).update(decision="")


def test_the_sites_of_a_town_are_out_of_reach_for_strangers(
    town, other_town, person, acting, office
):
    def seen_by(municipality, role):
        user = person(municipality, role)
        acting(municipality, user)
        return list(queries.sites_visible_to(user))

    assert seen_by(town, Role.SOCIAL_WORKER) == [office]
    assert seen_by(other_town, Role.ADMINISTRATOR) == []
    assert seen_by(town, Role.VOLUNTEER) == []
