"""Who finds what: the database asked in plain SQL as the web role, and the queries.

Clara and Bela work in one team, Agatha leads it, Emil works in another one.
"""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.utils import ProgrammingError

from hafen.casework.cases import errors, queries, services
from hafen.casework.cases.models import Case, Client, Household, StandIn
from hafen.casework.cases.tests.conftest import TODAY, only, stands
from hafen.core.db.roles import Role

pytestmark = pytest.mark.django_db

TABLES = (
    "cases_household",
    "cases_client",
    "cases_membership",
    "cases_circumstance",
    "cases_case",
    "cases_standin",
)


def found(table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return cursor.fetchone()[0]


@pytest.fixture
def file(town, case, clara, bela):
    """A case of Clara's in which Bela stood in until yesterday."""
    row = case()
    stands(only(row.household), "LEGAL_AREA", "sgb2", clara)
    yesterday = TODAY - timedelta(days=1)
    StandIn.objects.create(
        municipality=town,
        case=row,
        user=bela,
        valid_from=yesterday,
        valid_until=yesterday,
    )
    return row


def test_the_responsible_worker_finds_all_of_a_file(file, town, clara, acting):
    acting(town, clara)

    assert [found(table) for table in TABLES] == [1] * len(TABLES)


@pytest.mark.parametrize("table", TABLES)
def test_raw_sql_with_another_actor_finds_nothing(
    file, north, town, emil, acting, table
):
    acting(town, emil)
    assert found(table) == 0
    acting(town)
    assert found(table) == 0


@pytest.mark.parametrize("table", TABLES)
def test_raw_sql_of_another_municipality_finds_nothing(
    file, other_town, person, acting, table
):
    acting(other_town, person(other_town, Role.SOCIAL_WORKER))

    assert found(table) == 0


def test_a_colleague_of_the_team_sees_the_household_and_not_the_case(
    file, town, bela, acting
):
    acting(town, bela)

    assert found("cases_household") == found("cases_client") == 1
    assert found("cases_case") == 0
    assert list(queries.households_visible_to(bela, today=TODAY)) == [file.household]
    assert not queries.cases_visible_to(bela, today=TODAY).exists()


def test_p7_a_manager_sees_own_cases_and_those_deputised(file, town, bela, acting):
    acting(town, file.owner)
    services.name_deputy(
        case=file, user=bela, valid_from=TODAY, valid_until=TODAY, by=file.owner
    )
    acting(town, bela)
    assert found("cases_case") == 1
    assert list(queries.cases_visible_to(bela, today=TODAY)) == [file]

    StandIn.objects.update(
        valid_from=TODAY - timedelta(days=2), valid_until=TODAY - timedelta(days=1)
    )

    assert found("cases_case") == 0
    assert not queries.cases_visible_to(bela, today=TODAY).exists()


def test_who_leads_the_team_sees_its_cases(file, town, agatha, acting):
    acting(town, agatha)

    assert found("cases_case") == 1
    assert list(queries.cases_visible_to(agatha, today=TODAY)) == [file]


def test_a_restricted_file_opens_to_named_persons_alone(
    case, town, clara, bela, agatha, acting
):
    row = case(is_restricted=True, owner=clara)
    for user in (bela, agatha):
        acting(town, user)
        assert [found(table) for table in TABLES] == [0] * len(TABLES)
        assert not queries.households_visible_to(user, today=TODAY).exists()
    acting(town, clara)
    services.name_deputy(
        case=row, user=bela, valid_from=TODAY, valid_until=TODAY, by=clara
    )
    acting(town, bela)

    assert found("cases_household") == found("cases_case") == 1


def test_nobody_reads_their_own_file_nor_that_of_a_relative(
    file, town, clara, bela, acting
):
    acting(town, clara)
    services.keep_out(client=only(file.household), user=bela, why="SELF", by=clara)
    acting(town, bela)

    assert [found(table) for table in TABLES[:4]] == [0, 0, 0, 0]
    assert not queries.households_visible_to(bela, today=TODAY).exists()
    acting(town, clara)
    with pytest.raises(errors.KeptOutOfFile):
        services.hand_over_case(case=file, to=bela, today=TODAY, by=clara)


def test_who_leaves_the_team_loses_the_households_the_same_day(
    file, town, bela, acting
):
    acting(town, bela)
    bela.memberships.update(valid_until=TODAY - timedelta(days=1))

    assert found("cases_household") == 0


def test_whoever_hands_a_case_over_loses_it_at_once(file, town, clara, bela, acting):
    acting(town, clara)
    services.hand_over_case(case=file, to=bela, today=TODAY, by=clara)

    assert found("cases_case") == 0
    acting(town, bela)
    assert Case.objects.get().owner == bela
    assert Household.objects.get().owner == bela


def test_nothing_is_written_below_a_household_that_one_does_not_see(
    file, north, town, emil, acting
):
    acting(town, emil)
    with pytest.raises(ProgrammingError, match="row-level security"):
        Client.objects.create(
            municipality=town, household=file.household, name="X", notice_on=TODAY
        )


def test_without_a_role_nothing_is_seen(file, town, person, south, acting):
    stranger = person(town, Role.EDITOR)

    assert not queries.households_visible_to(stranger, today=TODAY).exists()
    assert not queries.cases_visible_to(stranger, today=TODAY).exists()
