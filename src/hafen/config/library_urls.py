"""Addresses of libraries: declared public or for people here, by one wrapper."""

from collections.abc import Callable
from typing import Any

from allauth import urls as allauth
from django.urls import URLPattern, URLResolver
from wagtail.admin import urls as wagtail

from hafen.core.db.permissions import public
from hafen.information.knowledge.admin import opened

Pattern = URLPattern | URLResolver


def declare(
    patterns: list[Pattern], mark: Callable[[Any], Any] = public
) -> list[Pattern]:
    """Mark every view of a library's patterns; it checks who enters by itself."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            declare(pattern.url_patterns, mark)
        elif not hasattr(pattern.callback, "is_public"):
            pattern.callback = mark(pattern.callback)
    return patterns


# An address is given by the invitation and changed by a colleague: whoever
# gets hold of a session must not move the account to another mailbox.
LEFT_OUT = frozenset(
    {
        "account_email",
        "account_confirm_email",
        "account_email_verification_sent",
        # Codes are printed from our own sheet; a file of them lies about.
        "mfa_download_recovery_codes",
    }
)


def allauth_urls() -> list[Pattern]:
    """Return the pages of signing in; what needs a session asks for it there."""
    return declare(_without(list(allauth.urlpatterns)))


def _without(patterns: list[Pattern]) -> list[Pattern]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            pattern.url_patterns[:] = _without(pattern.url_patterns)
    return [
        pattern
        for pattern in patterns
        if isinstance(pattern, URLResolver) or pattern.name not in LEFT_OUT
    ]


def wagtail_urls() -> list[Pattern]:
    """Return the pages of the editors; each opens by our rules or not at all."""
    patterns = list(wagtail.urlpatterns)
    _open(patterns, space="")
    return patterns


def _open(patterns: list[Pattern], *, space: str) -> None:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = ":".join(part for part in (space, pattern.namespace) if part)
            _open(pattern.url_patterns, space=inner)
        elif not hasattr(pattern, "is_opened"):
            view = opened(pattern.callback, space=space, name=pattern.name)
            pattern.callback = view
            pattern.is_opened = True  # type: ignore[attr-defined]  # a mark of ours
