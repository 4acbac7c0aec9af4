"""A real site with the demo municipality, and a real browser.

The fixture `browser` stands in `tests/visits.py`. Without Chromium the tests are
skipped with a loud line, unless `HAFEN_REFUSE_SKIPPED_BROWSER` is set, as in CI.
"""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from functools import partial

import pytest

from conftest import clone_template, drop
from hafen.core.accounts.models import User
from tests.demo import demo_template
from tests.visits import violations


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def speaking(musterhafen, sign_in):
    """Sign somebody of the demo in: `speaking("ehrenamt@example.org", "ar")`."""

    def enter(email, language):
        user = User.objects.get(email=email)
        User.objects.filter(pk=user.pk).update(language=language)
        user.refresh_from_db()
        sign_in(user)
        return user

    return enter


@pytest.fixture(scope="session")
def site():
    """The address of a running site with the demo municipality."""
    database, port = clone_template(demo_template()), free_port()
    environment = os.environ | {
        "HAFEN_DEMO": "1",
        "HAFEN_DB_NAME": database,
        "HAFEN_PORT": str(port),
    }
    server = subprocess.Popen(
        [
            *(sys.executable, "-m", "hafen.config.web_server"),
            *("--host", "127.0.0.1", "--port", str(port)),
            *("--workers", "1", "--blocking-threads", "4", "--log-level", "warning"),
        ],
        env=environment | {"HAFEN_DB_ROLE": "web"},
        stdin=subprocess.PIPE,
    )
    with server.stdin as told:
        told.write(b"serve\n")
    address = f"http://localhost:{port}"
    wait_for(f"{address}/account/login/")
    yield address
    server.terminate()
    server.wait(20)
    drop(database)


def wait_for(address):
    for _ in range(400):
        try:
            urllib.request.urlopen(address)
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.05)
        else:
            return
    pytest.fail(f"nothing answers at {address}")


@pytest.fixture
def page(browser, site):
    """A fresh browser window; an error in its console fails the test."""
    context = browser.new_context(base_url=site, locale="de-DE")
    window = context.new_page()
    errors = []
    window.on("pageerror", lambda error: errors.append(str(error)))
    window.on(
        "console",
        lambda message: (
            errors.append(message.text)
            if message.type == "error" and "404" not in message.text
            else None
        ),
    )
    yield window
    context.close()
    assert errors == []


@pytest.fixture
def axe(page):
    """A checker: `axe()` returns what is wrong with the page, in short."""
    return partial(violations, page)
