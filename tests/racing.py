"""Steps at the same instant, with real transactions; a plugin of `conftest.py`."""

from threading import Barrier, Thread
from time import sleep

import pytest
from django.db import connection

from conftest import make_town
from hafen.core.db.context import Context, acting
from hafen.core.db.errors import DomainError


@pytest.fixture
def race(own_database, django_db_blocker):
    """A town in a database of its own (`race.town`), and a starter of steps.

    `race(*steps)` returns for each step "won", the name and first argument of the
    refusal, or the text of what broke, in the order in which they ended.
    """
    with django_db_blocker.unblock():
        town = make_town("hier")

        def start(*steps):
            results, gate = [], Barrier(len(steps))

            def run(step):
                try:
                    with acting(Context(municipality=town.pk)):
                        gate.wait(30)
                        step()
                    results.append("won")
                except DomainError as refused:
                    results.append((type(refused).__name__, *refused.args[:1]))
                except Exception as broken:  # noqa: BLE001 - the test tells which
                    results.append(repr(broken))
                finally:
                    connection.close()

            threads = [Thread(target=run, args=[step]) for step in steps]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(30)
            return results

        start.town = town
        yield start
        connection.close()


def named(results):
    """Return the results of a race by name alone, in the order of the alphabet."""
    return sorted(each if isinstance(each, str) else each[0] for each in results)


def slowly(step):
    """Return a step that rests after each lock.

    Two of them that lock rows in another order are sure to wait for each other.
    """

    def rest(execute, sql, *rows_and_more):
        found = execute(sql, *rows_and_more)
        if "FOR UPDATE" in sql:
            sleep(0.1)
        return found

    def run():
        with connection.execute_wrapper(rest):
            step()

    return run


def until_somebody_waits():
    """Go on once another step waits for what this one has locked.

    :raises TimeoutError: when nobody does so for ten seconds
    """
    for _tenth in range(100):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_locks WHERE NOT granted"
                " AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
            )
            if cursor.fetchone() != (0,):
                return
        sleep(0.1)
    raise TimeoutError
