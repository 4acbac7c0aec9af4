"""For whom a request works: municipality and actor, in one transaction.

A request of somebody who is signed in, one that may write, and one of the
sign-in pages run in a transaction that ends after the page is rendered. Public
reading has neither session nor transaction. Streams end after the transaction
and open a context of their own.
"""

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.db import DatabaseError, transaction
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header

from hafen.core.db import context
from hafen.core.db.context import Context
from hafen.core.db.identifiers import short_id
from hafen.core.db.languages import PORTAL_LANGUAGES
from hafen.core.places.models import Municipality
from hafen.core.taxonomy.reference import screen_language

Answer = Callable[[HttpRequest], HttpResponseBase]
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_SCREENS = frozenset(tag for tag, _name in PORTAL_LANGUAGES)
_ACTOR = re.compile(r"^[0-9a-f-]{36}$")


class ContextMiddleware:
    """Gives each request an id, a municipality, a language and its transaction."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not hasattr(request, "id"):
            request.id = short_id()  # type: ignore[attr-defined]  # ours
        request.municipality = None  # type: ignore[attr-defined]  # likewise
        translation.activate(_screen_language(request))
        if not _needs_transaction(request):
            return self.get_response(request)
        with transaction.atomic():
            if _is_of_one_moment(request):
                context.isolate()
            _enter(request, municipality=None)
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
        return response

    def process_view(
        self,
        request: HttpRequest,
        _view: Callable[..., HttpResponseBase],
        _args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> None:
        """Find the municipality and the language of the address.

        :raises Http404: when there is no such municipality, or none that is
            open to the public and the person does not belong to it
        """
        slug, language = kwargs.get("municipality"), kwargs.get("language")
        in_transaction = _needs_transaction(request)
        user = request.user if in_transaction else None
        if slug is not None:
            request.municipality = _municipality(slug, user)  # type: ignore[attr-defined]  # ours
            if language is not None and language not in _languages(request):
                raise Http404
        if language is not None and not _is_desk(request):
            # Contents follow the address; sentences the next language that has all.
            request.language = language  # type: ignore[attr-defined]  # ours
            translation.activate(screen_language(language))
        elif user is not None and user.is_authenticated:
            translation.activate(user.language)
        if in_transaction:
            _enter(request, municipality=request.municipality)  # type: ignore[attr-defined]  # ours
            request.before_view = transaction.savepoint()  # type: ignore[attr-defined]  # ours

    def process_exception(self, request: HttpRequest, _exception: Exception) -> None:
        """Undo what a failed view has written; the page that says so still reads."""
        point = getattr(request, "before_view", None)
        if point is None or not transaction.get_connection().in_atomic_block:
            return
        try:
            transaction.savepoint_rollback(point)
            transaction.set_rollback(False)
        except DatabaseError:  # the connection is gone, and the transaction with it
            transaction.set_rollback(True)


def _screen_language(request: HttpRequest) -> str:
    """Return the first language of the browser in which the screens are complete."""
    header = request.headers.get("Accept-Language", "")
    for tag, _quality in parse_accept_lang_header(header):
        base = tag.partition("-")[0]
        if base in _SCREENS:
            return base
    return settings.LANGUAGE_CODE


def _is_desk(request: HttpRequest) -> bool:
    """Whether the language of the address is what is worked on, not spoken."""
    match = request.resolver_match
    return match is not None and "/desk/" in f"/{match.route}"


def _needs_transaction(request: HttpRequest) -> bool:
    return (
        settings.SESSION_COOKIE_NAME in request.COOKIES
        or request.method not in SAFE
        or request.path.startswith("/account/")
    )


def _is_of_one_moment(request: HttpRequest) -> bool:
    """Return whether the view is marked by `context.at_one_moment`."""
    try:
        view = resolve(request.path_info).func
    except Resolver404:
        return False
    return getattr(view, "at_one_moment", False)


def _municipality(slug: str, user: Any) -> Municipality:
    found = Municipality.objects.filter(slug=slug).first()
    if found is None:
        raise Http404
    if not found.is_published and (
        user is None or not user.is_authenticated or user.municipality_id != found.pk
    ):
        raise Http404
    return found


def _languages(request: HttpRequest) -> list[str]:
    languages: list[str] = request.municipality.languages  # type: ignore[attr-defined]  # ours
    return languages


def _enter(request: HttpRequest, *, municipality: Municipality | None) -> None:
    """Set the context: one's own municipality, or the one of a public page.

    Somebody who is signed in elsewhere is a stranger on another municipality's
    pages, so there the actor is nobody.
    """
    actor = _actor(request)
    here = municipality.pk if municipality else None
    if actor is not None:
        context.enter(Context(actor=actor, request_id=request.id))  # type: ignore[attr-defined]  # ours
        # Before the authentication ran there is no user yet; `process_view` comes
        # after it and enters again.
        user: Any = getattr(request, "user", None)
        home = user.municipality_id if user and user.is_authenticated else None
        if here is None or here == home:
            here = home
        else:
            actor = None
    context.enter(
        Context(municipality=here, actor=actor, request_id=request.id)  # type: ignore[attr-defined]  # ours
    )


def _actor(request: HttpRequest) -> UUID | None:
    """Return who is signed in by the session, None for nobody."""
    key = str(request.session.get(SESSION_KEY, ""))
    return UUID(key) if _ACTOR.match(key) else None
