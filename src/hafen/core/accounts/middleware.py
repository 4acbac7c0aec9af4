"""The part of each request that belongs to signing in."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone, translation
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from hafen.core.accounts import signing_in


class SigningInMiddleware:
    """Ends sessions that rested or lasted too long; opens rows for signing in.

    Stands after the messages and inside the transaction of the request.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return self._kept_private(request, self.get_response(request))
        self._look_at_session(request)
        before = request.session.session_key
        response = self.get_response(request)
        signing_in.follow_session(request, before)
        return self._kept_private(request, response)

    def _kept_private(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Let no browser keep a page of signing in, codes and names on it."""
        if request.path.startswith("/account/"):
            add_never_cache_headers(response)
        return response

    def _look_at_session(self, request: HttpRequest) -> None:
        now = timezone.now()
        if not signing_in.is_over(request, now):
            signing_in.note_use(request, now)
            return
        signing_in.unlist_session(request)
        logout(request)
        messages.info(
            request,
            _("You were signed out because your session had ended."),
        )

    def process_view(
        self,
        request: HttpRequest,
        _view: Callable[..., HttpResponseBase],
        _args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> None:
        if not request.path.startswith("/account/"):
            return
        if language := signing_in.wanted_language(request):
            translation.activate(language)
        if not request.user.is_authenticated:
            signing_in.open_rows(request, kwargs)
