"""One kept page: its body in each encoding, with the headers ready to send."""

import gzip
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import brotli

Headers = list[tuple[str, str]]

# Below this, compressing costs more than it saves.
_SMALLEST = 500
_OWN = frozenset({"content-length", "etag", "vary", "cache-control", "date"})
_NOT_MODIFIED = "304 Not Modified"
_OK = "200 OK"


@dataclass(frozen=True)
class Variant:
    """The page in one encoding."""

    tag: str
    body: list[bytes]
    headers: Headers
    short_headers: Headers


@dataclass(slots=True)
class Page:
    """A page as it is kept; the same for every anonymous reader."""

    municipality: str
    version: int
    until: float
    variants: dict[str, Variant]
    size: int
    was_used: bool = False

    def answer(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> list[bytes]:
        """Send the page, or that the reader's copy is still good."""
        variant = self.variants[_encoding(environ.get("HTTP_ACCEPT_ENCODING", ""))]
        known = environ.get("HTTP_IF_NONE_MATCH")
        if known and variant.tag in known:
            start_response(_NOT_MODIFIED, variant.short_headers)
            return []
        start_response(_OK, variant.headers)
        return variant.body if environ["REQUEST_METHOD"] == "GET" else []


@lru_cache(maxsize=500)
def _encoding(accepted: str) -> str:
    """Return the best of our encodings that a reader takes."""
    refused = {"0", "0.0", "0.00", "0.000"}
    takes = set()
    for part in accepted.lower().split(","):
        name, _, quality = part.partition(";q=")
        if quality.strip() not in refused:
            takes.add(name.strip())
    return "br" if "br" in takes else "gzip" if "gzip" in takes else ""


def page_of(
    headers: Headers, body: bytes, *, municipality: str, version: int, until: float
) -> Page:
    """Compress a page once for all its readers."""
    kept = [pair for pair in headers if pair[0].lower() not in _OWN]
    kept += [("Vary", "Accept-Encoding"), ("Cache-Control", "no-cache")]
    digest = hashlib.blake2b(body, digest_size=9).hexdigest()
    bodies = {"": body, "br": body, "gzip": body}
    if len(body) >= _SMALLEST:
        bodies["br"] = brotli.compress(body, quality=5)
        bodies["gzip"] = gzip.compress(body, 6, mtime=0)
    variants = {
        encoding: _variant(kept, packed, f'"{digest}{encoding[:1]}"', encoding)
        if packed is not body
        else _variant(kept, body, f'"{digest}"', "")
        for encoding, packed in bodies.items()
    }
    size = sum(len(packed) for packed in bodies.values()) + 2_000
    return Page(municipality, version, until, variants, size)


def _variant(kept: Headers, body: bytes, tag: str, encoding: str) -> Variant:
    headers = [*kept, ("ETag", tag), ("Content-Length", str(len(body)))]
    if encoding:
        headers.append(("Content-Encoding", encoding))
    short = [pair for pair in kept if pair[0] in ("Vary", "Cache-Control")]
    return Variant(tag, [body], headers, [*short, ("ETag", tag)])
