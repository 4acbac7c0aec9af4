"""The shared store against a Redis of fifty lines: GET and SET on a socket."""

import socketserver
import threading

import pytest

from hafen.web.portal.pages import page_of
from hafen.web.portal.shared_pages import Shared

KEY = ("localhost", "/town/de/", "q=kurs")


class Handler(socketserver.StreamRequestHandler):
    def handle(self):
        while line := self.rfile.readline():
            parts = [self._part() for _ in range(int(line[1:]))]
            self.wfile.write(self._answer(parts[0].upper(), parts[1:]))

    def _part(self):
        length = int(self.rfile.readline()[1:])
        return self.rfile.read(length + 2)[:-2]

    def _answer(self, command, parts):
        if command == b"SET":
            self.server.values[parts[0]] = parts[1]
            self.server.spans.append(parts[2:])
        if command == b"GET":
            value = self.server.values.get(parts[0])
            return (
                b"$-1\r\n"
                if value is None
                else b"$%d\r\n%s\r\n"
                % (
                    len(value),
                    value,
                )
            )
        if command == b"HELLO":
            return b"-ERR unknown command\r\n"
        return b"+OK\r\n"


@pytest.fixture
def redis():
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.values, server.spans = {}, []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def shared(redis, *, release="1", clock=lambda: 0.0):
    host, port = redis.server_address
    return Shared(f"redis://{host}:{port}/0", release=release, clock=clock)


def page(body=b"<p>Willkommen</p>" * 100):
    headers = [("Content-Type", "text/html; charset=utf-8"), ("X-A", "ä")]
    return page_of(headers, body, municipality="town", version=7, until=12.0)


def test_a_page_kept_by_one_process_is_read_by_another(redis):
    shared(redis).keep(KEY, page())

    assert shared(redis).get(KEY) == page()
    assert shared(redis).get(("other", *KEY[1:])) is None
    assert redis.spans == [[b"EX", b"600"]]


def test_another_version_of_hafen_reads_no_page_of_this_one(redis):
    shared(redis).keep(KEY, page())

    assert shared(redis, release="2").get(KEY) is None


@pytest.mark.parametrize("value", [b"", b"\0\0\0\x02{}", b"\xff" * 40])
def test_what_is_no_page_of_ours_counts_as_none(redis, value):
    store = shared(redis)
    store.keep(KEY, page())
    redis.values = dict.fromkeys(redis.values, value)

    assert store.get(KEY) is None


def test_a_half_page_counts_as_none(redis):
    store = shared(redis)
    store.keep(KEY, page())
    redis.values = {name: value[:-9] for name, value in redis.values.items()}

    assert store.get(KEY) is None


def test_without_redis_there_is_no_cache_and_no_error_and_it_comes_back(redis):
    now = [0.0]
    store = shared(redis, clock=lambda: now[0])
    store.keep(KEY, page())
    gone = Shared("redis://127.0.0.1:1/0", release="1", clock=lambda: now[0])

    assert gone.get(KEY) is None
    gone.keep(KEY, page())
    gone._redis = store._redis  # it is there again
    assert gone.get(KEY) is None
    now[0] += 5
    assert gone.get(KEY) == page()
