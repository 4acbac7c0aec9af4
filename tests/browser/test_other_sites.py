"""Our lists on another origin, under the strictest policy that a site can have."""

import os
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.visits import overflow

PAGE = """<!doctype html><html lang="de"><head><title>Stadt</title>
<link rel="stylesheet" href="/city.css"></head><body><main><h1>Unsere Stadt</h1>
<section><h2>Termine</h2>
<script src="{town}/embed.js" data-show="calendar" data-language="{tag}" defer></script>
</section>
<section><h2>Angebote</h2>
<hafen-list language="{tag}" search limit="3"></hafen-list></section>
<section><h2>Suche</h2><hafen-search language="{tag}"></hafen-search></section>
<section><h2>Fragen</h2><hafen-questions language="{tag}"></hafen-questions>
</section></main></body></html>"""
STYLE = """body { font: 18px/1.5 serif; color: #222; background: #fdf6e3; margin: 1rem }
hafen-calendar, hafen-list, hafen-search { --hafen-accent: #7a1f3d }"""


@pytest.fixture
def city(site):
    """A city's own site on another origin; gives its address by language."""
    policy = (
        f"default-src 'none'; style-src 'self'; script-src {site}; connect-src {site}"
    )

    class City(BaseHTTPRequestHandler):
        def do_GET(self):
            is_style = self.path == "/city.css"
            said = PAGE.format(town=f"{site}/musterhafen", tag=self.path[1:])
            self.send_response(200)
            kind = "text/css" if is_style else "text/html; charset=utf-8"
            self.send_header("Content-Type", kind)
            self.send_header("Content-Security-Policy", policy)
            self.end_headers()
            self.wfile.write((STYLE if is_style else said).encode())

        def log_message(self, *_args):
            """Stay silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), City)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def keep_picture(page, name):
    """Save a picture when asked to."""
    if folder := os.environ.get("HAFEN_SCREENSHOTS", ""):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


@pytest.mark.parametrize("language", ["de", "ar"])
@pytest.mark.parametrize("width", [360, 1280])
def test_lists_calendar_and_search_live_on_a_strict_foreign_site(
    page, axe, city, site, language, width
):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{city}/{language}")
    page.locator("hafen-list li").nth(2).wait_for()
    page.locator("hafen-calendar tbody td").first.wait_for()
    search = page.locator("hafen-search")
    search.locator("input").fill("Sprachkurs")
    search.locator("input").press("Enter")
    search.locator("li a").first.wait_for()

    page.locator("hafen-questions details").first.wait_for()
    keep_picture(page, f"other-site-{language}-{width}")
    assert all(url.startswith((city, site)) for url in asked)
    assert page.context.cookies() == []
    assert overflow(page) <= 0
    frame = page.locator("hafen-calendar [role=group]")
    assert frame.get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
    assert axe() == []


def test_other_origins_read_the_feeds_and_nothing_else(page, city, site):
    page.goto(f"{city}/de")
    read = """async (address) => {
        try { return (await fetch(address)).status; } catch { return "refused"; } }"""

    for name in ("offers", "events", "questions", "search"):
        feed = f"{site}/musterhafen/de/embed/{name}.json"
        assert page.evaluate(read, feed) == 200
    for path in ("de/", "de/offers/map.json", "de/embed/offers/", "desk/"):
        assert page.evaluate(read, f"{site}/musterhafen/{path}") == "refused"


@pytest.fixture
def page(browser, site):
    """A window that collects errors, but for what the test itself has refused."""
    context = browser.new_context(locale="de-DE")
    window = context.new_page()
    errors = []
    window.on("pageerror", lambda error: errors.append(str(error)))
    window.on("console", lambda told: _note(errors, told))
    yield window
    context.close()
    assert errors == []


def _note(errors, told):
    is_meant = "CORS policy" in told.text or "ERR_FAILED" in told.text
    if told.type == "error" and not is_meant:
        errors.append(told.text)
