"""Public pages are counted where they are answered: at the page cache."""

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import RequestFactory
from django.utils import timezone

from hafen.web.portal.cache import PageCache
from hafen.web.portal.stores import Memory
from hafen.web.portal.versions import Versions
from hafen.web.readings import services
from hafen.web.readings.models import PageReading
from hafen.web.readings.named import key_of
from hafen.web.readings.tally import Tally
from hafen.web.readings.tests.conftest import FIREFOX, counted


class Site:
    """The whole application as a server runs it, with counts written at a call."""

    def __init__(self):
        self.tally = Tally(services.add, every=3_600)
        self.cache = PageCache(
            application=WSGIHandler(),
            versions=Versions(),
            session_cookie="session",
            store=Memory(2_000_000),
            note=self.tally.note,
        )

    def get(self, path, *, times=1, method="GET", **headers):
        headers = {"HTTP_USER_AGENT": FIREFOX, "HTTP_HOST": "localhost"} | headers
        factory = RequestFactory(**headers)
        statuses = []
        for _ in range(times):
            environ = factory.generic(method, path).environ
            list(self.cache(environ, lambda status, *_: statuses.append(status)))
        return statuses


@pytest.fixture
def site():
    """The site, which leaves the connection of the test open."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield Site()
    for signal in signals:
        signal.connect(close_old_connections)


def test_a121_pages_from_the_cache_are_counted_by_object_language_and_day(
    site, searchable, course, advice
):
    site.get(f"/portalstadt/de/offers/{course.address}/", times=3)
    site.get(f"/portalstadt/ar/offers/{course.address}/", times=2)
    site.get("/portalstadt/ar/offers/?topic=N01&utm_source=x")
    site.get("/portalstadt/de/")
    assert site.cache.hits == 3
    site.tally.write()
    site.get(f"/portalstadt/de/offers/{course.address}/", times=4)
    site.tally.write()
    site.tally.write()

    assert counted(object_id=course.pk) == [("ar", "service", 2), ("de", "service", 7)]
    assert counted(object_id=key_of("portal_public:offers")) == [("ar", "list", 1)]
    assert counted(object_id=key_of("portal_public:start")) == [("de", "list", 1)]
    assert {row.day for row in PageReading.objects.all()} == {timezone.localdate()}


@pytest.mark.parametrize(
    "request_",
    [
        {"method": "HEAD"},
        {"HTTP_COOKIE": "session=of-somebody"},
        {"HTTP_SEC_PURPOSE": "prefetch;prerender"},
        {"HTTP_PURPOSE": "prefetch"},
        {"HTTP_X_MOZ": "prefetch"},
        {"HTTP_USER_AGENT": ""},
        {"HTTP_USER_AGENT": "Mozilla/5.0 (compatible; Googlebot/2.1)"},
    ],
)
def test_a121_staff_robots_and_what_is_fetched_ahead_are_not_counted(
    site, searchable, course, request_
):
    path = f"/portalstadt/de/offers/{course.address}/"

    assert site.get(path, times=2, **request_) == ["200 OK"] * 2
    site.tally.write()

    assert counted() == []


def test_a_copy_that_is_still_good_counts_as_reading(site, searchable, course):
    path = f"/portalstadt/de/offers/{course.address}/"
    sent = {}
    environ = RequestFactory(HTTP_HOST="localhost").get(path).environ
    site.get(path)
    list(site.cache(environ, lambda _status, headers: sent.update(headers)))

    assert site.get(path, HTTP_IF_NONE_MATCH=sent["ETag"]) == ["304 Not Modified"]
    site.tally.write()
    assert counted() == [("de", "service", 2)]


def test_missing_pages_files_and_secret_addresses_are_not_counted(
    site, searchable, course
):
    for path in (
        "/portalstadt/de/offers/nothing/",
        f"/portalstadt/de/offers/{course.address}/qr.svg",
        "/portalstadt/de/offers/map.json",
        "/portalstadt/offline.js",
        "/portalstadt/de/offline/",
        "/robots.txt",
    ):
        site.get(path)
    site.tally.write()

    assert counted() == []


def test_a121_a_town_that_switched_it_off_is_not_counted(site, searchable, course):
    searchable.features = {"readings": False}
    searchable.save()
    site.get(f"/portalstadt/de/offers/{course.address}/")
    site.tally.write()

    assert counted() == []
