"""Posts and their holders; who acts when somebody is away; leaving."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from hafen.core.accounts import errors, queries, services
from hafen.core.db.roles import Role
from hafen.core.places.models import Site

TODAY = timezone.localdate()
DAY = timedelta(days=1)


@pytest.fixture
def ayse(town, person, acting):
    user = person(town, Role.ADMINISTRATOR, name="Ayşe Muster")
    acting(town, user)
    return user


@pytest.fixture
def clara(town, person, ayse):
    return person(town, Role.SOCIAL_WORKER, name="Clara Exempel")


@pytest.fixture
def dora(town, person, ayse):
    return person(town, Role.SOCIAL_WORKER, name="Dora Probe")


@pytest.fixture
def team(town, ayse):
    return services.save_team(
        municipality=town,
        name="Integrationsteam Nord",
        employers=["Stadt", "Verband"],
        by=ayse,
    )


def post(team, by, **details):
    return services.save_position(
        team=team, valid_from=TODAY, by=by, **{"title": "Stelle", **details}
    )


def absent(user, by, **details):
    return services.record_absence(
        user=user, valid_from=TODAY, valid_until=TODAY + 4 * DAY, by=by, **details
    )


def test_l1_four_departments_add_up_to_nine_and_a_half_posts(team, ayse):
    for department, share in (("A", "1.5"), ("B", "4.8"), ("C", "1.5"), ("D", "1.7")):
        post(team, ayse, department=department, share=Decimal(share))

    [staffing] = queries.staffing([team], TODAY)

    assert staffing.total == Decimal("9.5")
    assert len(staffing.vacant) == 4


def test_l1_all_posts_are_occupied_when_each_has_a_holder(team, ayse, clara, dora):
    for user, employer in ((clara, "Stadt"), (dora, "Verband")):
        position = post(team, ayse, share=Decimal("0.5"), employer=employer)
        services.add_member(
            team=team, user=user, position=position, valid_from=TODAY, by=ayse
        )

    [staffing] = queries.staffing([team], TODAY)

    assert staffing.is_fully_staffed


def test_d2_a_team_with_the_town_alone_says_that_the_association_is_missing(
    team, ayse, clara
):
    services.add_member(
        team=team, user=clara, employer="Stadt", valid_from=TODAY, by=ayse
    )

    [staffing] = queries.staffing([team], TODAY)

    assert staffing.missing == ["Verband"]


def test_l31_a_site_shows_the_town_the_provider_and_the_volunteers(
    town, team, ayse, clara, dora, person
):
    site = Site.objects.create(
        municipality=town, name="Büro Nord", sort_key="buro nord"
    )
    services.save_team(
        municipality=town,
        name=team.name,
        employers=team.employers,
        sites=[site],
        team=team,
        by=ayse,
    )
    emma = person(town, Role.VOLUNTEER, name="Emma Muster")
    for user, employer in ((clara, "Stadt"), (dora, "Verband"), (emma, "Lotsengruppe")):
        services.add_member(
            team=team, user=user, employer=employer, valid_from=TODAY, by=ayse
        )

    [row] = queries.serving([site], TODAY)

    assert {
        name: [membership.user for membership in members]
        for name, members in row.by_employer.items()
    } == {"Lotsengruppe": [emma], "Stadt": [clara], "Verband": [dora]}
    assert row.missing == []


def test_d2_a_site_with_the_town_alone_says_that_the_association_is_missing(
    town, team, ayse, clara
):
    site = Site.objects.create(
        municipality=town, name="Büro Nord", sort_key="buro nord"
    )
    services.save_team(
        municipality=town,
        name=team.name,
        employers=team.employers,
        sites=[site],
        team=team,
        by=ayse,
    )
    services.add_member(
        team=team, user=clara, employer="Stadt", valid_from=TODAY, by=ayse
    )

    [row] = queries.serving([site], TODAY)

    assert row.missing == ["Verband"]


def test_staffing_needs_two_questions_for_any_number_of_teams(
    town, ayse, django_assert_num_queries
):
    teams = [
        services.save_team(municipality=town, name=f"Team {n}", by=ayse)
        for n in range(5)
    ]
    with django_assert_num_queries(2):
        queries.staffing(teams, TODAY)


def test_somebody_who_is_there_does_their_own_work(clara):
    assert queries.acting_owner(clara, TODAY) == clara
    assert queries.acting_team(clara, TODAY) is None


def test_an_absence_sends_work_to_whom_it_names(ayse, clara, dora):
    absent(clara, ayse, reroute_to=dora)

    assert queries.acting_owner(clara, TODAY) == dora
    assert queries.acting_owner(clara, TODAY + 5 * DAY) == clara
    assert list(queries.represented_by(dora, TODAY)) == [clara]


def test_without_a_name_the_deputy_acts(ayse, clara, dora):
    services.name_deputy(
        user=clara, deputy=dora, valid_from=TODAY, valid_until=None, by=ayse
    )
    assert queries.acting_owner(clara, TODAY) == clara
    assert not queries.represented_by(dora, TODAY).exists()

    absent(clara, ayse)

    assert queries.acting_owner(clara, TODAY) == dora
    assert list(queries.represented_by(dora, TODAY)) == [clara]


def test_two_who_stand_in_for_each_other_and_are_both_away_leave_it_to_the_team(
    ayse, clara, dora, team
):
    services.add_member(team=team, user=clara, valid_from=TODAY, by=ayse)
    absent(clara, ayse, reroute_to=dora)
    absent(dora, ayse, reroute_to=clara)

    assert queries.acting_owner(clara, TODAY) is None
    assert queries.acting_team(clara, TODAY) == team


def test_an_absence_can_send_work_to_a_team(ayse, clara, dora, team):
    services.name_deputy(
        user=clara, deputy=dora, valid_from=TODAY, valid_until=None, by=ayse
    )
    absent(clara, ayse, reroute_to_team=team)

    assert queries.acting_owner(clara, TODAY) is None
    assert queries.acting_team(clara, TODAY) == team


def test_work_goes_to_a_person_or_a_team_never_to_both(ayse, clara, dora, team):
    with pytest.raises(errors.ReceiverMissing):
        absent(clara, ayse, reroute_to=dora, reroute_to_team=team)
    with pytest.raises(errors.ReceiverMissing):
        absent(clara, ayse, reroute_to=clara)


def test_who_stands_in_for_a_deputy_who_is_away_acts_for_both(
    ayse, clara, dora, town, person
):
    emma = person(town, Role.SOCIAL_WORKER, name="Emma Muster")
    for away, deputy in ((clara, dora), (dora, emma)):
        services.name_deputy(
            user=away, deputy=deputy, valid_from=TODAY, valid_until=None, by=ayse
        )
        absent(away, ayse)

    assert queries.acting_owner(clara, TODAY) == emma
    assert set(queries.represented_by(emma, TODAY)) == {clara, dora}
    assert not queries.represented_by(dora, TODAY).exists()


def test_what_nobody_does_is_done_by_the_own_team(ayse, clara, dora, team):
    for user in (clara, dora):
        services.add_member(team=team, user=user, valid_from=TODAY, by=ayse)
    absent(clara, ayse)

    assert queries.acting_team(clara, TODAY) == team
    assert clara in queries.represented_through(dora, TODAY)
    assert not queries.represented_by(dora, TODAY).exists()


def test_a_closed_account_is_represented_like_somebody_who_is_away(ayse, clara, dora):
    services.name_deputy(
        user=clara, deputy=dora, valid_from=TODAY, valid_until=None, by=ayse
    )
    services.disable(user=clara, now=timezone.now(), today=TODAY, by=ayse)

    assert queries.acting_owner(clara, TODAY) == dora
    assert list(queries.represented_by(dora, TODAY)) == [clara]
