import brotli
import pytest
from django.db import DatabaseError

from hafen.core.places.caching import MARK
from hafen.web.portal.cache import PageCache, known
from hafen.web.portal.stores import Memory
from hafen.web.portal.versions import Versions

PAGE = b"<p>Willkommen</p>" * 200


class Town:
    """A Django that counts how often it is asked, and a clock to turn."""

    def __init__(self) -> None:
        self.asked = 0
        self.status = "200 OK"
        self.headers = [("Content-Type", "text/html"), (MARK, "town;")]
        self.body = PAGE
        self.now = 1_000.0
        self.versions = {"town": 1}
        self.is_down = False
        self.environ: dict[str, str] = {}
        self.cache = PageCache(
            application=self.answer,
            versions=Versions(self.read, lambda: self.now),
            session_cookie="session",
            store=Memory(200_000),
            clock=lambda: self.now,
        )

    def read(self):
        if self.is_down:
            raise DatabaseError
        return dict(self.versions)

    def answer(self, environ, start_response):
        self.asked += 1
        self.environ = environ
        start_response(self.status, list(self.headers))
        return [self.body]

    def get(self, path="/town/de/", query="", **environ):
        sent = {}

        def start_response(status, headers):
            sent.update(status=status, headers=dict(headers))

        base = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "HTTP_HOST": "localhost",
        }
        parts = self.cache(base | environ, start_response)
        return sent["status"], sent["headers"], b"".join(parts)


@pytest.fixture
def town():
    return Town()


def test_a_page_is_made_once_and_served_from_memory(town):
    first, second = town.get(), town.get()

    assert first == second
    assert town.asked == 1
    assert first[2] == PAGE
    assert MARK not in first[1]


def test_a_change_of_content_ends_a_page_within_a_second(town):
    town.get()
    town.versions["town"] = 2
    town.body = b"new"

    assert town.get()[2] == PAGE
    town.now += 1
    assert town.get()[2] == b"new"


def test_a_page_ends_at_the_next_opening_change(town):
    town.headers[1] = (MARK, "town;1600")
    town.get()
    town.now = 1_599
    town.get()
    assert town.asked == 1

    town.now = 1_600
    town.get()
    assert town.asked == 2


@pytest.mark.parametrize(
    ("environ", "headers"),
    [
        ({"REQUEST_METHOD": "POST"}, []),
        ({"HTTP_COOKIE": "a=b; session=x"}, []),
        ({}, [("Set-Cookie", "csrf=1")]),
        ({"PATH_INFO": "/x" * 400}, []),
        ({"PATH_INFO": "/static/a.css"}, []),
    ],
)
def test_what_is_not_for_everybody_is_never_kept(town, environ, headers):
    town.headers += headers
    for _ in range(2):
        town.get(**environ)

    assert town.asked == 2


def test_a_page_without_a_mark_is_never_kept(town):
    town.headers.pop()
    town.get()
    town.get()

    assert town.asked == 2


@pytest.mark.parametrize("status", ["404 Not Found", "302 Found", "500 Oops"])
def test_only_whole_pages_are_kept(town, status):
    town.status = status
    assert town.get()[0] == status
    town.get()

    assert town.asked == 2


def test_the_readers_copy_is_confirmed_without_a_body(town):
    tag = town.get()[1]["ETag"]
    status, headers, body = town.get(HTTP_IF_NONE_MATCH=f"W/{tag}")

    assert (status, body) == ("304 Not Modified", b"")
    assert headers["ETag"] == tag
    assert town.asked == 1


def test_another_copy_gets_the_page(town):
    town.get()

    assert town.get(HTTP_IF_NONE_MATCH='"old"')[0] == "200 OK"


@pytest.mark.parametrize(
    ("accepts", "encoding"),
    [
        ("gzip, deflate, br", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("", None),
    ],
)
def test_a_page_is_sent_compressed_as_the_reader_takes_it(town, accepts, encoding):
    _, headers, body = town.get(HTTP_ACCEPT_ENCODING=accepts)

    assert headers.get("Content-Encoding") == encoding
    assert int(headers["Content-Length"]) == len(body)
    if encoding == "br":
        assert brotli.decompress(body) == PAGE


def test_head_gets_the_headers_alone(town):
    status, headers, body = town.get(REQUEST_METHOD="HEAD")

    assert (status, body) == ("200 OK", b"")
    assert headers["Content-Length"] == str(len(PAGE))
    assert town.get()[2] == PAGE
    assert town.asked == 1


def test_only_known_parameters_make_a_page_of_their_own(town):
    for query in ("", "utm_source=x", "fbclid=1&open="):
        town.get(query=query)
    assert town.asked == 1

    town.get(query="topic=N01&page=2")
    town.get(query="page=2&topic=N01")
    assert town.asked == 2
    assert known("q=a%26b&x=1") == "q=a%26b"


def test_hosts_and_fragments_have_pages_of_their_own(town):
    town.get()
    town.get(HTTP_HOST="willkommen.example")
    town.get(HTTP_HX_REQUEST="true")

    assert town.asked == 3


def test_pages_are_served_on_while_the_database_is_down(town):
    town.headers[1] = (MARK, "town;1600")
    town.get()
    town.is_down, town.now = True, 1_500
    assert town.get()[2] == PAGE

    town.now, town.status, town.body = 1_700, "503 Service Unavailable", b"sorry"
    assert town.get()[0] == "200 OK"
    assert town.get("/town/de/never-read/")[0] == "503 Service Unavailable"


def test_memory_is_bounded_and_keeps_what_is_used(town):
    town.get("/town/de/start/")
    for number in range(200):
        town.get(f"/town/de/{number}/")
        town.get("/town/de/start/")
    asked = town.asked
    town.get("/town/de/start/")

    assert town.asked == asked
    assert town.cache.store.used_bytes <= 200_000


def test_conditional_requests_do_not_reach_the_maker_of_a_page(town):
    town.get(HTTP_IF_NONE_MATCH='"x"', HTTP_IF_MODIFIED_SINCE="yesterday")

    assert "HTTP_IF_NONE_MATCH" not in town.environ
