"""What a step of signing in may see, and how long a session lasts.

Before somebody is known, row-level security shows no account at all. Each step
opens exactly the row that it names: the typed address, the sign-in that waits
for its second factor, the person of a mailed link or of a passkey. Whether the
step succeeds is decided afterwards, by a password, a code or a signature.
"""

import base64
import binascii
import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth import SESSION_KEY
from django.db.models import QuerySet
from django.http import HttpRequest

from hafen.core.accounts import services
from hafen.core.accounts.models import OpenSession, User
from hafen.core.db import context
from hafen.core.db.languages import PORTAL_LANGUAGES
from hafen.core.places.models import Municipality

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=10)
# A sensitive step asks for the factor again when the last time, in seconds, is
# older.
FRESH = 600
# Written at most once in this time, so that reading pages stays reading.
_STEP = timedelta(minutes=1)
_STARTED, _SEEN = "hafen_started", "hafen_seen"
_LANGUAGE = "hafen_language"
_ROW = "hafen_session_row"
_LANGUAGES = frozenset(tag for tag, _name in PORTAL_LANGUAGES)

# Where somebody types the address that they want to sign in with.
_ADDRESS_FIELDS = {
    "account_login": "login",
    "account_reset_password": "email",
    "accounts_installation:ask_for_link": "email",
}


def open_rows(request: HttpRequest, parts: dict[str, Any]) -> None:
    """Let a page of signing in see the one account that this request names.

    :param parts: the parts of the address
    """
    name = request.resolver_match.view_name if request.resolver_match else ""
    if request.method == "POST" and name in _ADDRESS_FIELDS:
        address = request.POST.get(_ADDRESS_FIELDS[name], "")
        if "\x00" not in address:
            context.name_for_sign_in(address[:254])
        return
    found = _waiting(request) or _of_link(parts) or _of_passkey(request, name)
    if found is not None:
        context.enter(replace(context.current(), actor=found))


def _waiting(request: HttpRequest) -> UUID | None:
    """Return whose password fitted and whose second factor is awaited."""
    login = request.session.get("account_login")
    return _uuid(login.get("user_pk")) if isinstance(login, dict) else None


def _of_link(parts: dict[str, Any]) -> UUID | None:
    return _uuid(parts.get("uidb36"))


def _of_passkey(request: HttpRequest, name: str) -> UUID | None:
    """Return whom the user handle of a passkey names."""
    if request.method != "POST" or name != "mfa_login_webauthn":
        return None
    try:
        credential = json.loads(request.POST.get("credential", ""))
        handle = credential["response"]["userHandle"]
        padded = handle + "=" * (-len(handle) % 4)
        return _uuid(base64.urlsafe_b64decode(padded).decode())
    except (ValueError, KeyError, TypeError, AttributeError, binascii.Error):
        return None


def _uuid(value: object) -> UUID | None:
    try:
        return UUID(str(value)) if value else None
    except ValueError:
        return None


def wanted_language(request: HttpRequest) -> str | None:
    """Return the language chosen on a page of signing in, None for no wish.

    It is kept in the session, since these addresses carry no language.
    """
    wanted = request.GET.get("language", "")
    if wanted in _LANGUAGES:
        request.session[_LANGUAGE] = wanted
    kept: str | None = request.session.get(_LANGUAGE)
    return kept


def forget_language(request: HttpRequest) -> None:
    """Go back to the language of the person."""
    request.session.pop(_LANGUAGE, None)


def enter_municipality(slug: str) -> Municipality | None:
    """Work for the municipality whose invitation, link or card is shown.

    :return: None when there is none
    """
    municipality = Municipality.objects.filter(slug=slug).first()
    if municipality is not None:
        context.enter(replace(context.current(), municipality=municipality.pk))
    return municipality


def become(user: User) -> None:
    """Work as this person for the rest of the transaction."""
    context.enter(
        replace(context.current(), municipality=user.municipality_id, actor=user.pk)
    )


def start_session(request: HttpRequest, now: datetime) -> None:
    """Begin to count; called right after somebody signed in."""
    request.session[_STARTED] = request.session[_SEEN] = now.timestamp()


def list_session(request: HttpRequest, user: User, now: datetime) -> None:
    """Enter the session into the list that its person sees."""
    if request.session.session_key is None:
        request.session.create()
    row = services.note_session(
        user=user,
        key=str(request.session.session_key),
        agent=request.headers.get("User-Agent", ""),
        now=now,
    )
    request.session[_ROW] = str(row.pk)


def listed_as(request: HttpRequest) -> str:
    """Return the key of this session's row, "" for none."""
    return str(request.session.get(_ROW, ""))


def _row(request: HttpRequest) -> QuerySet[OpenSession]:
    key = listed_as(request)
    rows = OpenSession.objects
    return rows.filter(pk=key) if key else rows.none()


def unlist_session(request: HttpRequest) -> None:
    """Take the session off the list; it ends."""
    _row(request).delete()


def follow_session(request: HttpRequest, before: str | None) -> None:
    """Write down the new key of a session that got one; ending it needs that."""
    after = request.session.session_key
    if after is None or after == before:
        return
    for row in _row(request):
        row.key = after
        row.save(update_fields=["key"])


def is_over(request: HttpRequest, now: datetime) -> bool:
    """Return whether a session of somebody has lasted too long, or rested."""
    if SESSION_KEY not in request.session:
        return False
    started = request.session.get(_STARTED)
    seen = request.session.get(_SEEN)
    if started is None or seen is None:
        # Not begun by our way of signing in; from here on it counts.
        start_session(request, now)
        return False
    current = now.timestamp()
    if current - started > ABSOLUTE.total_seconds():
        return True
    return bool(current - seen > IDLE.total_seconds())


def note_use(request: HttpRequest, now: datetime) -> None:
    """Remember that the session is in use."""
    seen = request.session.get(_SEEN)
    if seen is not None and now.timestamp() - seen > _STEP.total_seconds():
        request.session[_SEEN] = now.timestamp()
        _row(request).update(last_seen_at=now)


def factor_used_at(request: HttpRequest) -> float | None:
    """Return when this session last proved a second factor; None for never."""
    records = request.session.get("account_authentication_methods") or []
    times = [record["at"] for record in records if record.get("method") == "mfa"]
    return max(times, default=None)


def password_used_at(request: HttpRequest) -> float | None:
    """Return when this session last proved anything at all."""
    records = request.session.get("account_authentication_methods") or []
    return max((record["at"] for record in records), default=None)
