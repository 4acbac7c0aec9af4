"""The headers that keep a page from loading or leaking what it should not.

Everything comes from this installation: no inline script or style, no third
party. A page that needs more (the map's tiles, Wagtail's admin) asks for it by
name with `allow`, and only what the installation allows can be asked for.
"""

from collections.abc import Callable, Iterable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

POLICY: dict[str, tuple[str, ...]] = {
    "default-src": ("'none'",),
    "script-src": ("'self'",),
    "style-src": ("'self'",),
    # KERN draws arrows and ticks as data addresses.
    "img-src": ("'self'", "data:"),
    "font-src": ("'self'",),
    "connect-src": ("'self'",),
    "media-src": ("'self'",),
    "manifest-src": ("'self'",),
    "form-action": ("'self'",),
    "base-uri": ("'none'",),
    "frame-ancestors": ("'none'",),
}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "camera=(), display-capture=(), geolocation=(self), microphone=(),"
        " payment=(), usb=(), browsing-topics=()"
    ),
}


class NotAllowed(Exception):
    """A page asked for a source that the installation does not allow."""


def allow(response: HttpResponse, directive: str, source: str) -> None:
    """Let this one response use a further source.

    Hashes and nonces may be added to any page, addresses only as
    `CSP_ALLOWED_SOURCES` in the settings lists them.

    :raises NotAllowed: for a source that is not on the list
    """
    is_own = source.startswith(("'sha256-", "'nonce-")) or source == "'self'"
    if not is_own and source not in getattr(settings, "CSP_ALLOWED_SOURCES", ()):
        raise NotAllowed(source)
    extra: dict[str, tuple[str, ...]] = getattr(response, "csp_extra", {})
    extra[directive] = (*extra.get(directive, ()), source)
    response.csp_extra = extra  # type: ignore[attr-defined]  # read by the middleware


def let_frame(response: HttpResponse, sites: Iterable[str]) -> None:
    """Let pages of some sites show this one in a frame; nobody else may.

    :param sites: such as "https://www.example.org"
    """
    extra: dict[str, tuple[str, ...]] = getattr(response, "csp_extra", {})
    extra["frame-ancestors"] = tuple(sites)
    response.csp_extra = extra  # type: ignore[attr-defined]  # read by the middleware
    # The older header knows only everybody or nobody; browsers prefer the policy.
    response.xframe_options_exempt = True


def policy(extra: dict[str, tuple[str, ...]]) -> str:
    """Return the value of the header."""
    directives = {**POLICY, **{name: () for name in extra if name not in POLICY}}
    return "; ".join(
        " ".join((name, *_sources(sources, extra.get(name, ()))))
        for name, sources in directives.items()
    )


def _sources(usual: tuple[str, ...], extra: tuple[str, ...]) -> tuple[str, ...]:
    """Return both; `'none'` holds only while it stands alone."""
    return extra if extra and usual == ("'none'",) else (*usual, *extra)


class ContentSecurityMiddleware:
    """Sets the headers on every response; one that carries them keeps its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        extra = getattr(response, "csp_extra", {})
        response.headers.setdefault("Content-Security-Policy", policy(extra))
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response
