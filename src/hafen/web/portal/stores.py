"""Where kept pages lie: in this process, or in a Redis that processes share.

A store never raises and never makes a reader wait: what it cannot give is made
anew.
"""

from dataclasses import dataclass, field
from typing import Protocol

from hafen.web.portal.pages import Page

Key = tuple[str, str, str]


class Store(Protocol):
    """What the page cache needs of the place where it keeps pages."""

    def get(self, key: Key) -> Page | None: ...

    def keep(self, key: Key, page: Page) -> None: ...


@dataclass
class Memory:
    """Pages by key, up to a number of bytes; those asked for again stay longest."""

    most_bytes: int
    pages: dict[Key, Page] = field(default_factory=dict)
    used_bytes: int = 0

    def get(self, key: Key) -> Page | None:
        page = self.pages.get(key)
        if page is not None:
            page.was_used = True
        return page

    def keep(self, key: Key, page: Page) -> None:
        self.drop(key)
        if page.size > self.most_bytes // 4:
            return
        self.pages[key] = page
        self.used_bytes += page.size
        while self.used_bytes > self.most_bytes:
            self._make_room()

    def drop(self, key: Key) -> None:
        page = self.pages.pop(key, None)
        if page is not None:
            self.used_bytes -= page.size

    def _make_room(self) -> None:
        """Drop the oldest page; one that was used since gets a second round."""
        oldest = next(iter(self.pages))
        page = self.pages[oldest]
        if page.was_used:
            page.was_used = False
            self.pages[oldest] = self.pages.pop(oldest)
        else:
            self.drop(oldest)
