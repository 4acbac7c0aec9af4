"""Files of 200,000 persons in one town: what the policies let through, and how fast.

Run as a program it measures as the web role does, and prints lines of the table.
"""

import os
import random
import statistics
import subprocess
import sys
import time
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hafen.config.settings")
django.setup()

from bulk import filling  # noqa: E402 - after Django is set up
from django.db import connection  # noqa: E402 - likewise
from django.test import Client as Browser  # noqa: E402 - likewise
from django.test.utils import CaptureQueriesContext  # noqa: E402 - likewise
from django.utils import timezone  # noqa: E402 - likewise

from hafen.casework.cases import queries  # noqa: E402 - likewise
from hafen.casework.cases.models import Case, Client  # noqa: E402 - likewise
from hafen.core.accounts import models as accounts  # noqa: E402 - likewise
from hafen.core.db.context import Context, acting  # noqa: E402 - likewise
from hafen.core.db.names import sort_key  # noqa: E402 - likewise
from hafen.core.db.roles import Role  # noqa: E402 - likewise
from hafen.core.places.models import Municipality  # noqa: E402 - likewise
from hafen.exchange.pool.persons import full_keys, shorter_keys  # noqa: E402 - likewise
from hafen.exchange.pool.tests.transliterations import (  # noqa: E402 - likewise
    people,
    spellings_of,
)

PERSONS = int(os.environ.get("HAFEN_BENCH_PERSONS", "200000"))
SLUG = "benchfiles"
TEAMS, WORKERS, HOUSEHOLD = 100, 4, 5
# As many different names; some people are called alike, as in life.
NAMES = max(1, PERSONS // 4)
ASKED = 100
_SEED, _TIMES = 5, 9
_TABLES = (
    "cases_household", "cases_client", "cases_namekey", "cases_membership",
    "cases_case", "cases_standin", "cases_note", "cases_secretnote",
)  # fmt: skip
_FRAME = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "SELECT set_config", "UPDATE")
# A key by which the same row is found again, here and below.
_KEY = "md5(%(slug)s || '{} ' || {})::uuid"
_HEAD = "id, created_at, updated_at, version, municipality_id"


def _row(kind, number):
    return f"{_KEY.format(kind, number)}, now(), now(), 1, %(town)s"


_STEPS = (
    f"""
  INSERT INTO cases_household ({_HEAD}, name, sort_key, address, team_id, owner_id,
    is_restricted, ending)
  SELECT {_row("home", "n")}, 'Familie ' || n, 'familie ' || lpad(n::text, 8, '0'), '',
    (%(teams)s::uuid[])[1 + n %% {TEAMS}],
    (%(workers)s::uuid[])[1 + n %% {TEAMS} * {WORKERS} + n / {TEAMS} %% {WORKERS}],
    n / {TEAMS} %% 20 = 0, ''
  FROM generate_series(0, %(homes)s - 1) AS n
    """,
    f"""
  INSERT INTO cases_client ({_HEAD}, household_id, name, sort_key, original_name,
    other_names, birth, gender, wished_worker, languages, phone, email, notice_on,
    notice_edition)
  SELECT {_row("person", "n")}, {_KEY.format("home", f"(n / {HOUSEHOLD})")}, written,
    sorted, '', '{{}}', 'UNKNOWN', '', '', '{{ar}}', '', '', current_date, '1'
  FROM generate_series(0, %(persons)s - 1) AS n
    JOIN bench_names AS given ON given.number = n * 7919 %% %(names)s
    """,
    f"""
  INSERT INTO cases_namekey ({_HEAD}, client_id, key, is_whole)
  SELECT gen_random_uuid(), now(), now(), 1, %(town)s, {_KEY.format("person", "n")},
    keys.key, keys.is_whole
  FROM generate_series(0, %(persons)s - 1) AS n
    JOIN bench_keys AS keys ON keys.number = n * 7919 %% %(names)s
    """,
    f"""
  INSERT INTO cases_membership ({_HEAD}, household_id, client_id, kind, valid_from,
    came, "left")
  SELECT {_row("member", "n")}, {_KEY.format("home", f"(n / {HOUSEHOLD})")},
    {_KEY.format("person", "n")}, CASE WHEN n %% {HOUSEHOLD} = 0 THEN 'HEAD'
      ELSE 'CHILD' END, '2020-01-01', 'FIRST', ''
  FROM generate_series(0, %(persons)s - 1) AS n
    """,
    f"""
  INSERT INTO cases_case ({_HEAD}, household_id, team_id, owner_id, stage, intensity,
    opened_on, extended_because, outcome, reopened_because, is_left_behind, criteria)
  SELECT md5(%(slug)s || 'case ' || row_number() OVER (ORDER BY sort_key) - 1)::uuid,
    now(), now(), 1, municipality_id, id, team_id, owner_id, 'NEW', 'USUAL',
    '2020-01-01', '', '', '', false, '{{}}'
  FROM cases_household WHERE municipality_id = %(town)s
    """,
    f"""
  INSERT INTO cases_standin ({_HEAD}, case_id, user_id, valid_from, valid_until)
  SELECT {_row("deputy", "n")}, {_KEY.format("case", "n")},
    (%(workers)s::uuid[])[1 + n %% {TEAMS * WORKERS}], '2020-01-01', '2099-01-01'
  FROM generate_series(0, %(homes)s - 1, 10) AS n
    """,
    f"""
  INSERT INTO cases_note ({_HEAD}, case_id, "on", text, author_id, ground)
  SELECT {_row("note", "n")}, {_KEY.format("case", "(n / 3)")}, current_date, '', NULL,
    ''
  FROM generate_series(0, %(homes)s * 3 - 1) AS n
    """,
    f"""
  INSERT INTO cases_secretnote ({_HEAD}, case_id, "on", text, author_id)
  SELECT md5(%(slug)s || 'secret ' || id)::uuid, now(), now(), 1, %(town)s, id,
    current_date, '', owner_id
  FROM cases_case WHERE municipality_id = %(town)s
    """,
)


def make():
    """Fill one town with teams, people and their files."""
    if Municipality.objects.filter(slug=SLUG).exists():
        return
    # All at once or not at all: what was left half made would never be measured.
    with filling(*_TABLES) as cursor:
        town = Municipality.objects.create(
            slug=SLUG, name="Aktenstadt", languages=["de"], is_published=True
        )
        with acting(Context(municipality=town.pk)):
            teams, workers = _staff(town)
        found = {
            "slug": SLUG, "town": town.pk, "teams": teams, "workers": workers,
            "persons": PERSONS, "homes": PERSONS // HOUSEHOLD, "names": NAMES,
        }  # fmt: skip
        cursor.execute("ANALYZE accounts_user, accounts_teammembership, accounts_team")
        _names(cursor)
        for step in _STEPS:
            cursor.execute(step, found)


def _staff(town):
    """Make teams of four, the first of whom leads, and a stranger in a team alone."""
    own = {"municipality": town}
    today = timezone.localdate()
    text = accounts.UndertakingText.objects.create(
        **own, edition="1", language="de", text="…", valid_from=today
    )
    teams = [
        accounts.Team.objects.create(**own, name=f"Team {number}")
        for number in range(TEAMS + 1)
    ]
    workers = []
    for number in range(TEAMS * WORKERS + 1):
        user = accounts.User.objects.create(
            **own, name=f"Person {number}", email=f"{number}@files.example.org"
        )
        workers.append(user)
        accounts.RoleAssignment.objects.create(
            **own, user=user, role=Role.SOCIAL_WORKER, valid_from="2020-01-01"
        )
        accounts.ConfidentialityUndertaking.objects.create(
            **own, user=user, text=text, signed_on=today
        )
        accounts.TeamMembership.objects.create(
            **own, user=user, team=teams[number // WORKERS],
            is_lead=number % WORKERS == 0, valid_from="2020-01-01",
        )  # fmt: skip
    return [team.pk for team in teams[:-1]], [user.pk for user in workers[:-1]]


def _names(cursor):
    """Write the names and their keys into tables that go with the transaction."""
    cursor.execute(
        "CREATE TEMP TABLE bench_names (number int, written text, sorted text)"
        " ON COMMIT DROP;"
        "CREATE TEMP TABLE bench_keys (number int, key text, is_whole bool)"
        " ON COMMIT DROP"
    )
    names = [spellings_of(each, 1, seed=_SEED)[0] for each in people(NAMES, seed=_SEED)]
    with cursor.copy("COPY bench_names FROM STDIN") as rows:
        for number, name in enumerate(names):
            rows.write_row((number, name, sort_key(name)))
    with cursor.copy("COPY bench_keys FROM STDIN") as rows:
        for number, name in enumerate(names):
            whole = full_keys(name)
            for key in whole | shorter_keys(name):
                rows.write_row((number, key, key in whole))
    cursor.execute("ANALYZE bench_names; ANALYZE bench_keys")


def measure():
    """Yield name, figure and goal, as the web role finds them."""
    told = subprocess.run(
        [sys.executable, str(Path(__file__))],
        env=os.environ | {"HAFEN_DB_ROLE": "web"},
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    for line in told.stdout.splitlines():
        yield line.split("\t")


def _lines():
    town = Municipality.objects.get(slug=SLUG)
    with acting(Context(municipality=town.pk)):
        rows = accounts.User.objects.filter(municipality=town)
        worker, stranger = (
            rows.get(name=f"Person {number}") for number in (0, TEAMS * WORKERS)
        )
    yield from _fences(town, worker, stranger)
    yield from _search(town, worker)
    yield from _pages(town, worker)


def _middle(ask, times=_TIMES):
    """Return what is found, and the middle of the times in milliseconds."""
    taken = []
    for _time in range(times):
        begin = time.perf_counter()
        found = ask()
        taken.append((time.perf_counter() - begin) * 1_000)
    return found, statistics.median(taken)


def _sql(statement, *values):
    def ask():
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.fetchone()[0]

    return ask


def _fences(town, worker, stranger):
    """Raw SQL: one row by its key, and all rows, of one's own and of a stranger."""
    with acting(Context(municipality=town.pk, actor=worker.pk)):
        case = Case.objects.filter(owner=worker).earliest("household__sort_key")
        keys = {
            "cases_client": Client.objects.filter(household=case.household_id)[0].pk,
            "cases_case": case.pk,
            "cases_note": case.notes.all()[0].pk,
            "cases_secretnote": case.secretnotes.all()[0].pk,
        }
    for table, key in keys.items():
        by_key = _sql(f"SELECT count(*) FROM {table} WHERE id = %s", key)
        every = _sql(f"SELECT count(*) FROM {table}")
        with acting(Context(municipality=town.pk, actor=worker.pk)):
            (one, own_time), (own, own_all) = _middle(by_key), _middle(every, 3)
        with acting(Context(municipality=town.pk, actor=stranger.pk)):
            (none, no_time), (nothing, no_all) = _middle(by_key), _middle(every, 3)
        if (one, none, nothing) != (1, 0, 0):
            raise SystemExit(
                f"{table}: {one} of one's own, {none}, {nothing} of others"
            )
        yield (
            f"{table}, one by key",
            f"{own_time:.2f}, other {no_time:.2f} ms",
            "≤ 5 ms",
        )
        yield f"{table}, own {own:,}", f"{own_all:.0f}, other {no_all:.0f} ms", "–"


def _search(town, worker):
    """The search for names: a spelling of somebody who is there is asked."""
    rng, today, times, hits, counts = (
        random.Random(_SEED),
        timezone.localdate(),
        [],
        0,
        [],
    )
    drawn = people(NAMES, seed=_SEED)
    with acting(Context(municipality=town.pk, actor=worker.pk)):
        seen = queries.clients_visible_to(worker, today=today)
        entered = {row.name: row for row in seen}
        total = len(entered)
        asked = [
            each for each in drawn if spellings_of(each, 1, seed=_SEED)[0] in entered
        ]
        for each in rng.sample(asked, min(ASKED, len(asked))):
            first, *ways = spellings_of(each, 8, seed=_SEED)
            begin = time.perf_counter()
            found = queries.known_clients(seen, rng.choice(ways), born_on=None)
            times.append((time.perf_counter() - begin) * 1_000)
            begin = time.perf_counter()
            list(queries.likeliest(seen, rng.choice(ways)))
            counts.append((time.perf_counter() - begin) * 1_000)
            hits += first in {row.name for row in found}
    for label, taken in (("known already", times), ("search", counts)):
        taken.sort()
        middle, most = taken[len(taken) // 2], taken[int(len(taken) * 0.95)]
        yield (
            f"{label}, one team's {total:,} of {PERSONS:,}",
            f"p50 {middle:.1f}, p95 {most:.1f} ms",
            "≤ 50 ms",
        )
    yield "recall at 10", f"{hits / len(times):.3f}", "≥ 0.98"


def _pages(town, worker):
    """Lists and a page of a person, with their queries."""
    browser = Browser(headers={"host": "localhost"})
    with acting(Context(municipality=town.pk, actor=worker.pk)):
        browser.force_login(worker)
        session = browser.session
        session["account_authentication_methods"] = [
            {"method": "password", "at": time.time(), "email": worker.email},
            {"method": "mfa", "at": time.time(), "type": "totp"},
        ]
        session.save()
        person = Client.objects.filter(household__owner=worker)[0].pk
    desk = f"/{SLUG}/desk"
    for label, address in {
        "page of households": f"{desk}/households/",
        "page of cases": f"{desk}/cases/",
        "page of a person": f"{desk}/persons/{person}/",
        "households by a name": f"{desk}/households/?q=Mohammed",
    }.items():
        with CaptureQueriesContext(connection) as captured:
            answer = browser.get(address)
        if answer.status_code != 200:
            raise SystemExit(f"{address}: {answer.status_code}")
        asked = sum(not each["sql"].startswith(_FRAME) for each in captured)
        _page, taken = _middle(lambda address=address: browser.get(address))
        yield label, f"{taken:.0f} ms, {asked} queries", "≤ 60 ms, 12"


if __name__ == "__main__":
    for line in _lines():
        print("\t".join(line), flush=True)
