"""Kept pages in a Redis that processes and machines share."""

import hashlib
import json
import logging
import time
from collections.abc import Callable

from redis import Redis
from redis.exceptions import RedisError

from hafen.web.portal.pages import Page, Variant
from hafen.web.portal.stores import Key

logger = logging.getLogger(__name__)

# Versions begin anew after a restore from a backup, so nothing stays for long.
_SECONDS_KEPT = 600
_MOST_BYTES = 1_000_000
_TIMEOUT = 0.2
# After a failure Redis is left alone for a moment.
_PAUSE = 5.0
_LENGTH = 4


class Shared:
    """Pages in Redis; while it is gone, every page is made anew.

    :param release: what the pages were made by; another version makes its own
    """

    def __init__(
        self,
        address: str,
        *,
        release: str,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._redis = Redis.from_url(
            address,
            socket_timeout=_TIMEOUT,
            socket_connect_timeout=_TIMEOUT,
            retry=None,
            protocol=2,
        )
        self._prefix = f"hafen:{release}:".encode()
        self._clock = clock
        self._next = float("-inf")

    def get(self, key: Key) -> Page | None:
        packed = self._ask(lambda: self._redis.get(self._name(key)))
        try:
            return unpacked(packed) if isinstance(packed, bytes) else None
        except (ValueError, KeyError, TypeError):
            return None  # not written by us

    def keep(self, key: Key, page: Page) -> None:
        if page.size <= _MOST_BYTES:
            name, value = self._name(key), packed(page)
            self._ask(lambda: self._redis.set(name, value, ex=_SECONDS_KEPT))

    def _ask(self, question: Callable[[], object]) -> object:
        """Ask Redis; None while it does not answer."""
        if self._clock() < self._next:
            return None
        try:
            return question()
        except (RedisError, OSError) as trouble:
            self._next = self._clock() + _PAUSE
            logger.warning("no shared page cache", extra={"why": str(type(trouble))})
            return None

    def _name(self, key: Key) -> bytes:
        digest = hashlib.blake2b("\0".join(key).encode(), digest_size=16)
        return self._prefix + digest.hexdigest().encode()


def packed(page: Page) -> bytes:
    """Return a page as bytes: what is known of it as JSON, then its bodies."""
    bodies = [b"".join(variant.body) for variant in page.variants.values()]
    head = json.dumps(
        {
            "municipality": page.municipality,
            "version": page.version,
            "until": page.until,
            "size": page.size,
            "variants": [
                [name, variant.tag, variant.headers, variant.short_headers, len(body)]
                for (name, variant), body in zip(
                    page.variants.items(), bodies, strict=True
                )
            ],
        }
    ).encode()
    return b"".join([len(head).to_bytes(_LENGTH, "big"), head, *bodies])


def unpacked(value: bytes) -> Page:
    """
    Return the page of these bytes.

    :raises ValueError, KeyError, TypeError: for bytes that are no page
    """
    start = _LENGTH + int.from_bytes(value[:_LENGTH], "big")
    head = json.loads(value[_LENGTH:start])
    variants = {}
    for name, tag, headers, short_headers, length in head["variants"]:
        body = value[start : start + length]
        if len(body) != length:
            raise ValueError
        variants[name] = Variant(tag, [body], _pairs(headers), _pairs(short_headers))
        start += length
    return Page(
        head["municipality"], head["version"], head["until"], variants, head["size"]
    )


def _pairs(headers: list[list[str]]) -> list[tuple[str, str]]:
    return [(str(name), str(value)) for name, value in headers]
