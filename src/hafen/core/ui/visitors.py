"""Forms of people who are not signed in: no cookie, so no token of Django's."""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme


def comes_from_here(request: HttpRequest) -> bool:
    """Return whether a page of this host sent the form."""
    origin = request.headers.get("Origin") or request.headers.get("Referer", "")
    return urlsplit(origin).netloc == request.get_host()


def private(response: HttpResponse) -> HttpResponse:
    """Keep a page out of caches, and its secret address out of other pages."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def own_path(address: str) -> str:
    """Return an address if it leads to a page of this host, else nothing.

    Browsers read `/\\host` and `//host` as another host, and `javascript:` as a
    program: what a visitor hands over is a link only after this.
    """
    is_path = address.startswith("/") and "\\" not in address
    return address if is_path and url_has_allowed_host_and_scheme(address, None) else ""
