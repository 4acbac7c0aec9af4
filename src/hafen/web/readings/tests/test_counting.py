"""What counts as reading a page, and how the counts come into the database."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import DatabaseError, connection

from hafen.core.db.context import Context, acting
from hafen.core.db.identifiers import uuid7
from hafen.web.portal.tests.conftest import new_town
from hafen.web.readings import services, tasks
from hafen.web.readings.models import PageReading
from hafen.web.readings.tally import MOST, Tally, is_robot
from hafen.web.readings.tests.conftest import FIREFOX

READER = {"REQUEST_METHOD": "GET", "HTTP_USER_AGENT": FIREFOX}


@pytest.mark.parametrize(
    "agent",
    ["bingbot/2.0", "curl/8.5.0", "python-requests/2.32", "UptimeRobot/2.0 monitor"],
)
def test_robots_are_known_by_what_they_say(agent):
    assert is_robot(agent)
    assert not is_robot(FIREFOX)
    assert not is_robot("Mozilla/5.0 (Linux; Android 14; CUBOT X70) Mobile Safari")


def test_a121_nothing_of_a_reader_is_stored():
    names = {field.name for field in PageReading._meta.get_fields()}

    assert names == {
        *("id", "created_at", "updated_at", "version", "municipality"),
        *("day", "language", "kind", "object_id", "times"),
    }


def test_a121_nothing_of_a_reader_is_in_memory_either():
    tally = Tally([].append, every=3_600)
    tally.note("town", "/town/de/", {**READER, "REMOTE_ADDR": "192.0.2.7"})

    assert tally._counts == {("town", "/town/de/"): 1}


def test_a121_pages_are_served_and_counts_wait_while_the_database_is_away():
    stored, is_away = [], True

    def write(counts):
        if is_away:
            raise DatabaseError
        stored.append(dict(counts))

    tally = Tally(write, every=3_600)
    tally.note("town", "/town/de/", READER)
    tally.write()
    tally.note("town", "/town/de/", READER)
    is_away = False
    tally.write()
    tally.write()

    assert stored == [{("town", "/town/de/"): 2}]


def test_the_memory_of_counts_is_bounded():
    stored = []
    tally = Tally(stored.append, every=3_600)
    for number in range(MOST + 50):
        tally.note("town", f"/town/de/{number}/", READER)
    tally.note("town", "/town/de/0/", READER)
    tally.write()

    assert len(stored[0]) == MOST
    assert stored[0]["town", "/town/de/0/"] == 2


def test_counts_are_written_by_themselves_and_at_the_end():
    stored, is_written = [], threading.Event()

    def write(counts):
        stored.append(dict(counts))
        is_written.set()

    tally = Tally(write, every=0.05)
    tally.note("town", "/town/de/", READER)

    assert is_written.wait(5)
    tally.note("town", "/town/ar/", READER)
    tally._stop()
    assert sum(sum(counts.values()) for counts in stored) == 2


def test_a_fault_in_writing_does_not_end_the_thread():
    asked, is_asked_twice = [], threading.Event()

    def write(counts):
        asked.append(counts)
        if len(asked) > 1:
            is_asked_twice.set()
        raise ValueError

    tally = Tally(write, every=0.05)
    tally.note("town", "/town/de/", READER)
    while not asked:
        pass
    tally.note("town", "/town/de/", READER)

    assert is_asked_twice.wait(5)
    tally._end.set()


@pytest.mark.usefixtures("own_database")
def test_a121_two_processes_that_add_at_once_lose_nothing():
    new_town("zugleich")
    paths = [
        f"/zugleich/{language}/{page}"
        for language in ("de", "ar")
        for page in ("", "offers/", "search/")
    ]
    gate = threading.Barrier(2)

    def process(order):
        gate.wait(10)
        for _ in range(20):
            services.add({("zugleich", path): 1 for path in paths[::order]})
        connection.close()

    with ThreadPoolExecutor(2) as both:
        for done in [both.submit(process, order) for order in (1, -1)]:
            done.result()

    assert [row.times for row in PageReading.objects.all()] == [40] * 6


def test_a121_days_become_months_after_thirteen_months(town, add_read):
    key, other = uuid7(), uuid7()
    for day in (date(2025, 10, 1), date(2025, 10, 2), date(2025, 10, 31)):
        add_read(town, key, "de", day, 5)
    add_read(town, other, "ar", date(2025, 10, 9), 4)
    kept = date(2025, 11, 2)
    add_read(town, key, "de", kept, 7)
    for _ in range(2):
        services.fold(municipality=town, today=date(2026, 12, 24))

    rows = PageReading.objects.order_by("day", "language")
    assert [(row.day, row.language, row.times) for row in rows] == [
        (date(2025, 10, 1), "ar", 4),
        (date(2025, 10, 1), "de", 15),
        (kept, "de", 7),
    ]


def test_the_nightly_job_folds_the_days_of_its_town_alone(town, other_town, add_read):
    day = date(2020, 3, 9)
    for each in (town, other_town):
        add_read(each, uuid7(), "de", day, 5)
    with acting(Context(municipality=town.pk)):
        tasks.fold()

    assert PageReading.objects.get(municipality=town).day == date(2020, 3, 1)
    assert PageReading.objects.get(municipality=other_town).day == day
