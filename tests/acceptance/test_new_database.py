"""A database made from the models and one that lived through all steps are equal."""

import os
import secrets

import psycopg
import pytest

from hafen.config import database
from hafen.config.database import Server
from hafen.config.maintenance import inventory

pytestmark = pytest.mark.long

# The width of keys that nothing points to: libraries changed it for what they
# make from now on, and left the tables that were there.
JOINS = (
    "auth_group_permissions",
    "wagtailcore_collectionviewrestriction_groups",
    "wagtailcore_groupapprovaltask_groups",
    "wagtailcore_pageviewrestriction_groups",
)
SHAPE = {
    "columns": f"""
        SELECT concat_ws(' ', table_name, column_name, data_type, udt_name,
            character_maximum_length, is_nullable, column_default, is_identity,
            identity_generation, collation_name, generation_expression)
        FROM information_schema.columns WHERE table_schema = 'public'
        AND NOT (column_name = 'id' AND table_name IN {JOINS})""",
    "constraints": """
        SELECT concat_ws(' ', conrelid::regclass::text, pg_get_constraintdef(oid))
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace""",
    "indexes": """
        SELECT concat_ws(' ', tablename, regexp_replace(indexdef,
            'INDEX [^ ]+ ON', 'INDEX ON')) FROM pg_indexes
        WHERE schemaname = 'public'""",
    "functions": """
        SELECT pg_get_functiondef(oid) FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace AND prokind = 'f'
        AND prolang <> (SELECT oid FROM pg_language WHERE lanname = 'c')""",
    "triggers": """
        SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal""",
    "extensions": "SELECT extname FROM pg_extension",
    "steps": "SELECT app || ' ' || name FROM django_migrations",
    "kinds": "SELECT app_label || ' ' || model FROM django_content_type",
    "rights": """
        SELECT concat_ws(' ', app_label, model, codename) FROM auth_permission p
        JOIN django_content_type t ON t.id = p.content_type_id""",
    "policies": """
        SELECT concat_ws(' ', tablename, policyname, roles::text, cmd, qual, with_check)
        FROM pg_policies""",
    "pages": "SELECT concat_ws(' ', path, depth, numchild, slug) FROM wagtailcore_page",
    "shelves": """
        SELECT concat_ws(' ', path, depth, numchild) FROM wagtailcore_collection""",
}


@pytest.fixture
def new_database():
    """A maker of databases beside the one of the tests."""
    server = Server(admin=os.environ["HAFEN_TEST_ADMIN"], name="hafen")
    made = []

    def make():
        name = f"hafen_test_{secrets.token_hex(6)}"
        made.append(name)
        with psycopg.connect(server.admin, autocommit=True) as connection:
            database.create(connection, name)
        database.migrate(server, name)
        return psycopg.connect(server.dsn("owner", name), autocommit=True)

    yield make
    with psycopg.connect(server.admin, autocommit=True) as connection:
        for name in made:
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def shape(connection):
    found = {
        name: sorted(str(line) for (line,) in connection.execute(query).fetchall())
        for name, query in SHAPE.items()
    }
    counted = inventory.take(connection).tables
    found["rows"] = [f"{name} {table['rows']}" for name, table in counted.items()]
    return found


def test_both_ways_lead_to_the_same_tables_and_rows(new_database, monkeypatch):
    with new_database() as connection:
        made = shape(connection)
    monkeypatch.setenv("HAFEN_REPLAY_MIGRATIONS", "1")
    with new_database() as connection:
        replayed = shape(connection)

    for part in made:
        only_made = sorted(set(made[part]) - set(replayed[part]))
        only_replayed = sorted(set(replayed[part]) - set(made[part]))
        assert (part, only_made, only_replayed) == (part, [], [])
