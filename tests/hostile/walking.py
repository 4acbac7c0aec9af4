"""Finds addresses that really open: follows links, then tries keys that exist."""

import heapq
import html
import os
import re
import zlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.http import HttpResponse
from django.urls import Resolver404, resolve, reverse

from tests.architecture.routes import routes

_LINK = re.compile(r"""\b(?:href|action|hx-get|src)=["']([^"'>]+)["']""")
# What ends the session or the walk, and what only shows the design.
LEFT_OUT = ("/account/logout/", "/styleguide/", "/static/", "/metrics")


class Walk:
    """What one visitor finds from some first addresses.

    :param each: so many addresses of one route are opened
    :param most: so many pages are opened in all, always the same ones
    :param skip: routes that are not opened
    :param languages: public pages are opened once in each of them
    """

    def __init__(
        self,
        client: Any,
        *,
        each: int = 1,
        most: int = 10_000,
        skip: str = "^$",
        languages: Sequence[str] = (),
    ) -> None:
        self.client = client
        self.each = each
        self.most = most
        self.skip = re.compile(skip)
        self.languages = languages
        # What answered with an error of ours.
        self.broken: list[str] = []
        self.answers: dict[str, HttpResponse] = {}
        self._of_route: dict[str, int] = defaultdict(int)
        self._queue: list[tuple[int, str]] = []
        self._seen: set[str] = set()

    def start(self, addresses: Iterable[str]) -> "Walk":
        for address in addresses:
            self._note(address)
        return self._walk()

    def _walk(self) -> "Walk":
        while self._queue and len(self.answers) < self.most:
            self._open(heapq.heappop(self._queue)[1])
        return self

    def knock(self, addresses: Iterable[str]) -> "Walk":
        """Try addresses of routes that no link has led to, and go where they lead."""
        for address in addresses:
            route = route_of(address)
            if route not in self.routes and not self.skip.search(route):
                self._open(address)
        return self._walk()

    def take(self, address: str, answer: HttpResponse) -> None:
        """Note a page that was opened already, and go where it leads."""
        parts = urlsplit(address)
        self._note(address)
        self._queue = [each for each in self._queue if each[1] != parts.path]
        self._read(address, answer)

    @property
    def routes(self) -> set[str]:
        """The routes that answered with something to see."""
        return {route_of(address) for address in self.answers}

    def _note(self, address: str) -> None:
        parts = urlsplit(address)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        route = route_of(path)
        # A list with a filter is another page than the bare list; both are opened.
        place = f"{route}?{'&'.join(sorted(_names(parts.query)))}"
        if self.languages and "<language:language>" in route:
            # So is a public page in another language, which shows other columns.
            spoken = parts.path.split("/")[2]
            place += spoken
            if spoken not in self.languages:
                return
        if not route or path in self._seen or path.startswith(LEFT_OUT):
            return
        if self.skip.search(route):
            return
        self._seen.add(path)
        if self._of_route[place] < self.each:
            self._of_route[place] += 1
            heapq.heappush(self._queue, (zlib.crc32(place.encode()), path))

    def _open(self, address: str) -> None:
        answer = self.client.get(address)
        if answer.status_code in {301, 302}:
            self._note(urljoin(address, answer["Location"]))
            return
        if answer.status_code >= 500:
            self.broken.append(address)
        if answer.status_code != 200:
            return
        self._read(address, answer)

    def _read(self, address: str, answer: Any) -> None:
        answer.body = body(answer)
        # The client keeps each text that a page was made of.
        answer.context = None
        self.answers[address] = answer
        if answer.get("Content-Type", "").startswith("text/html"):
            text = answer.body.decode("utf-8", "replace")
            for link in _LINK.findall(text):
                target = urljoin(f"http://testserver{address}", html.unescape(link))
                if target.startswith("http://testserver/"):
                    self._note(target.removeprefix("http://testserver"))


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def route_of(address: str) -> str:
    """Return the route of an address; empty for what leads nowhere."""
    return _route(urlsplit(address).path)


@cache  # every page has the same links to others
def _route(path: str) -> str:
    try:
        return resolve(path).route
    except Resolver404:
        return ""


def _names(query: str) -> set[str]:
    return {pair.partition("=")[0] for pair in query.split("&") if pair}


def first_addresses(town: Any, language: str, *, is_public: bool) -> list[str]:
    """Return the addresses that need no key: where every walk begins."""
    known = {"municipality": town.slug, "language": language}
    return [
        reverse(route.name, kwargs=route.fitting(**known))
        for route in routes()
        if set(route.arguments) <= set(known)
        and bool(getattr(route.callback, "is_public", False)) is is_public
        and "None" not in route.name
        and "^" not in route.route
    ]


def far_off(near: tuple[str, ...]) -> str:
    """Return which routes a walk skips: in the long run it goes to all rooms.

    :param near: beginnings of modules whose pages are walked in the short run too
    """
    if os.environ.get("HAFEN_LONG"):
        return "^$"
    far = (r.route for r in routes() if not r.callback.__module__.startswith(near))
    return f"^({'|'.join(map(re.escape, far))})$"
