"""The pilot report of the largest of 400 towns, with 10,000,000 contacts in all.

Run as a program it measures as the web role does, and prints the milliseconds.
"""

import os
import statistics
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hafen.config.settings")
django.setup()

from bulk import filling  # noqa: E402 - after Django is set up
from django.db import connection  # noqa: E402 - likewise
from django.utils import timezone  # noqa: E402 - likewise

from hafen.core.db.context import Context, one_moment  # noqa: E402 - likewise
from hafen.core.db.identifiers import uuid7  # noqa: E402 - likewise
from hafen.core.places.models import Municipality  # noqa: E402 - likewise
from hafen.evidence.reports import queries  # noqa: E402 - likewise
from hafen.evidence.reports.measuring import templates  # noqa: E402 - likewise

CONTACTS = int(os.environ.get("HAFEN_BENCH_CONTACTS", "10000000"))
TOWNS = 400
FIRST, LAST = date(2024, 1, 1), date(2026, 10, 31)
_SLUG = "benchreport-{:04}"
_TIMES = 5
# Every tenth contact is one of the largest town, the others share the rest; all
# come in turn, as they do in life. `dice` is the same for the same contact. Keys
# ascend like those that are made in Python, so that their index grows at its end.
_ROWS = """
  INSERT INTO contacts_contact (
    id, created_at, updated_at, version, municipality_id, held_on, "group", subtype,
    channel, setting, occasion, topics, language, interpreting, result,
    has_cooperation, household_key, person_key, actor_key, note, is_tally
  )
  SELECT (lpad(to_hex(%(made)s + n / 1000), 12, '0') || '7'
      || lpad(to_hex(n %% 4096), 3, '0') || '8' || right(md5(n::text), 15))::uuid,
    now(), now(), 1, (%(towns)s::uuid[])[
      CASE WHEN n %% 10 = 0 THEN 1 ELSE 2 + dice %% %(others)s END
    ],
    %(first)s::date + dice %% %(days)s, who, '',
    CASE WHEN kind < 10 THEN 'PERSONAL' ELSE 'EMAIL' END,
    CASE WHEN kind < 9 THEN 'HOURS' WHEN kind = 9 THEN 'HOME' ELSE '' END,
    CASE WHEN kind = 9 THEN 'FIRST' ELSE '' END, '{}', '', '', '', kind = 13,
    CASE WHEN who = 'b' THEN dice %% 19937 END,
    CASE WHEN who = 'b' THEN dice %% 49999 END,
    CASE WHEN who <> 'b' THEN dice %% 2999 END, '', false
  FROM (
    SELECT n, dice, dice / 7 %% 20 AS kind,
      CASE WHEN dice / 7 %% 20 < 13 THEN 'b' WHEN dice / 7 %% 20 < 19 THEN 'a'
        ELSE 'c' END AS who
    FROM (
      SELECT n, hashint8(n) & 2147483647 AS dice
      FROM generate_series(%(start)s::bigint, %(end)s::bigint) AS n
    ) AS drawn
  ) AS contact
"""


def make():
    """Fill the contacts of all towns up to the wanted number."""
    keys = _towns()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM contacts_contact WHERE municipality_id = ANY(%s)",
            [keys],
        )
        [have] = cursor.fetchone()
    if have >= CONTACTS:
        return
    with filling("contacts_contact") as cursor:
        cursor.execute(
            _ROWS,
            {
                "towns": keys, "others": TOWNS - 1, "first": FIRST,
                "days": (LAST - FIRST).days + 1, "start": have + 1, "end": CONTACTS,
                "made": int(time.time() * 1_000),
            },
        )  # fmt: skip


def _towns():
    """Return the keys of all towns, the largest first."""
    slugs = [_SLUG.format(number) for number in range(TOWNS)]
    rows = Municipality.objects.filter(slug__in=slugs)
    there = set(rows.values_list("slug", flat=True))
    for slug in slugs:
        if slug not in there:
            Municipality.objects.create(
                id=uuid7(), slug=slug, name=slug, languages=["de"]
            )
    found = dict(rows.values_list("slug", "pk"))
    return [found[slug] for slug in slugs]


def measure():
    """Return how many contacts, those of the largest town, and milliseconds."""
    told = subprocess.run(
        [sys.executable, str(Path(__file__))],
        env=os.environ | {"HAFEN_DB_ROLE": "web"},
        check=True,
        capture_output=True,
        text=True,
    )
    largest, taken = told.stdout.split()
    return CONTACTS, int(largest), float(taken)


def _report():
    town = Municipality.objects.get(slug=_SLUG.format(0))
    frame = queries.frame_of(town, first=FIRST, last=LAST, today=timezone.localdate())
    begin = time.perf_counter()
    with one_moment(Context(municipality=town.pk)):
        found = queries.shaped(templates["pilot"], frame)
    return found["contacts"]["total"], 1_000 * (time.perf_counter() - begin)


if __name__ == "__main__":
    measured = [_report() for _time in range(_TIMES)]
    print(measured[0][0], statistics.median(taken for _total, taken in measured))
