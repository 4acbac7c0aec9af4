"""How the API answers: JSON for everybody, with a tag, page by page or in a stream."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
    StreamingHttpResponse,
)
from django.utils.http import parse_etags

from hafen.core.places.caching import same_for_everybody
from hafen.core.places.models import Municipality
from hafen.web.api.parameters import Asked, Unusable

P = ParamSpec("P")
View = Callable[Concatenate[Any, P], HttpResponseBase]
Make = Callable[[list[Any]], list[dict[str, Any]]]

_BATCH = 200
_METHODS = "GET, HEAD, OPTIONS"


def open_data(view: View[P]) -> View[P]:
    """Let programs of any site read a view; put it below `@public`.

    It reads only, says what it cannot understand as JSON, and takes no cookies:
    no answer depends on who asks.
    """

    @wraps(view)
    def opened(
        request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponseBase:
        response: HttpResponseBase
        if request.method == "OPTIONS":
            response = HttpResponse(status=204)
        elif request.method not in ("GET", "HEAD"):
            response = problem(405, f"Only {_METHODS}.")
            response.headers["Allow"] = _METHODS
        else:
            try:
                response = view(request, *args, **kwargs)
            except Unusable as refused:
                response = problem(400, str(refused))
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Allow-Methods"] = _METHODS
        response.headers["Access-Control-Expose-Headers"] = "ETag"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    return opened


def problem(status: int, title: str) -> HttpResponse:
    return JsonResponse(
        {"status": status, "title": title},
        status=status,
        content_type="application/problem+json",
    )


def answer(
    request: HttpRequest, content: dict[str, Any], here: Municipality | None
) -> HttpResponse:
    """Return one object, or that the reader's copy is still good."""
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    tag = f'"{hashlib.blake2b(body, digest_size=9).hexdigest()}"'
    known = parse_etags(request.headers.get("If-None-Match", ""))
    if tag in known or f"W/{tag}" in known:
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(body, content_type="application/json")
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = "public, no-cache"
    return same_for_everybody(response, here) if here else response


def listing(
    request: HttpRequest,
    asked: Asked,
    rows: QuerySet[Any, Any],
    make: Make,
    here: Municipality | None,
) -> HttpResponseBase:
    """Return a page of a list, or all of it as one object a line.

    :param make: gives the documents of some keys, in their order
    """
    if asked.is_stream:
        response = StreamingHttpResponse(
            _lines(rows, make), content_type="application/x-ndjson"
        )
        response.headers["Cache-Control"] = "public, no-cache"
        return response
    pages = Paginator(rows.values_list("pk", flat=True), asked.per_page)
    keys = (
        list(pages.page(asked.page).object_list)
        if asked.page <= pages.num_pages
        else []
    )
    content = {
        "total_items": pages.count,
        "total_pages": pages.num_pages if pages.count else 0,
        "page_number": asked.page,
        "size": len(keys),
        "first_page": asked.page == 1,
        "last_page": asked.page >= pages.num_pages,
        "empty": not keys,
        "contents": make(keys),
    }
    return answer(request, content, here)


def _lines(rows: QuerySet[Any, Any], make: Make) -> Iterator[str]:
    for document in documents(rows, make):
        yield json.dumps(document, ensure_ascii=False) + "\n"


def documents(rows: QuerySet[Any, Any], make: Make) -> Iterator[dict[str, Any]]:
    """Yield the documents of all rows, a few loaded at a time."""
    # The keys are read at once: without a transaction no cursor stays open, and
    # an entry that goes meanwhile is simply left out.
    keys = list(rows.values_list("pk", flat=True))
    for start in range(0, len(keys), _BATCH):
        yield from make(keys[start : start + _BATCH])


def in_order(keys: Iterable[Any], rows: Iterable[Any]) -> list[Any]:
    """Return loaded rows in the order of their keys."""
    found = {row.pk: row for row in rows}
    return [found[key] for key in keys if key in found]
