import json
from datetime import timedelta

import psycopg
import pytest
from django.db import connection
from django.utils import timezone

from conftest import ADMIN, make_town
from hafen.core.accounts.models import Team, User
from hafen.core.audit import sealing, services
from hafen.core.audit.models import Event, Seal
from hafen.core.db import context
from hafen.core.db.context import Context
from hafen.core.db.roles import Role

THIRD = "SELECT min(id) + 2 FROM audit_event WHERE municipality_id IS NOT NULL"


@pytest.fixture
def clara(town, person, acting):
    user = person(town, name="Clara")
    acting(town, user)
    return user


def newest(**filters):
    return Event.objects.filter(**filters).latest("id")


def test_a_change_tells_who_where_and_which_fields(clara, town):
    team = Team.objects.create(municipality=town, name="Team Mitte")

    event = newest(subject_id=str(team.pk))
    assert event.actor_id == clara.pk
    assert event.municipality_id == town.pk
    assert event.action == "insert"
    assert "name" in event.fields


def test_personal_values_stand_as_a_keyed_hash(clara):
    User.objects.filter(pk=clara.pk).update(name="Clara Beispiel", language="en")

    event = newest(subject_id=str(clara.pk))
    assert event.fields == ["language", "name"]
    assert event.values["language"] == "en"
    assert event.values["name"].startswith("#")
    assert "Beispiel" not in json.dumps(event.values)


def test_bulk_updates_and_raw_sql_are_seen(clara):
    before = Event.objects.count()
    User.objects.filter(pk=clara.pk).update(language="ar")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_user SET language = 'uk'")

    assert Event.objects.count() == before + 2


def test_an_update_that_changes_nothing_leaves_no_trace(clara):
    before = Event.objects.count()
    clara.save()

    assert Event.objects.count() == before


def test_a_decision_carries_its_name(clara):
    services.record(
        action="accounts.card.revoked", subject=clara, details={"reason": "LOST"}
    )

    event = newest(action="accounts.card.revoked")
    assert (event.kind, event.values) == (Event.Kind.DECISION, {"reason": "LOST"})


def test_events_of_another_municipality_are_not_seen(clara, other_town, acting):
    acting(other_town)

    assert not Event.objects.exclude(municipality_id=None).exists()


@pytest.fixture
def sealed(own_database, settings, tmp_path):
    """A municipality with two sealed batches; commits are real."""
    settings.AUDIT_HEADS = tmp_path
    town = make_town("hier")
    with context.acting(Context(municipality=town.pk)):
        for number in range(5):
            Team.objects.create(municipality=town, name=f"Team {number}")
    for _ in range(3):
        with context.acting(Context(municipality=town.pk)):
            sealing.seal(municipality=town.pk, now=timezone.now())
    return town, own_database


def findings(town):
    with context.acting(Context(municipality=town.pk)):
        return sealing.verify(municipality=town.pk)


def test_an_untouched_trail_is_whole(sealed):
    town, _database = sealed

    assert findings(town) == []


@pytest.mark.parametrize(
    "statement",
    [
        f"UPDATE audit_event SET action = 'x' WHERE id = ({THIRD})",
        f"DELETE FROM audit_event WHERE id = ({THIRD})",
        "TRUNCATE audit_event",
        "DELETE FROM audit_seal WHERE number = 2",
        "UPDATE audit_seal SET digest = repeat('0', 64) WHERE number = 2",
        "TRUNCATE audit_seal",
    ],
)
def test_every_manipulation_by_the_owner_is_found(sealed, statement):
    town, database = sealed
    with psycopg.connect(ADMIN, dbname=database) as superuser:
        superuser.execute(statement)

    assert findings(town) != []


@pytest.fixture
def pruned(sealed):
    """The first batches are older than their period, and have been pruned."""
    town, database = sealed
    with psycopg.connect(ADMIN, dbname=database) as superuser:
        superuser.execute(
            "UPDATE audit_seal SET sealed_at = now() - interval '1096 days'"
            " WHERE number <= 2"
        )
    with context.acting(Context(municipality=town.pk)):
        assert sealing.prune(municipality=town.pk, now=timezone.now()) >= 5
        assert sealing.prune(municipality=town.pk, now=timezone.now()) == 0
        Team.objects.create(municipality=town, name="Team danach")
    for _ in range(2):
        with context.acting(Context(municipality=town.pk)):
            sealing.seal(municipality=town.pk, now=timezone.now())
    return town, database


def test_the_chain_holds_after_its_old_end_was_pruned(pruned):
    town, _database = pruned

    assert findings(town) == []
    with context.acting(Context(municipality=town.pk)):
        last = Seal.objects.get(municipality=town, number=2).last_event
        assert not Event.objects.filter(municipality_id=town.pk, id__lte=last).exists()
        assert Event.objects.filter(municipality_id=town.pk).exists()


def test_what_is_younger_than_its_period_is_not_pruned(sealed):
    town, _database = sealed
    with context.acting(Context(municipality=town.pk)):
        before = Event.objects.count()
        assert sealing.prune(municipality=town.pk, now=timezone.now()) == 0
        # The database itself refuses, whatever the caller says the time is.
        later = timezone.now() + timedelta(days=2000)
        assert sealing.prune(municipality=town.pk, now=later) == 0
        assert Event.objects.count() == before


@pytest.mark.parametrize(
    "statement",
    [
        (
            "UPDATE audit_pruning SET number = 3, digest ="
            " (SELECT digest FROM audit_seal WHERE number = 3)"
        ),
        "UPDATE audit_pruning SET signature = repeat('0', 64)",
        "UPDATE audit_seal SET digest = repeat('0', 64) WHERE number = 2",
        "DELETE FROM audit_pruning",
        "DELETE FROM audit_event WHERE action = 'insert'",
        (
            "INSERT INTO audit_event (id, kind, municipality_id, channel, request_id,"
            " action, subject_table, subject_id, fields, values)"
            " SELECT -5, 'CHANGE', id,"
            " '', '', 'x', '', '', '{}', '{}' FROM places_municipality"
        ),
    ],
)
def test_pruning_hides_no_manipulation(pruned, statement):
    town, database = pruned
    with psycopg.connect(ADMIN, dbname=database) as superuser:
        superuser.execute(statement)

    assert findings(town) != []


def test_an_open_transaction_holds_the_seal_back(sealed):
    town, database = sealed
    with psycopg.connect(ADMIN, dbname=database) as writer:
        writer.execute("SELECT pg_current_xact_id()")
        with context.acting(Context(municipality=town.pk)):
            sealing.seal(municipality=town.pk, now=timezone.now())
        with context.acting(Context(municipality=town.pk)):
            assert not sealing.seal(municipality=town.pk, now=timezone.now())
    with context.acting(Context(municipality=town.pk)):
        assert sealing.seal(municipality=town.pk, now=timezone.now())


def test_the_trail_is_read_by_auditors_and_their_reading_stands_in_it(
    town, person, sign_in
):
    auditor = person(town, Role.AUDITOR)
    client = sign_in(auditor)
    team = Team.objects.create(municipality=town, name="Team Mitte")

    page = client.get("/hier/desk/audit-trail/", {"subject": str(team.pk)})

    assert [event.subject_id for event in page.context["page"]] == [str(team.pk)]
    assert newest(action="audit.trail.read").actor_id == auditor.pk


def test_a_wrong_filter_gets_a_clear_word(town, person, sign_in):
    client = sign_in(person(town, Role.AUDITOR))

    assert client.get("/hier/desk/audit-trail/?first_day=gestern").status_code == 422
