"""The database is stopped, really: what was read before is served on."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from urllib.error import HTTPError, URLError

import psycopg
import pytest

from hafen.config import environment as env
from hafen.config.postgres import Cluster

OURS = ("HAFEN_DB_", "HAFEN_TEST_", "PGHOST", "DATABASE_URL")
# It migrates a server of its own and serves from it.
pytestmark = pytest.mark.long


@pytest.fixture
def cluster():
    """A server beside the one of the tests, which may be stopped."""
    with tempfile.TemporaryDirectory(prefix="hafen-away-") as folder:
        Path(folder).chmod(0o755)
        found = Cluster(Path(folder), durable=False)
        found.enter()
        with psycopg.connect(found.admin_dsn(), autocommit=True) as connection:
            connection.execute("CREATE DATABASE hafen")
        yield found
        found.leave()
        shutil.rmtree(found.home)


@pytest.fixture
def installation(cluster):
    """A served municipality on that server; gives its address."""
    with tempfile.TemporaryDirectory(prefix="hafen-served-") as folder:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(OURS)}
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        place = {
            **kept,
            "HAFEN_VAR": folder,
            "HAFEN_PORT": str(port),
            "HAFEN_WEB_PROCESSES": "1",
            "DATABASE_URL": cluster.admin_dsn("hafen"),
            "PYTHONPATH": str(env.ROOT / "src"),
        }
        command = [sys.executable, "-m", "hafen.config.command"]
        town = ["stadt", "--name", "Stadt", "--languages", "de,ar"]
        subprocess.run(
            [*command, "municipality", "create", *town],
            env=place,
            check=True,
            capture_output=True,
        )
        served = subprocess.Popen(
            [*command, "serve"],
            env=place,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            served.send_signal(signal.SIGTERM)
            served.wait(timeout=60)


def get(address):
    try:
        with urllib.request.urlopen(address, timeout=20) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as answer:
        return answer.code, answer.read().decode()


def until_served(address):
    until = time.monotonic() + 300
    while time.monotonic() < until:
        try:
            return get(address)
        except URLError:
            time.sleep(0.2)
    pytest.fail("the web process did not come up")


def test_core7_while_the_database_is_stopped_kept_pages_are_served(
    cluster, installation
):
    status, kept = until_served(f"{installation}/stadt/de/")
    assert status == 200

    cluster.leave()
    time.sleep(1.5)  # the content version is read once a second

    assert get(f"{installation}/stadt/de/") == (200, kept)
    status, page = get(f"{installation}/stadt/ar/offers/")
    assert status == 503
    assert 'lang="ar"' in page
    assert "لا يمكن الوصول" in page
    assert get(f"{installation}/health/live")[0] == 200
    assert get(f"{installation}/health/ready")[0] == 503
