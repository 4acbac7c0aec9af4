"""Forms of people who are not signed in: no cookie, so no token of Django's."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from hafen.core.db import context
from hafen.core.db.context import Context
from hafen.core.db.permissions import public
from hafen.core.places.features import of_feature
from hafen.core.places.requests import PlaceRequest
from hafen.core.ui.errors import forbidden

View = Callable[..., HttpResponse]


def by_link(
    feature: str = "", *, writes: bool = True
) -> Callable[[View], Callable[..., HttpResponseBase]]:
    """Make a view of a page that a mailed link opens, without an account.

    The secret address stands in for a sign-in, and the origin of the request for
    a token of a form. The view works in the town of the address and is not
    handed its first two parts; whoever opens the page sees no private row of
    another town, and nobody keeps what it answers. Its foot leads nowhere with the
    address of the page, which others would read.

    :param feature: empty where the pages of a room cannot be switched off
    """
    methods = ["GET", "HEAD", "POST"] if writes else ["GET", "HEAD"]

    def decorate(view: View) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def opened(
            request: PlaceRequest, municipality: str, language: str, **parts: Any
        ) -> HttpResponse:
            del municipality, language
            request.is_by_link = True
            if request.method == "POST" and not comes_from_here(request):
                return forbidden(request)
            with context.acting(Context(municipality=request.municipality.pk)):
                return private(view(request, **parts))

        guarded: Callable[..., HttpResponseBase] = opened
        if feature:
            guarded = of_feature(feature)(opened)
        return csrf_exempt(require_http_methods(methods)(public(guarded)))

    return decorate


def language_of(request: HttpRequest) -> str:
    """Return the language of a public address, which screens may have words for."""
    match = request.resolver_match
    return str(match.kwargs["language"]) if match else ""


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
