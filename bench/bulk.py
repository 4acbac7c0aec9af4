"""Fill tables with millions of rows: indexes, keys and triggers come afterwards."""

import contextlib

from django.db import connection, transaction

# What stands on a table and may be laid again: keys to other tables, and indexes that
# are no constraint. Row-level security stays as it is.
_KEYS = """
  SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname),
    format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', conrelid::regclass, conname,
      pg_get_constraintdef(oid))
  FROM pg_constraint WHERE contype = 'f' AND conrelid = %s::regclass
"""
_INDEXES = """
  SELECT format('DROP INDEX %%s', indexrelid::regclass), pg_get_indexdef(indexrelid)
  FROM pg_index WHERE indrelid = %s::regclass
    AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)
"""


@contextlib.contextmanager
def filling(*tables):
    """Give a cursor whose rows are indexed at the end, all at once or not at all."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
        again = []
        for table in tables:
            # Each row would leave a line in the trail, as single ones do.
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            for catalogue in (_KEYS, _INDEXES):
                cursor.execute(catalogue, [table])
                for drop, lay in cursor.fetchall():
                    cursor.execute(drop)
                    again.append(lay)
        yield cursor
        for lay in reversed(again):
            cursor.execute(lay)
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"VACUUM (ANALYZE) {table}")
