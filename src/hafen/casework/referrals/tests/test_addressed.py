"""What an office with an account finds at its desk: no name, and only its own."""

from urllib.parse import urlsplit

import pytest
from django.db import connection

from hafen.casework.referrals import keys, services
from hafen.casework.referrals.models import Referral
from hafen.casework.referrals.queries import addressed_to
from hafen.casework.referrals.tests.conftest import NOW, at
from hafen.core.db.roles import Role
from hafen.mechanisms.todos.queries import today_of
from hafen.network.organisations import services as network
from hafen.network.organisations.models import Organisation

pytestmark = pytest.mark.django_db
HOST = {"HTTP_ORIGIN": "http://testserver"}


@pytest.fixture
def liaison(town, person, kompass, amal, clara, acting):
    """Whoever looks after Kompass, with an account."""
    user = person(town, Role.AUTHORITY_LIAISON, name="Lia Son")
    acting(town)
    network.appoint_editor(organisation=kompass, user=user, by=None)
    acting(town, clara)
    return user


def test_r21_an_office_finds_what_lies_with_it_and_reads_no_name(
    town, offered, liaison, sign_in, clara, acting
):
    row = offered(question="Bitte um einen Termin", district=None)
    desk = sign_in(liaison)

    page = desk.get(at("addressed", town)).content.decode()

    link = urlsplit(keys.answer_address(row)).path
    assert link in page
    assert "Kompass" in page
    assert "Amal" not in page
    assert "Bitte um einen Termin" not in page
    sheet = desk.get(at("addressed", town, query="?as=csv")).getvalue().decode()
    assert "Kompass" in sheet
    assert "Amal" not in sheet
    acting(town, liaison)
    day = today_of(liaison, today=NOW.date())
    assert [each.count for each in day.leads if "referred-to-us" in each.address] == [1]

    desk.post(link, {"step": "accept"}, **HOST)

    acting(town, clara)
    row.refresh_from_db()
    assert row.state == "ACCEPTED"
    acting(town, liaison)
    assert [each.is_waiting for each in addressed_to(liaison)] == [False]


def test_nobody_else_finds_it(
    town, offered, liaison, person, other_town, clara, sign_in, acting
):
    offered()
    assert sign_in(clara).get(at("addressed", town)).status_code == 404
    acting(town)
    other = Organisation.objects.create(
        municipality=town, name="Andere", sort_key="andere", kind="WELFARE"
    )
    elsewhere = person(town, Role.ORGANISATION_EDITOR)
    network.appoint_editor(organisation=other, user=elsewhere, by=None)
    stranger = person(other_town, Role.AUTHORITY_LIAISON)

    for place, user, sees in (
        (town, liaison, True),
        (town, elsewhere, False),
        (other_town, stranger, False),
        (other_town, liaison, False),
    ):
        acting(place, user)
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM referrals_addressed()")
            assert (cursor.fetchone()[0] > 0) == sees, user.name
        assert not Referral.objects.exists()


def test_what_is_over_or_goes_by_slip_is_not_listed(
    town, prepared, agreed, offered, liaison, clara, acting
):
    row = offered()
    services.refuse(referral=row, refusal="FULL", suggestion="", now=NOW, by=clara)
    draft = prepared()
    services.offer_referral(
        referral=prepared(way="SLIP", gate="NAMELESS", categories=[]),
        now=NOW,
        by=clara,
    )

    acting(town, liaison)

    assert draft.is_draft
    assert addressed_to(liaison) == []


def test_art_18_a_restricted_file_is_not_listed(town, offered, liaison, closed, acting):
    row = offered()
    closed(row.client)

    acting(town, liaison)

    assert addressed_to(liaison) == []


def test_a_list_takes_as_many_queries_however_long(
    town, offered, liaison, acting, django_assert_num_queries
):
    for number in range(3):
        offered(urgency=("TODAY", "WEEK", "MONTH")[number])
    acting(town, liaison)

    with django_assert_num_queries(2):  # the roles, and the list
        assert len(addressed_to(liaison)) == 3
