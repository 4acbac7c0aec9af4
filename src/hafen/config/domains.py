"""Own domains of municipalities: for public pages, known without a restart.

Django asks `ALLOWED_HOSTS` with every request; here that list also knows the
domains that administrators entered. Signing in and the desk stay at the host of
the installation, so that sessions and passkeys have one home.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect

# A new domain works after this many seconds at the latest.
AGE = 30.0
# First parts of addresses that every host serves.
COMMON = frozenset(
    {"", "static", "files", "health", "robots.txt", "sitemap.xml", "tiles"}
)

Answer = Callable[[HttpRequest], HttpResponseBase]


@dataclass
class _Known:
    """The domains as they were read last, each with its municipality."""

    slugs: dict[str, str] = field(default_factory=dict)
    read_at: float = float("-inf")


_known = _Known()


def own_domains() -> dict[str, str]:
    """Return the short names of municipalities by their domains.

    While the database is down the last answer holds.
    """
    now = time.monotonic()
    if now - _known.read_at > AGE:
        _known.read_at = now
        try:
            rows = apps.get_model("places", "Municipality").objects
            found = rows.filter(domain__isnull=False).values_list("domain", "slug")
            _known.slugs = {str(domain): slug for domain, slug in found}
        except (DatabaseError, RuntimeError):
            # Down, or asked where no database may be asked, as tests do early.
            return _known.slugs
    return _known.slugs


def forget() -> None:
    """Read the domains anew at the next request; for tests."""
    _known.read_at = float("-inf")


class Hosts(list[str]):
    """The hosts of the settings first, then the domains of municipalities."""

    def __iter__(self) -> Iterator[str]:
        yield from super().__iter__()
        yield from own_domains()


class OwnDomainMiddleware:
    """Leads everything but public pages from an own domain to the installation."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        slug = _slug_of(request)
        if slug is None or _is_public(request.path, slug):
            return self.get_response(request)
        return HttpResponseRedirect(settings.PUBLIC_URL + request.get_full_path())


def _slug_of(request: HttpRequest) -> str | None:
    """Return whose domain this is; None at the host of the installation."""
    host = request.get_host().partition(":")[0].lower()
    if host in list.__iter__(settings.ALLOWED_HOSTS):
        return None
    return own_domains().get(host)


def _is_public(path: str, slug: str) -> bool:
    first, *rest = path.strip("/").split("/")
    if first in COMMON:
        return True
    return first == slug and rest[:1] != ["desk"]
