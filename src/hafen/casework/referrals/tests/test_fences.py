"""Who finds what: the database asked in plain SQL as the web role, and the queries."""

import pytest
from django.db import connection

from hafen.casework.cases import services as casework
from hafen.casework.cases.models import KeptOut
from hafen.casework.cases.tests.conftest import TODAY
from hafen.casework.referrals import queries, services
from hafen.casework.referrals.models import AreaSwitch, Referral
from hafen.core.db.roles import Role

pytestmark = pytest.mark.django_db
TABLES = ("referrals_referral", "referrals_areaswitch", "referrals_switchstep")


def found():
    counts = []
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT count(*) FROM {table}")
            counts.append(cursor.fetchone()[0] > 0)
    return counts


@pytest.fixture
def file(amal, case, offered, clara):
    """A referral and a change of law, both of a case of Clara's."""
    case(amal.household)
    services.begin_switch(
        client=amal,
        before="asylblg",
        after="sgb2",
        decided_on=TODAY,
        today=TODAY,
        by=clara,
    )
    return offered()


def seen_by(user):
    rows = queries.referrals_visible_to(user, today=TODAY)
    changes = queries.switches_visible_to(user, today=TODAY)
    return [rows.exists(), changes.exists()]


def test_owner_and_lead_find_it_and_nobody_else(
    file, town, clara, agatha, bela, emil, north, other_town, person, acting
):
    stranger = person(other_town, Role.SOCIAL_WORKER)
    for user, place, sees in (
        (clara, town, True),
        (agatha, town, True),
        (bela, town, False),  # of the team, but it is Clara's case
        (emil, town, False),
        (stranger, other_town, False),
    ):
        acting(place, user)
        assert found() == [sees] * 3, user.name
        assert seen_by(user) == [sees] * 2, user.name
    acting(town)
    assert found() == [False] * 3


def test_whoever_is_kept_out_of_the_file_finds_nothing(
    file, town, amal, agatha, clara, acting
):
    acting(town, clara)
    KeptOut.objects.create(
        municipality=town, client=amal, user=agatha, why=KeptOut.Why.RELATIVE
    )

    acting(town, agatha)

    assert found() == [False] * 3
    assert seen_by(agatha) == [False] * 2


def test_what_belongs_to_a_case_goes_with_it(file, town, clara, bela, acting):
    acting(town, clara)
    casework.hand_over_case(case=file.case, to=bela, today=TODAY, by=clara)

    assert found() == [False] * 3
    assert seen_by(clara) == [False] * 2
    acting(town, bela)
    assert seen_by(bela) == [True] * 2
    assert Referral.objects.get().owner == AreaSwitch.objects.get().owner == bela
