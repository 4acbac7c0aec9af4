"""News at its hour, on pages that the page cache keeps."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from hafen.core.db.roles import Role
from hafen.information.news import services
from hafen.web.portal.cache import PageCache
from hafen.web.portal.stores import Memory
from hafen.web.portal.versions import Versions

pytestmark = pytest.mark.django_db
START, LIST = "/hier/de/", "/hier/de/news/"


class Clock:
    """A clock to turn; it begins on Monday, 2 March 2026, ten o'clock in Berlin."""

    def __init__(self):
        self.now = datetime(2026, 3, 2, 9, tzinfo=UTC)

    def __call__(self):
        return self.now


@pytest.fixture
def clock(monkeypatch):
    found = Clock()
    monkeypatch.setattr("django.utils.timezone.now", found)
    return found


class Cached:
    """The page cache before the test client, with the clock of the test."""

    def __init__(self, clock):
        self.asked = 0
        self.cache = PageCache(
            application=self.answer,
            versions=Versions(lambda: {"hier": 1}, lambda: clock().timestamp()),
            session_cookie="session",
            store=Memory(1_000_000),
            clock=lambda: clock().timestamp(),
        )

    def answer(self, environ, start_response):
        self.asked += 1
        found = Client().get(environ["PATH_INFO"])
        start_response(
            f"{found.status_code} {found.reason_phrase}", list(found.headers.items())
        )
        return [found.content]

    def get(self, path):
        sent = []
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "QUERY_STRING": "",
            "HTTP_HOST": "localhost",
        }
        parts = self.cache(environ, lambda status, _headers: sent.append(status))
        return sent[0][:3], b"".join(parts).decode()


def test_a118_news_appears_at_its_time_and_ends_at_its_end_on_cached_pages(
    town, person, acting, clock
):
    at_noon = datetime(2026, 3, 4, 11, tzinfo=UTC)
    desk = person(town, Role.EDITOR)
    acting(town, desk)
    item = services.create_item(
        municipality=town,
        data={
            "title": "Neues Büro",
            "publish_at": at_noon,
            "ends_on": date(2026, 3, 6),
        },
        by=desk,
    )
    item = services.publish_item(item=item, by=desk, now=clock())
    page = reverse("news_public:item", args=["hier", "de", item.address])
    web = Cached(clock)

    def shown():
        pages = [web.get(path) for path in (START, LIST, f"{LIST}feed.rss")]
        assert {status for status, _body in pages} == {"200"}
        [found] = {"Neues Büro" in body for _status, body in pages}
        assert (web.get(page)[0] == "200") == found
        return found

    assert not shown()
    before = web.asked
    assert not shown()
    assert web.asked == before + 1  # the item that is not there is asked for anew
    clock.now = at_noon - timedelta(seconds=1)
    assert not shown()
    clock.now = at_noon
    assert shown()
    # The last day counts whole, on the clock of the town: one hour before UTC.
    clock.now = datetime(2026, 3, 6, 22, 59, 59, tzinfo=UTC)
    assert shown()
    clock.now = datetime(2026, 3, 6, 23, tzinfo=UTC)
    assert not shown()
