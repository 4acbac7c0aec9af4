"""The worker process: takes jobs until it is told to stop."""

import logging
import os
import time

import django
from django.db import OperationalError
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import ConnectorException

from hafen.core.jobs.retry import pause

logger = logging.getLogger(__name__)

CONCURRENCY = 2
GRACE_SECONDS = 20
_LONGEST_PAUSE = 30


def run_worker(*, concurrency: int = CONCURRENCY, wait: bool = True) -> None:
    """Work until SIGTERM or SIGINT; a database that is away is waited for.

    :param wait: False: return when the queue is empty
    """
    failures = 0
    while True:
        started = time.monotonic()
        try:
            _work(concurrency=concurrency, wait=wait)
        except (ConnectorException, OperationalError):
            # A long good run says that this is a new trouble, not the old one.
            failures = 0 if time.monotonic() - started > 60 else failures + 1
            seconds = min(_LONGEST_PAUSE, pause(failures).seconds / 10)
            logger.warning("worker lost the database, next try in %.0f s", seconds)
            time.sleep(seconds)
        else:
            return


def _work(*, concurrency: int, wait: bool) -> None:
    # The rooms' tasks need the models, which exist only after Django's start.
    from hafen.core.jobs import services  # noqa: PLC0415

    services.announce(app)
    connector = DjangoConnector().get_worker_connector()
    with app.replace_connector(connector):
        app.run_worker(
            name="hafen",
            concurrency=concurrency,
            wait=wait,
            delete_jobs="successful",
            shutdown_graceful_timeout=GRACE_SECONDS,
            listen_notify=wait,
        )


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hafen.config.settings")
    django.setup()
    run_worker()


if __name__ == "__main__":
    main()
