"""A browser for tests: Chromium before the test client, without a server.

Every request of the browser is answered by Django's test client in the same
transaction, so a page sees the rows that the test made, as the web role. The
security policy holds as in production; what it blocks fails the test.
"""

import os
from html import escape
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connections
from playwright.sync_api import sync_playwright

from hafen.config.testing import chromium

HOST = "http://localhost"
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
PICTURES = os.environ.get("HAFEN_PICTURES", "")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="session")
def browser(django_db_setup):
    """The browser of the distribution; without it the test is skipped, loudly.

    There is one for all browser tests: Playwright starts once in a process.
    """
    path = chromium()
    if path is None:
        if os.environ.get("HAFEN_REFUSE_SKIPPED_BROWSER"):
            pytest.fail("There is no Chromium, and skipping is refused here.")
        pytest.skip("NO CHROMIUM: install the package of your distribution")
    connection = connections["default"]
    with sync_playwright() as playwright:
        share(connection)
        found = playwright.chromium.launch(
            executable_path=path,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield found
        found.close()


@pytest.fixture
def visit(browser, client):
    """Open an address: `visit("/hier/de/", width=360)` gives Playwright's page.

    What the page complains of in the console is collected in `page.complaints`
    and fails the test at its end, unless the test empties the list.
    """
    pages = []

    def open_page(path, *, width=1280, language="de", scheme="light", script=True):
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            locale=language,
            color_scheme=scheme,
            java_script_enabled=script,
            # A worker asks the network itself, and here there is none.
            service_workers="block",
        )
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda told: _note(page, told))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        connection = connections["default"]
        page.route("**/*", lambda route: _answer(route, client, connection))
        go(page, path, script=script)
        pages.append(page)
        return page

    yield open_page
    complaints = [line for page in pages for line in page.complaints]
    for page in pages:
        page.context.close()
    assert complaints == []


def go(page, path, *, script=True):
    """Lead a page to an address, and wait until it listens."""
    page.goto(HOST + path)
    if script:
        # htmx starts by a timer, which may ring after the page has come.
        page.evaluate("new Promise((ready) => setTimeout(ready))")


def _note(page, told):
    is_blocked_worker = told.text.startswith("Service Worker registration blocked")
    if told.type in {"error", "warning"} and not is_blocked_worker:
        page.complaints.append(told.text)


def share(connection):
    """Use the test's connection here too.

    Playwright runs an event loop, and Django keeps a connection for each
    context of it: another connection would not see the test's transaction.
    """
    connections["default"] = connection


def _answer(route, client, connection):
    share(connection)
    request = route.request
    address = urlsplit(request.url)
    if f"{address.scheme}://{address.netloc}" != HOST:
        route.abort()
        return
    path = address.path + (f"?{address.query}" if address.query else "")
    names = {"accept-language", "hx-request", "referer", "origin", "content-type"}
    headers = {k: v for k, v in request.headers.items() if k in names}
    response = client.generic(
        request.method,
        path,
        data=request.post_data_buffer or b"",
        content_type=headers.pop("content-type", "application/octet-stream"),
        headers={**headers, "host": "localhost"},
    )
    body = (
        b"".join(response.streaming_content) if response.streaming else response.content
    )
    if request.is_navigation_request() and "location" in response.headers:
        # A redirect would leave the test and ask the network.
        route.fulfill(status=200, content_type="text/html", body=_leads_to(response))
        return
    route.fulfill(
        status=response.status_code, headers=dict(response.headers), body=body
    )


def _leads_to(response):
    place = escape(response.headers["location"])
    return f'<!doctype html><meta http-equiv="refresh" content="0;url={place}">'


def sends(page, button):
    """Press a button that sends a form, and wait for the page it leads to."""
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        button.click()
    page.wait_for_function(
        "() => document.readyState === 'complete'"
        " && !document.querySelector('meta[http-equiv=refresh]')"
    )


def violations(page):
    """Return what axe finds on a page, readable: rule, help, first place."""
    page.wait_for_load_state()
    # Only what is wrong comes back: all that axe can tell takes longer than looking.
    page.evaluate(f"{AXE.read_text(encoding='utf-8')};null")
    found = page.evaluate(
        "rules => axe.run({runOnly: rules, resultTypes: ['violations']})"
        ".then(found => found.violations)",
        RULES,
    )
    return [
        f"{rule['id']}: {rule['help']}: {rule['nodes'][0]['html'][:200]}"
        for rule in found
    ]


def look(pages, visit, language):
    """Open pages by their names: none is wider than a phone, or has a barrier.

    With a folder in `HAFEN_PICTURES` they are kept there, to be looked at. In
    another language than German every second page has to do in a short run.
    """
    is_whole = language == "de" or PICTURES or os.environ.get("HAFEN_LONG")
    page = None
    for name, where in list(pages.items())[:: 1 if is_whole else 2]:
        # One window for all: to begin another costs a third of the time.
        if page is None:
            page = visit(where, width=360, language=language)
        else:
            page.set_viewport_size({"width": 360, "height": 900})
            go(page, where)
        assert overflow(page) <= 0, name
        _keep(page, f"{name}-{language}-360")
        page.set_viewport_size({"width": 1280, "height": 900})
        _keep(page, f"{name}-{language}-1280")
        # What axe looks at is alike in all languages; a long run asks it again.
        if language == "de" or os.environ.get("HAFEN_LONG"):
            assert violations(page) == [], name


def _keep(page, name):
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)


def overflow(page):
    """Return by how many pixels a page is wider than the window.

    Waits until the page has its style: a link that was pressed may not have it yet.
    """
    page.wait_for_load_state()
    return page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
