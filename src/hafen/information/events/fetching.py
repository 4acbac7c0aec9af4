"""Reading a calendar from the net, and nothing else that lies behind an address.

Only https on its own port; the name is looked up once, every address of it must
be one of the public internet, and the connection goes to that very address: a
name that points somewhere else a moment later leads nowhere. A redirect is a
new address, checked again.
"""

import http.client
import socket
import ssl
from collections.abc import Callable
from typing import Any
from urllib.parse import urljoin, urlsplit

from hafen.core.db import outside

MOST_BYTES = 3_000_000
_SECONDS = 15
_MOST_REDIRECTS = 3
_MOVED = frozenset({301, 302, 303, 307, 308})

Resolver = Callable[[str], list[str]]


class Unreachable(Exception):
    """The calendar was not read.

    :param code: a short code for the list of calendars
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code[:40]


def resolve(host: str) -> list[str]:
    """Return all addresses of a host.

    :raises Unreachable: when the name leads nowhere
    """
    try:
        return outside.addresses_of(host, 443)
    except outside.NotPublic:
        raise Unreachable("no_such_host") from None


def checked(address: str, *, resolver: Resolver = resolve) -> tuple[str, str, str]:
    """
    Return host, network address and path of what may be read.

    :raises Unreachable: when it may not
    """
    parts = urlsplit(address)
    try:
        port = parts.port
    except ValueError:
        raise Unreachable("address") from None
    is_plain = parts.username is None and port in (None, 443) and parts.hostname
    if parts.scheme != "https" or not is_plain:
        raise Unreachable("address")
    host = str(parts.hostname)
    found = resolver(host)
    if not found or not all(outside.is_public(each) for each in found):
        raise Unreachable("not_public")
    path = parts.path or "/"
    return host, found[0], f"{path}?{parts.query}" if parts.query else path


class _Pinned(http.client.HTTPSConnection):
    """A connection to one network address, whose certificate names the host."""

    def __init__(self, host: str, address: str) -> None:
        context = ssl.create_default_context()
        super().__init__(host, 443, timeout=_SECONDS, context=context)
        self._address, self._tls = address, context

    def connect(self) -> None:
        plain = socket.create_connection((self._address, 443), _SECONDS)
        self.sock: Any = self._tls.wrap_socket(plain, server_hostname=self.host)


def fetch(address: str, *, resolver: Resolver = resolve) -> bytes:
    """
    Return the text of a calendar.

    :raises Unreachable: when it may not or cannot be read
    """
    for _step in range(_MOST_REDIRECTS + 1):
        host, network, path = checked(address, resolver=resolver)
        status, body, location = _ask(host, network, path)
        if status == http.client.OK:
            return body
        if status not in _MOVED or not location:
            raise Unreachable(f"http_{status}")
        address = urljoin(address, location)
    raise Unreachable("redirects")


def _ask(host: str, network: str, path: str) -> tuple[int, bytes, str]:
    connection = _Pinned(host, network)
    try:
        connection.request("GET", path, headers={"Accept": "text/calendar"})
        answer = connection.getresponse()
        body = answer.read(MOST_BYTES + 1)
        location = answer.getheader("Location", "") or ""
    except ssl.SSLError:
        raise Unreachable("tls") from None
    except (OSError, http.client.HTTPException):
        raise Unreachable("no_answer") from None
    finally:
        connection.close()
    if len(body) > MOST_BYTES:
        raise Unreachable("too_large")
    return answer.status, body, location
