"""Sending a form twice makes one row: a double click, a retry, the back button.

Each form of ours carries an id of its own. The first sending stores it in the
transaction of what it changes; a second one waits for the first to end and is
led to the same answer. A form that was refused may be corrected and sent again.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import connection
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect

from hafen.core.db.models import Submission

FIELD = "submission"


class SubmissionMiddleware:
    """Lets each submission through once."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if key := getattr(request, "submission", None):
            _keep(key, response)
        return response

    def process_view(
        self,
        request: HttpRequest,
        _view: Callable[..., HttpResponseBase],
        _args: tuple[Any, ...],
        _kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        """Store the id of the form; answer for the view when it is known."""
        key = _key(request)
        if key is None:
            return None
        with connection.cursor() as cursor:
            # Waits for a sending of the same form that is under way.
            cursor.execute(
                "INSERT INTO db_submission (id, path, location, at)"
                " VALUES (%s, %s, '', now()) ON CONFLICT DO NOTHING",
                [key, request.path[:500]],
            )
            is_first = cursor.rowcount == 1
        if is_first:
            request.submission = key  # type: ignore[attr-defined]  # ours
            return None
        known = Submission.objects.filter(pk=key, path=request.path[:500]).first()
        return HttpResponseRedirect(known.location) if known else None


def _key(request: HttpRequest) -> UUID | None:
    """Return the id that a sent form carries; None for other requests."""
    if request.method != "POST":
        return None
    try:
        return UUID(request.POST.get(FIELD, ""))
    except ValueError:
        return None


def _keep(key: UUID, response: HttpResponseBase) -> None:
    """Remember where the answer led, or forget a form that was refused."""
    if connection.needs_rollback:
        return  # all of it is undone, this row too
    if 300 <= response.status_code < 400:
        Submission.objects.filter(pk=key).update(location=response.headers["Location"])
    else:
        Submission.objects.filter(pk=key).delete()
