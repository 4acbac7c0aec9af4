"""The second fence, tried in raw SQL as the web role."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError

from hafen.core.accounts.models import Team, User
from hafen.core.db import context
from hafen.core.db.context import Context
from hafen.core.places.models import Municipality

pytestmark = pytest.mark.django_db


def town(slug):
    return Municipality.objects.create(slug=slug, name=slug.title(), languages=["de"])


def person(municipality, email):
    with context.acting(Context(municipality=municipality.pk)):
        return User.objects.create(municipality=municipality, email=email, name="X")


def seen():
    with connection.cursor() as cursor:
        cursor.execute("SELECT email FROM accounts_user ORDER BY email")
        return [email for (email,) in cursor.fetchall()]


@pytest.fixture
def two_towns():
    here, there = town("hier"), town("dort")
    person(here, "clara@example.org")
    person(there, "emil@example.org")
    return here, there


def test_without_context_no_row_is_seen_and_nothing_raises(two_towns):
    assert seen() == []


def test_two_contexts_after_each_other_see_their_own_rows_only(two_towns):
    here, there = two_towns
    with context.acting(Context(municipality=here.pk)):
        assert seen() == ["clara@example.org"]
    with context.acting(Context(municipality=there.pk)):
        assert seen() == ["emil@example.org"]
    assert seen() == []


def test_a_row_cannot_be_written_into_another_municipality(two_towns):
    here, there = two_towns
    with (
        pytest.raises(ProgrammingError, match="row-level security"),
        context.acting(Context(municipality=here.pk)),
    ):
        User.objects.create(municipality=there, email="x@example.org", name="X")


def test_a_forged_key_of_another_municipality_is_refused(two_towns):
    here, there = two_towns
    with context.acting(Context(municipality=there.pk)):
        foreign = Team.objects.create(municipality=there, name="Team Dort")
    with (
        pytest.raises(IntegrityError, match="_local"),
        context.acting(Context(municipality=here.pk)),
        connection.cursor() as cursor,
    ):
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "INSERT INTO accounts_invitation (id, created_at, updated_at, version,"
            " email, name, language, token_hash, expires_at, municipality_id, team_id)"
            " VALUES (gen_random_uuid(), now(), now(), 1, 'a@example.org', 'A', 'de',"
            " 'x', now() + interval '1 day', %s, %s)",
            [here.pk, foreign.pk],
        )


def test_a_typed_address_opens_exactly_the_named_account(two_towns):
    with transaction.atomic():
        context.name_for_sign_in("Emil@example.org")
        assert seen() == ["emil@example.org"]


def test_the_web_role_is_not_mighty():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb"
            " FROM pg_roles WHERE rolname = current_user"
        )
        assert cursor.fetchone() == ("hafen_web", False, False, False, False)


@pytest.mark.parametrize(
    "statement",
    [
        "TRUNCATE accounts_user",
        "DELETE FROM audit_event",
        "UPDATE audit_event SET action = 'x'",
        "ALTER TABLE accounts_user DISABLE ROW LEVEL SECURITY",
        "DROP TABLE accounts_user",
        "SET ROLE hafen_owner",
        "CREATE TABLE mine (id int)",
    ],
)
def test_the_web_role_may_not(statement):
    with (
        pytest.raises(ProgrammingError, match=r"permission|owner"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
