"""How a file is handed to a browser, so that nothing of it runs there."""

from typing import Any

from django.http import HttpResponse
from django.utils.http import content_disposition_header

# Whatever a file holds, nothing of it runs, loads or sees our pages.
SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self'"


def guard(response: Any, name: str, *, is_saved: bool) -> None:
    """
    Set what keeps a file apart from our pages.

    :param is_saved: whether the browser saves it instead of showing it
    """
    response["Content-Disposition"] = str(content_disposition_header(is_saved, name))
    response["Content-Security-Policy"] = SANDBOX
    response["X-Content-Type-Options"] = "nosniff"


def attachment(data: bytes, name: str, content_type: str) -> HttpResponse:
    """Return bytes that a browser saves, and that no cache keeps."""
    response = HttpResponse(data, content_type=content_type)
    guard(response, name, is_saved=True)
    response["Cache-Control"] = "private, no-store"
    return response
