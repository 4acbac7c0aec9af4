"""The portal without a network."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

import hafen.web.portal

WORKER = Path(hafen.web.portal.__file__).parent / "scripts" / "offline.js"


@pytest.mark.django_db
def test_the_portal_can_be_put_on_the_home_screen(client, course):
    found = client.get("/portalstadt/ar/app.webmanifest").json()

    assert (found["scope"], found["dir"]) == ("/portalstadt/", "rtl")
    assert client.get(found["start_url"]).status_code == 200
    page = client.get("/portalstadt/ar/").content.decode()
    assert 'rel="manifest" href="/portalstadt/ar/app.webmanifest"' in page
    worker = client.get("/portalstadt/offline.js")
    assert worker["Content-Type"].startswith("text/javascript")
    assert client.get("/portalstadt/ar/offline/").status_code == 200


class _Town(BaseHTTPRequestHandler):
    """Pages as our server answers them: public, of somebody, and the desk."""

    def do_GET(self):
        headers = {"Content-Type": "text/html", "Cache-Control": "no-cache"}
        body = f"<title>{self.path}</title>".encode()
        if self.path == "/town/offline.js":
            headers["Content-Type"] = "text/javascript"
            body = WORKER.read_bytes()
        if "mine" in self.path:
            headers["Vary"] = "Cookie"
        self.send_response(200)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args):
        """Stay silent."""


@pytest.fixture
def small_server():
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Town)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.browser
def test_seen_pages_are_read_without_a_network_and_private_ones_never(
    browser, small_server
):
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{small_server}/town/de/")
    page.evaluate(
        "async () => { await navigator.serviceWorker.register('/town/offline.js',"
        " {scope: '/town/'}); await navigator.serviceWorker.ready;"
        " while (!navigator.serviceWorker.controller)"
        " await new Promise((go) => setTimeout(go, 20)); }"
    )
    for path in ("offers/", "mine/", "desk/", "feedback/"):
        page.goto(f"{small_server}/town/de/{path}")
    page.goto(f"{small_server}/town/de/offers/")
    kept = page.evaluate(
        "async () => (await (await caches.open('pages-1')).keys())"
        ".map((one) => new URL(one.url).pathname).sort()"
    )
    context.set_offline(True)

    page.goto(f"{small_server}/town/de/offers/")
    assert page.title() == "/town/de/offers/"
    page.goto(f"{small_server}/town/de/never-seen/")
    assert page.title() == "/town/de/offline/"
    assert kept == ["/town/de/offers/", "/town/de/offline/"]
    context.close()
