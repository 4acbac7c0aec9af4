"""What is refused before any view sees it: zero bytes and bodies without end.

PostgreSQL stores no zero byte, so each form would have to refuse it; a body
that is too large would fill the disk before a form could say so.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.urls import resolve
from django.urls.exceptions import Resolver404
from django.utils.translation import override

from hafen.core.ui.context import direction
from hafen.core.ui.errors import page_language

NUL = "\x00"
_IN_A_FORM = ("application/x-www-form-urlencoded", "multipart/form-data")
# What a form adds to the bytes of its file.
_FORM_BYTES = 1_000_000


class GateMiddleware:
    """Answers 400 to a zero byte and 413 to a body above the limit."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """
        Look at the address and the announced size.

        :raises BadRequest: if the address holds a zero byte or the size is none
        """
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdigit():
            raise BadRequest
        # Only a large body is worth the question which view it is for.
        if int(length) > settings.FILES_MAX_BYTES and int(length) > limit(
            request.path_info
        ):
            return too_large(request)
        if NUL in request.path_info or any(
            NUL in text for pair in request.GET.lists() for text in (pair[0], *pair[1])
        ):
            raise BadRequest
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        _view: Callable[..., HttpResponseBase],
        _args: tuple[Any, ...],
        _kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        """
        Look into a form that was sent.

        :raises BadRequest: if a field or the name of a file holds a zero byte
        """
        if request.content_type not in _IN_A_FORM:
            return None
        try:
            texts = [text for pair in request.POST.lists() for text in pair[1]]
        except RequestDataTooBig:
            return too_large(request)
        names = [
            file.name or "" for _, files in request.FILES.lists() for file in files
        ]
        if any(NUL in text for text in (*request.POST, *texts, *names)):
            raise BadRequest
        return None


def limit(path: str) -> int:
    """Return the largest body in bytes; a view may set its own `max_bytes`."""
    try:
        own = getattr(resolve(path).func, "max_bytes", None)
    except Resolver404:
        own = None
    return (own or settings.FILES_MAX_BYTES) + _FORM_BYTES


def too_large(request: HttpRequest) -> HttpResponse:
    """Answer 413 with a sentence that names the limit."""
    language = page_language(request)
    megabytes = (limit(request.path_info) - _FORM_BYTES) // 1_000_000
    with override(language):
        page = render_to_string(
            "errors/413.html",
            {
                "language": language,
                "dir": direction(language),
                "megabytes": megabytes,
            },
        )
    response = HttpResponse(page, status=413)
    # The rest of the body is not read, so the line is of no further use.
    response.headers["Connection"] = "close"
    return response
