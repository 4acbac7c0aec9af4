"""What must be the same before a backup and after a restore."""

from dataclasses import asdict, dataclass
from typing import Any, LiteralString, Self

import psycopg
from psycopg import sql

ROLES = ("hafen_owner", "hafen_web", "hafen_worker")

# Rows are compared by their text; these settings shape it.
_SETTINGS = (
    "SET TimeZone = 'UTC'",
    "SET DateStyle = 'ISO, YMD'",
    "SET IntervalStyle = 'postgres'",
    "SET bytea_output = 'hex'",
    "SET extra_float_digits = 1",
)

_QUERIES: dict[str, LiteralString] = {
    "security": """
        SELECT relname || ':' || relrowsecurity || ':' || relforcerowsecurity
        FROM pg_class WHERE relnamespace = 'public'::regnamespace
        AND relkind IN ('r', 'p')""",
    "policies": """
        SELECT concat_ws(':', tablename, policyname, permissive,
            array_to_string(roles, ','), cmd, qual, with_check)
        FROM pg_policies WHERE schemaname = 'public'""",
    "grants": """
        SELECT concat_ws(':', c.relname, g.rolname, a.privilege_type)
        FROM pg_class c, aclexplode(c.relacl) a JOIN pg_roles g ON g.oid = a.grantee
        WHERE c.relnamespace = 'public'::regnamespace AND g.rolname LIKE 'hafen%'
        AND a.privilege_type <> 'MAINTAIN'
        UNION ALL
        SELECT concat_ws(':', p.proname, g.rolname, a.privilege_type)
        FROM pg_proc p, aclexplode(p.proacl) a JOIN pg_roles g ON g.oid = a.grantee
        WHERE p.pronamespace = 'public'::regnamespace AND g.rolname LIKE 'hafen%'""",
    "constraints": """
        SELECT conrelid::regclass::text || ':' || conname || ':' || contype::text
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace
        AND contype IN ('c', 'f', 'p', 'u', 'x')""",
    "triggers": """
        SELECT tgrelid::regclass::text || ':' || tgname FROM pg_trigger
        WHERE NOT tgisinternal""",
    "roles": """
        SELECT concat_ws(':', rolname, rolsuper, rolbypassrls, rolcanlogin)
        FROM pg_roles WHERE rolname IN ('hafen_owner', 'hafen_web', 'hafen_worker')""",
}


@dataclass(frozen=True)
class Inventory:
    """The rows of all tables as counts and checksums, and who may do what."""

    tables: dict[str, dict[str, Any]]
    sequences: dict[str, int]
    security: list[str]
    policies: list[str]
    grants: list[str]
    constraints: list[str]
    triggers: list[str]
    roles: list[str]

    @property
    def rows(self) -> int:
        return sum(table["rows"] for table in self.tables.values())

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, found: dict[str, Any]) -> Self:
        # Servers before 17 do not know this right, which only the owner has.
        grants = [line for line in found["grants"] if not line.endswith(":MAINTAIN")]
        return cls(**{**found, "grants": grants})

    def differences(self, other: Self) -> list[str]:
        """Return what is not the same, named so that a person can look it up."""
        found = []
        names = sorted(self.tables.keys() | other.tables.keys())
        found += [
            f"rows of {name}"
            for name in names
            if self.tables.get(name) != other.tables.get(name)
        ]
        # A sequence may run ahead of a snapshot, and must never fall behind.
        found += [
            f"sequence {name}"
            for name, value in self.sequences.items()
            if other.sequences.get(name, -1) < value
        ]
        for part in _QUERIES:
            odd = set(getattr(self, part)) ^ set(getattr(other, part))
            found += [f"{part}: {name}" for name in sorted(odd)]
        return found


def take(connection: psycopg.Connection) -> Inventory:
    """Return the inventory of a database, as its owner sees it."""
    for setting in _SETTINGS:
        connection.execute(setting)
    return Inventory(
        tables={name: _table(connection, name) for name in _tables(connection)},
        sequences=_sequences(connection),
        **{name: _lines(connection, query) for name, query in _QUERIES.items()},
    )


def _tables(connection: psycopg.Connection) -> list[str]:
    return _lines(
        connection,
        "SELECT relname FROM pg_class WHERE relkind = 'r'"
        " AND relnamespace = 'public'::regnamespace",
    )


def _table(connection: psycopg.Connection, name: str) -> dict[str, Any]:
    """Return count and checksum; the sum does not depend on the order of rows."""
    query = sql.SQL(
        "SELECT count(*),"
        " COALESCE(sum(('x' || left(md5(t::text), 15))::bit(60)::bigint), 0)::text"
        " FROM {} t"
    ).format(sql.Identifier(name))
    found = connection.execute(query).fetchone()
    rows, checksum = found or (0, "0")
    return {"rows": rows, "checksum": checksum}


def _sequences(connection: psycopg.Connection) -> dict[str, int]:
    rows = connection.execute(
        "SELECT sequencename, COALESCE(last_value, 0) FROM pg_sequences"
        " WHERE schemaname = 'public' ORDER BY 1"
    ).fetchall()
    return {name: int(value) for name, value in rows}


def _lines(connection: psycopg.Connection, query: LiteralString) -> list[str]:
    return sorted(str(line) for (line,) in connection.execute(query).fetchall())
