"""Looking whether an address on the web still answers, and nothing else.

The name is looked up once, every network address of it must be one of the
public internet, and the connection goes to that very one. A redirect is a new
address, checked again. Nothing of the answer is read but its first line and
where it leads.
"""

import http.client
import socket
import ssl
from collections.abc import Callable
from urllib.parse import urljoin, urlsplit

from hafen.core.db.outside import is_public
from hafen.information.events.fetching import Resolver, Unreachable, resolve

_SECONDS = 10
_MOST_REDIRECTS = 5
_MOVED = frozenset({301, 302, 303, 307, 308})
_GONE = frozenset({404, 410})
# They answer, but not to a program: nothing is known of the page.
_SHY = frozenset({401, 403, 405, 406, 418, 429, 451, 999})
_PORTS = {"http": 80, "https": 443}

# Gives the status and where a redirect leads: scheme, host, network address, path.
Asker = Callable[[str, str, str, str], tuple[int, str]]


def look(
    address: str, *, resolver: Resolver = resolve, asker: Asker | None = None
) -> str:
    """Return a short code of what is wrong with an address; empty: it answers."""
    ask = asker or _ask
    try:
        for _step in range(_MOST_REDIRECTS + 1):
            scheme, host, network, path = _checked(address, resolver)
            status, location = ask(scheme, host, network, path)
            if status in _MOVED and location:
                address = urljoin(address, location)
                continue
            return _meaning(status)
    except Unreachable as fault:
        return fault.code
    return "redirects"


def _meaning(status: int) -> str:
    if status in _GONE:
        return "gone"
    is_fine = status < http.client.BAD_REQUEST or status in _SHY
    return "" if is_fine else f"http_{status}"


def _checked(address: str, resolver: Resolver) -> tuple[str, str, str, str]:
    try:
        parts = urlsplit(address)
        port, host = parts.port, parts.hostname
    except ValueError:
        raise Unreachable("address") from None
    standard = _PORTS.get(parts.scheme)
    if standard is None or not host or parts.username or port not in (None, standard):
        raise Unreachable("address")
    found = resolver(host)
    if not found or not all(is_public(each) for each in found):
        raise Unreachable("not_public")
    path = parts.path or "/"
    full = f"{path}?{parts.query}" if parts.query else path
    return parts.scheme, host, found[0], full


def _ask(scheme: str, host: str, network: str, path: str) -> tuple[int, str]:
    connection = _Pinned(scheme, host, network)
    try:
        connection.request("GET", path, headers={"User-Agent": "Hafen link check"})
        answer = connection.getresponse()
        return answer.status, answer.getheader("Location", "") or ""
    except ssl.SSLError:
        raise Unreachable("tls") from None
    except (OSError, http.client.HTTPException, UnicodeError, ValueError):
        raise Unreachable("no_answer") from None
    finally:
        connection.close()


class _Pinned(http.client.HTTPConnection):
    """A connection to one network address; a certificate has to name the host."""

    def __init__(self, scheme: str, host: str, network: str) -> None:
        super().__init__(host, _PORTS[scheme], timeout=_SECONDS)
        self._scheme, self._network = scheme, network

    def connect(self) -> None:
        plain = socket.create_connection((self._network, self.port), _SECONDS)
        if self._scheme == "http":
            self.sock = plain
            return
        context = ssl.create_default_context()
        self.sock = context.wrap_socket(plain, server_hostname=self.host)
