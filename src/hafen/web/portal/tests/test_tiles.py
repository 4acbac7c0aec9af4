import http.server
import threading

import pytest
from django.test import Client

PICTURE = b"\x89PNG\r\n\x1a\n" + b"x" * 100


class Source(http.server.BaseHTTPRequestHandler):
    asked: list[str] = []
    body = PICTURE

    def do_GET(self):
        self.asked.append(self.path)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(type(self).body)

    def log_message(self, *_args):
        """Stay silent."""


@pytest.fixture
def source(settings, tmp_path):
    Source.asked, Source.body = [], PICTURE
    server = http.server.HTTPServer(("127.0.0.1", 0), Source)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.VAR = tmp_path
    settings.MAP_TILES = f"http://127.0.0.1:{server.server_port}/{{z}}/{{x}}/{{y}}"
    yield Source
    server.shutdown()
    server.server_close()


def get(address="/tiles/12/2130/1360.png"):
    return Client().get(address)


@pytest.mark.django_db
def test_a_picture_of_the_map_is_fetched_once(source):
    first, second = get(), get()

    assert (first.content, first["Content-Type"]) == (PICTURE, "image/png")
    assert second.content == PICTURE
    assert source.asked == ["/12/2130/1360"]


@pytest.mark.django_db
@pytest.mark.parametrize("place", ["3/1/1", "19/1/1", "12/4096/1", "12/1/99999"])
def test_nothing_outside_of_the_map_is_asked_for(source, place):
    assert get(f"/tiles/{place}.png").status_code == 404
    assert source.asked == []


@pytest.mark.django_db
@pytest.mark.parametrize("body", [b"<html>", b"\x89PNG\r\n\x1a\n" + b"x" * 600_000])
def test_what_is_no_picture_is_not_passed_on(source, body):
    source.body = body

    assert get().status_code == 404


@pytest.mark.django_db
def test_without_a_source_there_are_no_pictures(settings):
    settings.MAP_TILES = ""

    assert get().status_code == 404


@pytest.mark.django_db
def test_a_source_that_is_down_leaves_the_map_without_pictures(settings, tmp_path):
    settings.VAR = tmp_path
    settings.MAP_TILES = "http://127.0.0.1:9/{z}/{x}/{y}"

    assert get().status_code == 404
