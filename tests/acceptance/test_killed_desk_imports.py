"""kill -9 of web, worker and database while the desk imports: all or nothing.

Short lists are written by the web process that was asked, long ones by the
worker. A long one that died goes on by itself once its worker is missed.
"""

import csv
import io
import os
import random
import re
import signal
import socket
import threading
import time

import psutil
import pytest
import requests

from hafen.config.demo_loading import PASSWORD
from tests.acceptance.test_killed_imports import Installation, installation

__all__ = ["installation"]

pytestmark = pytest.mark.long

ROUNDS = 50
SHORT, LONG = 15, 160
# Each tenth list is a long one, the second of the first ten.
IS_LONG = {number for number in range(ROUNDS) if number % 10 == 1}
PATIENCE = 300


class Desk:
    """A demo installation that is served, and somebody who works at its desk."""

    def __init__(self, installed: Installation, monkeypatch) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        monkeypatch.setenv("HAFEN_PORT", str(port))
        self.installed = installed
        self.server = installed.start("run")
        self.root = f"http://localhost:{port}"
        self.desk = f"{self.root}/musterhafen/desk/imports/"
        self.session = requests.Session()

    def wait(self) -> None:
        """Wait until the site has all it needs, or give up loudly."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            assert self.server.poll() is None, self.server.communicate()
            try:
                if requests.get(f"{self.root}/health/ready", timeout=5).ok:
                    return
            except requests.RequestException:
                pass
            time.sleep(0.2)
        pytest.fail("the site did not come back")

    def post(self, address: str, data: dict, **more) -> requests.Response:
        page = self.session.get(address, timeout=60)
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)[1]
        sent = {"csrfmiddlewaretoken": token, **data}
        headers = {"Referer": address}
        return self.session.post(
            address, data=sent, headers=headers, timeout=60, **more
        )

    def sign_in(self) -> None:
        login = {"login": "redaktion@example.org", "password": PASSWORD}
        answer = self.post(f"{self.root}/account/login/", login)
        code = self.installed.answer("demo", "code", "redaktion")["code"]
        answer = self.post(answer.url, {"code": code})
        assert "/desk/" in answer.url

    def plan(self, name: str, rows: int) -> str:
        """Upload a list and assign its columns; return the address of the import."""
        file = {"file": (f"{name}.csv", table(name, rows), "text/csv")}
        upload = self.post(f"{self.desk}new/services/", {}, files=file)
        chosen = dict(
            re.findall(
                r'<select name="(column_\d+)".*?<option value="([^"]+)" selected',
                upload.text,
                flags=re.DOTALL,
            )
        )
        planned = self.post(upload.url, chosen)
        assert planned.ok, planned.text
        return planned.url

    def apply(self, address: str) -> None:
        """Press "Import now"; the answer may never come."""
        try:
            page = self.session.get(address, timeout=60).text
            if (target := re.search(r'action="([^"]+/apply/)"', page)) is None:
                return  # written, or under way, or a page of a dying server
            token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
            self.session.post(
                self.root + target[1],
                data={"csrfmiddlewaretoken": token},
                headers={"Referer": address},
                timeout=60,
            )
        except requests.RequestException:
            return

    def kill(self) -> None:
        """End web, worker and database as a failing machine would."""
        for child in psutil.Process(self.server.pid).children(recursive=True):
            try:
                child.send_signal(signal.SIGKILL)
            except psutil.NoSuchProcess:
                continue
        if (postmaster := self.installed.postmaster()) is not None:
            try:
                os.kill(postmaster, signal.SIGKILL)
            except ProcessLookupError:
                return

    def written(self, name: str) -> int:
        page = self.session.get(
            f"{self.root}/musterhafen/desk/offers/",
            params={"q": name, "as": "csv"},
            timeout=60,
        )
        assert page.ok, page.text
        return len(list(csv.reader(io.StringIO(page.text), delimiter=";"))) - 1


def table(name: str, rows: int) -> bytes:
    lines = ["Name;Adresse;Thema"]
    lines += [f"{name} {row};Am Kai {row}, 12345 Hafen;Sprache" for row in range(rows)]
    return "\n".join(lines).encode()


@pytest.fixture
def desk(installation, monkeypatch):
    served = Desk(installation, monkeypatch)
    served.wait()
    served.sign_in()
    yield served
    served.server.terminate()
    served.server.communicate(timeout=60)


def test_a_killed_import_of_the_desk_is_there_as_a_whole_or_not_at_all(desk):
    begin = time.monotonic()
    desk.apply(desk.plan("Anfangsliste", SHORT))
    whole = time.monotonic() - begin
    assert desk.written("Anfangsliste") == SHORT

    dice = random.Random(4711)  # noqa: S311 - moments, no secrets
    found, long_ones = [], []
    for number in range(ROUNDS):
        size = LONG if number in IS_LONG else SHORT
        name = f"Rundenliste{number:03}"
        address = desk.plan(name, size)
        sending = threading.Thread(target=desk.apply, args=(address,))
        sending.start()
        time.sleep(dice.uniform(0.1, 1.0) * (3 if size == LONG else 1) * whole / 3)
        desk.kill()
        sending.join()
        desk.wait()
        count = desk.written(name)
        found.append((name, count, size))
        if size == LONG:
            long_ones.append((name, address))

    assert [row for row in found if row[1] not in (0, row[2])] == []
    for name, address in long_ones:
        goes_on(desk, name, address)


def goes_on(desk: Desk, name: str, address: str) -> None:
    """A long list that was asked for is written at last, once.

    Its page offers to import it where the click itself was lost, or where the
    job took its worker down so often that nobody tries it again.
    """
    end = time.monotonic() + PATIENCE
    while desk.written(name) == 0 and time.monotonic() < end:
        desk.apply(address)
        time.sleep(2)
    assert desk.written(name) == LONG
