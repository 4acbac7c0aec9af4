"""The sessions of a person: listed, seen, and ended one by one."""

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import F, QuerySet

from hafen.core.accounts.models import OpenSession, User
from hafen.core.audit import services as audit

_BROWSERS = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("CriOS/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def device_of(agent: str) -> str:
    """Return what people recognise of the line that a browser sends; often "".

    No version: it would tell machines apart, which nobody needs.
    """
    found = [
        next((name for mark, name in known if mark in agent), "")
        for known in (_BROWSERS, _SYSTEMS)
    ]
    return " · ".join(name for name in found if name)


def open_sessions(
    user: User, *, now: datetime, rests: timedelta, lasts: timedelta
) -> QuerySet[OpenSession]:
    """Return the sessions that have neither rested nor lasted too long."""
    return OpenSession.objects.filter(
        user=user, last_seen_at__gt=now - rests, created_at__gt=now - lasts
    ).order_by("-last_seen_at", "-pk")


@transaction.atomic
def note_session(*, user: User, key: str, agent: str, now: datetime) -> OpenSession:
    """Remember a session that begins."""
    return OpenSession.objects.create(
        municipality_id=user.municipality_id,
        user=user,
        key=key,
        device=device_of(agent),
        last_seen_at=now,
    )


@transaction.atomic
def end_session(*, session: OpenSession, by: User) -> None:
    """End one session on one device at once."""
    Session.objects.filter(session_key=session.key).delete()
    session.delete()
    audit.record(action="accounts.session.ended", subject=by, by=by)


@transaction.atomic
def end_other_sessions(*, user: User, keep: str) -> None:
    """End all sessions of a person but one, which gets the new fingerprint.

    :param keep: which row of theirs stays; its caller renews its session
    """
    User.objects.filter(pk=user.pk).update(session_round=F("session_round") + 1)
    user.refresh_from_db(fields=["session_round"])
    others = OpenSession.objects.filter(user=user)
    (others.exclude(pk=keep) if keep else others).delete()
    audit.record(action="accounts.sessions.ended", subject=user, by=user)
