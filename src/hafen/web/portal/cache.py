"""The page cache: what anonymous readers get, without touching Django.

It stands around the WSGI application. A view marks what may be kept
(`hafen.core.places.caching`); an entry is good while the content version of
its municipality stands, which is read again once a second at most, and until
the instant of the mark. While the database is down, what is kept is served.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl, urlencode

from hafen.core.places.caching import MARK
from hafen.web.portal.pages import Headers, Page, page_of
from hafen.web.portal.stores import Key, Store
from hafen.web.portal.versions import Versions

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

# All others change nothing on a page of ours, so they make no key of their own.
KNOWN_PARAMETERS = frozenset(
    {
        "age",
        "category",
        "day",
        "district",
        "format",
        "full",
        "full_service",
        "group",
        "kind",
        "km",
        "language",
        "legal_area",
        "limit",
        "maximum_age",
        "minimal",
        "minimum_age",
        "modified_after",
        "near",
        "open",
        "organization_id",
        "page",
        "parent_id",
        "per_page",
        "postcode",
        "proximity",
        "q",
        "search",
        "side",
        "taxonomy_id",
        "taxonomy_term_id",
        "top_only",
        "topic",
        "view",
        "when",
    }
)
_LONGEST_KEY = 400
# Never marked; files answer conditional requests themselves.
_NEVER = ("/static/", "/files/", "/account/", "/health/", "/metrics", "/api/")
_OK = "200 OK"

# Told of each page that was read: municipality, path, request.
Note = Callable[[str, str, Environ], None]


@lru_cache(maxsize=2_000)
def known(query: str) -> str:
    """Return the part of a query string that a page depends on, in one order."""
    pairs = parse_qsl(query, keep_blank_values=False, max_num_fields=50)
    return urlencode(sorted(pair for pair in pairs if pair[0] in KNOWN_PARAMETERS))


@dataclass
class PageCache:
    """The WSGI application with the cache around it.

    :param session_cookie: whoever sends it is signed in and passes by
    :param note: told of each page that somebody read; it never raises or waits
    """

    application: Application
    versions: Versions
    session_cookie: str
    store: Store
    clock: Callable[[], float] = time.time
    note: Note | None = None
    hits: int = 0
    misses: int = 0

    def __call__(
        self, environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        key = self._key(environ)
        if key is None:
            return self._pass_by(environ, start_response)
        page = self.store.get(key)
        if page is not None and self._is_good(page):
            self.hits += 1
            return self._answer(page, key, environ, start_response)
        if key[1].startswith(_NEVER):
            return self._pass_by(environ, start_response)
        self.misses += 1
        return self._fetch(key, page, environ, start_response)

    def _key(self, environ: Environ) -> Key | None:
        """Return under what a request is kept; None if it is not to be kept."""
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return None
        cookie = environ.get("HTTP_COOKIE")
        if cookie and self.session_cookie in cookie:
            return None
        path, query = environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", "")
        if len(path) + len(query) > _LONGEST_KEY:
            return None
        # htmx asks for a fragment of the same address.
        part = environ.get("HTTP_HX_REQUEST", "")
        host = environ.get("HTTP_HOST", "") + part
        return host, path, known(query) if query else ""

    def _is_good(self, page: Page) -> bool:
        if page.until and page.until <= self.clock():
            return False
        return self.versions.of(page.municipality) == page.version

    def _pass_by(
        self, environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        def start(status: str, headers: Headers, *rest: Any) -> Any:
            return start_response(
                status, [pair for pair in headers if pair[0] != MARK], *rest
            )

        return self.application(environ, start)

    def _fetch(
        self,
        key: Key,
        stale: Page | None,
        environ: Environ,
        start_response: StartResponse,
    ) -> Iterable[bytes]:
        """Ask Django; keep what is marked, and fall back on what was kept."""
        # Read before the page is made: a change in between ends it at once.
        versions = self.versions.all()
        # A page that is kept is made as for GET, without conditions.
        made = _Made(environ)
        parts = self.application(made.environ, made.start)
        if stale is not None and made.status.startswith("5"):
            _close(parts)
            return self._answer(stale, key, environ, start_response)
        mark = made.mark
        if mark is None or made.status != _OK or mark.municipality not in versions:
            start_response(made.status, made.headers)
            return parts
        body = b"".join(parts)
        _close(parts)
        page = page_of(
            made.headers,
            body,
            municipality=mark.municipality,
            version=versions[mark.municipality],
            until=mark.until,
        )
        self.store.keep(key, page)
        return self._answer(page, key, environ, start_response)

    def _answer(
        self, page: Page, key: Key, environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        if self.note is not None:
            self.note(page.municipality, key[1], environ)
        return page.answer(environ, start_response)


@dataclass(frozen=True)
class Mark:
    municipality: str
    until: float


class _Made:
    """What Django answers, before anything of it is sent."""

    def __init__(self, environ: Environ) -> None:
        self.environ = {
            name: value
            for name, value in environ.items()
            if name not in ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")
        }
        if environ["REQUEST_METHOD"] == "HEAD":
            self.environ["REQUEST_METHOD"] = "GET"
        self.status = ""
        self.headers: Headers = []
        self.mark: Mark | None = None

    def start(self, status: str, headers: Headers, *_rest: Any) -> None:
        self.status = status
        self.headers = [pair for pair in headers if pair[0] != MARK]
        sets_cookie = any(name.lower() == "set-cookie" for name, _ in headers)
        for name, value in headers:
            if name == MARK and not sets_cookie:
                municipality, _, until = value.partition(";")
                self.mark = Mark(municipality, float(until or 0))


def _close(parts: Iterable[bytes]) -> None:
    close = getattr(parts, "close", None)
    if close is not None:
        close()
