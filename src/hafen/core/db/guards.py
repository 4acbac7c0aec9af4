"""What the database itself guards, derived from the models after each migrate.

* composite foreign keys for relations within a municipality,
* forced row-level security on every table that holds personal data; a model may
  open single rows further (`visible_also`), narrow its rows to whom they concern
  (`visible_only`), or show them together with a row above them (`visible_with`),
* rows whose processing is restricted are seen by nobody (`HELD`),
* grants: web and worker read and write, and only add to append-only tables.

Row-level security is the second fence against a forgotten filter. It is no
fence against SQL injection: whoever can run SQL can set the context too.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, models, transaction
from django.db.backends.utils import CursorWrapper

from hafen.core.db.fields import LocalForeignKey, LocalOneToOneField
from hafen.core.db.personal_data import CASES, PersonalData, declared
from hafen.core.db.registry import Registry

MUNICIPALITY = "(SELECT NULLIF(current_setting('hafen.municipality', true), ''))::uuid"
ACTOR = "(SELECT NULLIF(current_setting('hafen.actor', true), ''))::uuid"
# The address that somebody typed to sign in: it opens exactly the named row.
SIGN_IN = "(SELECT NULLIF(current_setting('hafen.sign_in', true), ''))"
# Keys of which exactly what hangs on them is opened (`context.opened_for`).
OPENED = (
    "ANY ((SELECT string_to_array("
    "NULLIF(current_setting('hafen.opened', true), ''), ','))::uuid[])"
)

# Keys of rows whose processing is restricted (Art. 18 DSGVO); the room of privacy lays
# the function. Asked once per statement.
HELD = "ALL (ARRAY(SELECT privacy_held()))"

# Written by the owner alone.
READ_ONLY = ("django_migrations", "hafen_setup")


@dataclass(frozen=True)
class TablePolicy:
    """Row-level security for a table of a library.

    :param table: its name
    :param expression: SQL that is true for the rows that may be seen
    """

    table: str
    expression: str


@dataclass(frozen=True)
class Step:
    """What a room adds to the guards, such as triggers."""

    name: str
    lay: Callable[[CursorWrapper], None]


def today() -> str:
    """Return SQL for the day where people are; a connection counts in UTC."""
    return f"(now() AT TIME ZONE '{settings.TIME_ZONE}')::date"


@dataclass(frozen=True)
class Rows:
    """Which rows of a table a policy opens, as SQL.

    :param all: the rows of the municipality, and what is opened beside them
    :param held: what leaves restricted rows out, for everybody; empty where none can be
    :param seen: what narrows them for the actor; empty where nothing does
    :param written: what a new row needs besides; empty where nothing does
    """

    all: str
    held: str = ""
    seen: str = ""
    written: str = ""


table_policies: Registry[TablePolicy] = Registry(key=lambda policy: policy.table)
# What policies ask, and so comes before them: functions of a room.
functions: Registry[Step] = Registry(key=lambda step: step.name)
steps: Registry[Step] = Registry(key=lambda step: step.name)


def our_models() -> Iterator[type[models.Model]]:
    """Return the concrete models of this project."""
    for model in apps.get_models(include_auto_created=True):
        if model.__module__.startswith("hafen.") and model._meta.managed:
            yield model


def local_keys(model: type[models.Model]) -> Iterator[models.ForeignKey[Any, Any]]:
    """Return the relations of a model that stay within its municipality."""
    for field in model._meta.local_fields:
        if isinstance(field, LocalForeignKey | LocalOneToOneField):
            yield field


def lay() -> None:
    """Bring all guards to the state of the models; run as the owner role."""
    with transaction.atomic(), connection.cursor() as cursor:
        found = list(our_models())
        _lay_composite_keys(cursor, found)
        for step in functions:
            step.lay(cursor)
        for model in found:
            _lay_policies(cursor, model)
        for policy in table_policies:
            _protect(cursor, policy.table, Rows(policy.expression))
        for step in steps:
            step.lay(cursor)
        _grant(cursor, found)


def _lay_composite_keys(
    cursor: CursorWrapper, found: Iterable[type[models.Model]]
) -> None:
    cursor.execute("SELECT conname FROM pg_constraint")
    present = {name for (name,) in cursor.fetchall()}
    for model in found:
        table = model._meta.db_table
        for field in local_keys(model):
            target = field.related_model._meta.db_table
            unique = f"{target}_in_municipality"[:63]
            if unique not in present:
                cursor.execute(
                    f'ALTER TABLE "{target}" ADD CONSTRAINT "{unique}"'
                    " UNIQUE (municipality_id, id)"
                )
                present.add(unique)
            key = composite_key_name(table, field.column)
            if key not in present:
                cursor.execute(
                    f'ALTER TABLE "{table}" ADD CONSTRAINT "{key}"'
                    f' FOREIGN KEY (municipality_id, "{field.column}")'
                    f' REFERENCES "{target}" (municipality_id, id)'
                    " DEFERRABLE INITIALLY DEFERRED"
                )


def composite_key_name(table: str, column: str) -> str:
    return f"{table[:40]}_{column[:16]}_local"


def _lay_policies(cursor: CursorWrapper, model: type[models.Model]) -> None:
    declaration = declared(model)
    if declaration is None or not declaration.is_personal:
        return
    parts = []
    if any(field.column == "municipality_id" for field in model._meta.local_fields):
        parts.append(f"municipality_id = {MUNICIPALITY}")
    # A model may open single rows further, such as one's own account.
    if extra := getattr(model, "visible_also", ""):
        parts.append(_filled(extra))
    above = _above(model)
    own = _filled(getattr(model, "visible_only", ""))
    rows = Rows(
        all=" OR ".join(parts) or "false",
        held=_held(model, declaration),
        seen=" AND ".join(f"({part})" for part in (own, above) if part),
        written=above,
    )
    _protect(cursor, model._meta.db_table, rows)


def _held(model: type[models.Model], declaration: PersonalData) -> str:
    """Return that a row is not restricted: one of a file, or one that names such a row
    by its key alone (`held_with`).
    """
    if column := getattr(model, "held_with", ""):
        return f'("{column}" IS NULL OR "{column}" <> {HELD})'
    return f"id <> {HELD}" if declaration.data_class in CASES else ""


def _filled(expression: str) -> str:
    return expression.format(
        actor=ACTOR, sign_in=SIGN_IN, here=MUNICIPALITY, opened=OPENED
    )


def _above(model: type[models.Model]) -> str:
    """Return that the row is seen to which `visible_with` leads.

    The policy of that row's table holds in it, so narrowing one table narrows
    all that hang on it.
    """
    name = getattr(model, "visible_with", "")
    if not name:
        return ""
    field: Any = model._meta.get_field(name)
    table, above = model._meta.db_table, field.related_model._meta.db_table
    return (
        f'EXISTS (SELECT FROM "{above}" AS above'
        f' WHERE above.id = "{table}"."{field.column}")'
    )


def _protect(cursor: CursorWrapper, table: str, rows: Rows) -> None:
    cursor.execute(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')
    cursor.execute(f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY')
    for name in ("owner", "users", "house"):
        cursor.execute(f'DROP POLICY IF EXISTS {name} ON "{table}"')
    cursor.execute(
        f'CREATE POLICY owner ON "{table}" TO hafen_owner'
        " USING (true) WITH CHECK (true)"
    )
    found = f"({rows.all}) AND {rows.held}" if rows.held else rows.all
    if not rows.seen:
        _open(cursor, table, "users", "hafen_web, hafen_worker", found, rows.all)
        return
    seen = f"({found}) AND {rows.seen}"
    written = f"({rows.all}) AND {rows.written or 'true'}"
    _open(cursor, table, "users", "hafen_web", seen, written)
    # The house itself has no actor: it remembers dates and forgets what is over.
    seen = f"({found}) AND ({ACTOR} IS NULL OR ({rows.seen}))"
    _open(cursor, table, "house", "hafen_worker", seen, written)


def _open(
    cursor: CursorWrapper, table: str, name: str, roles: str, seen: str, written: str
) -> None:
    cursor.execute(
        f'CREATE POLICY {name} ON "{table}" TO {roles}'
        f" USING ({seen}) WITH CHECK ({written})"
    )


def _grant(cursor: CursorWrapper, found: Iterable[type[models.Model]]) -> None:
    users = "hafen_web, hafen_worker"
    cursor.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {users}")
    cursor.execute(
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public"
        f" TO {users}"
    )
    cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {users}")
    cursor.execute(f"GRANT USAGE ON SCHEMA public TO {users}")
    added_only = [
        model._meta.db_table for model in found if getattr(model, "append_only", False)
    ]
    for table in added_only:
        cursor.execute(f'REVOKE UPDATE, DELETE ON "{table}" FROM {users}')
    for table in READ_ONLY:
        cursor.execute("SELECT to_regclass(%s)", [table])
        if cursor.fetchone()[0]:
            cursor.execute(f'REVOKE INSERT, UPDATE, DELETE ON "{table}" FROM {users}')
