"""The pages for what goes wrong: what happened, and what to do now.

`hafen.config.urls` names them as handlers. The page for a database that is
down and the one for a fault of ours read nothing that could fail again.
"""

import logging
import secrets
import sys
from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language, override

from hafen.core.db.languages import PORTAL_LANGUAGES
from hafen.core.places.models import Municipality
from hafen.core.taxonomy.reference import fallback_chain
from hafen.core.ui.context import direction
from hafen.core.ui.unavailable import TEXTS

logger = logging.getLogger(__name__)

RETRY_AFTER = 30


class NotHere(Http404):
    """There is no page, and whoever asks may know why.

    :param words: the reason, said in the language of the page
    """

    def __init__(self, words: Callable[[], str]) -> None:
        super().__init__()
        self.words = words


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    del exception  # its words may quote what was sent
    return render(request, "errors/400.html", status=400)


def forbidden(
    request: HttpRequest, exception: Exception | None = None, reason: str = ""
) -> HttpResponse:
    """Answer 403; `reason` is given where a form's token was missing or old."""
    del exception
    context = {"is_form": bool(reason)}
    return render(request, "errors/403.html", context, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404 with a search box, in the place and language of the address."""
    _find_place(request)
    language = page_language(request)
    with override(language):
        why = exception.words() if isinstance(exception, NotHere) else ""
        return render(request, "errors/404.html", {"why": why}, status=404)


def too_many(request: HttpRequest, *, wait: int) -> HttpResponse:
    """Answer 429.

    :param wait: seconds after which the person may try again
    """
    context = {"minutes": max(1, round(wait / 60))}
    response = render(request, "errors/429.html", context, status=429)
    response.headers["Retry-After"] = str(wait)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 with a number that finds the entry in the log; 503 if the
    database cannot be reached.
    """
    fault = sys.exc_info()[1]
    if isinstance(fault, OperationalError | InterfaceError):
        return unavailable(request)
    reference = getattr(request, "id", "") or secrets.token_hex(4)
    logger.error("an error page was shown, reference %s", reference)
    language = page_language(request)
    context = {
        "language": language,
        "dir": direction(language),
        "reference": reference,
    }
    return HttpResponse(render_to_string("errors/500.html", context), status=500)


def unavailable(request: HttpRequest) -> HttpResponse:
    """Answer 503 in the language of the visitor, without asking the database."""
    language = page_language(request)
    context = {
        "language": language,
        "dir": direction(language),
        "texts": TEXTS[language],
    }
    response = HttpResponse(render_to_string("errors/503.html", context), status=503)
    response.headers["Retry-After"] = str(RETRY_AFTER)
    response.headers["Cache-Control"] = "no-store"
    return response


def page_language(request: HttpRequest) -> str:
    """Return the language of the address, the browser or the thread, if we
    have texts in it; German otherwise.
    """
    known = [tag for tag, _ in PORTAL_LANGUAGES]
    asked = [*request.path.split("/")[2:3]]
    for part in request.headers.get("Accept-Language", "").split(","):
        asked.append(part.split(";")[0].strip().lower())
    asked.append(get_language() or "")
    for tag in asked:
        for name in (tag, tag.split("-")[0], *fallback_chain(tag)[1:-1]):
            if name in known:
                return name
    return "de"


def _find_place(request: HttpRequest) -> None:
    """Set the municipality of an address that leads to no view."""
    if getattr(request, "municipality", None) is None:
        slug = request.path.split("/")[1]
        found = Municipality.objects.filter(slug=slug, is_published=True).first()
        request.municipality = found  # type: ignore[attr-defined]  # as the middleware
