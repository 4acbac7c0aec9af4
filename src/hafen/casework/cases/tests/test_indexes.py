"""The policies of files are answered from indexes: nobody's list reads a town."""

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db


def plan_of(statement):
    """Return how the database would answer where a table is large."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan TO off")
        cursor.execute(f"EXPLAIN {statement}")
        return "\n".join(line for (line,) in cursor.fetchall())


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM cases_household",
        "SELECT * FROM cases_case",
        "SELECT * FROM cases_client WHERE id = gen_random_uuid()",
        "SELECT * FROM cases_note WHERE case_id = gen_random_uuid()",
        "SELECT * FROM cases_secretnote WHERE case_id = gen_random_uuid()",
        "SELECT * FROM cases_namekey WHERE key = 'x' AND municipality_id IS NOT NULL",
    ],
)
def test_a_policy_is_answered_from_an_index(town, clara, south, acting, statement):
    """Lists of households and cases by the policy alone, all else by its key."""
    acting(town, clara)

    plan = plan_of(statement)

    assert "Seq Scan" not in plan, plan
