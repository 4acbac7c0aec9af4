"""The outermost middleware: gives each request its id, counts it, notes it."""

import logging
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from threading import Lock

from django.http import HttpRequest, HttpResponseBase

from hafen.config.operations import logs
from hafen.core.db.identifiers import short_id

logger = logging.getLogger("hafen.access")

Answer = Callable[[HttpRequest], HttpResponseBase]
QUIET = ("/health/", "/metrics", "/static/")

_lock = Lock()
counted: Counter[str] = Counter()
seconds: defaultdict[str, float] = defaultdict(float)


class WatchMiddleware:
    """Notes method, route, status and duration; no path and no query."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.id = short_id()  # type: ignore[attr-defined]  # ours on every request
        token = logs.request_id.set(request.id)  # type: ignore[attr-defined]  # as above
        started = time.perf_counter()
        try:
            response = self.get_response(request)
            response.headers["X-Request-Id"] = request.id  # type: ignore[attr-defined]  # as above
            if not request.path.startswith(QUIET):
                _note(request, response, time.perf_counter() - started)
        finally:
            logs.request_id.reset(token)
        return response


def _note(request: HttpRequest, response: HttpResponseBase, lasted: float) -> None:
    kind = f"{response.status_code // 100}xx"
    with _lock:
        counted[kind] += 1
        seconds[kind] += lasted
    municipality = getattr(request, "municipality", None)
    logger.info(
        "answered",
        extra={
            "method": request.method,
            "route": request.resolver_match.route if request.resolver_match else None,
            "status": response.status_code,
            "milliseconds": round(lasted * 1000, 1),
            "municipality": municipality.pk if municipality else None,
        },
    )
