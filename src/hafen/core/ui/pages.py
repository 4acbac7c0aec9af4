"""Answers a page whole, or the part of it that htmx asks for."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers


def is_partial(request: HttpRequest) -> bool:
    """Return whether htmx asks for a part; going back in history asks for all."""
    return (
        request.headers.get("HX-Request") == "true"
        and request.headers.get("HX-History-Restore-Request") != "true"
        and request.headers.get("HX-Boosted") != "true"
    )


def render_page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any] | None = None,
    *,
    fragment: str = "rows",
    status: int | None = None,
) -> HttpResponse:
    """Answer with the page, or with one of its partials for a request of htmx.

    :param fragment: name of the `partialdef` in the page
    :param status: 422 where a form has errors, so that nothing is cached
    """
    name = f"{template}#{fragment}" if is_partial(request) else template
    response = render(request, name, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response
