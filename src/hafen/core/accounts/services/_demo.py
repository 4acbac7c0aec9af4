import base64
import hashlib
import time
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import cache

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from hafen.core.accounts.models import (
    ConfidentialityUndertaking,
    Invitation,
    RoleAssignment,
    SignInCard,
    SignInLink,
    UndertakingText,
    User,
)
from hafen.core.accounts.rules import needs_last_day
from hafen.core.accounts.services._people import create_user, grant_role
from hafen.core.audit import services as audit
from hafen.core.db.errors import DomainError
from hafen.core.places.models import Municipality

_PERIOD = 30
_INTERNSHIP = timedelta(days=180)
_TEXT = (
    "Ich behandle alles vertraulich, was ich über Menschen erfahre. Ich gebe nichts"
    " weiter und nehme nichts mit. Das gilt auch, wenn meine Tätigkeit endet."
)


class NoDemo(DomainError):
    """Real people have no factor that the command line knows."""


def may_sign_in(user: User) -> bool:
    """Return whether this person may be let in by any way at all.

    Password and second factor of invented people are public knowledge. So is
    whatever somebody added to their town with them; outside of the demo nobody
    of such a town gets in.
    """
    return user.is_active and (settings.DEMO or not user.municipality.is_demo)


@transaction.atomic
def close_demo(*, municipality: Municipality, now: datetime) -> int:
    """Close the accounts of an invented town for good; return how many.

    :raises NoDemo: for a town of real people
    """
    if not municipality.is_demo:
        raise NoDemo
    people = list(User.objects.filter(municipality=municipality).order_by("pk"))
    for user in people:
        user.is_active = False
        user.session_round += 1
        user.set_unusable_password()
        user.save(update_fields=["is_active", "session_round", "password"])
        audit.record(action="accounts.user.disabled", subject=user)
    Authenticator.objects.filter(user__in=people).delete()
    SignInCard.objects.filter(user__in=people, revoked_at=None).update(revoked_at=now)
    SignInLink.objects.filter(user__in=people).delete()
    Invitation.objects.open(now).update(withdrawn_at=now)
    return len(people)


def _secret(name: str) -> str:
    """Return the factor of a demo person, always the same for one name."""
    digest = hashlib.sha1(f"hafen demo {name}".encode(), usedforsecurity=False)
    return base64.b32encode(digest.digest()).decode()


@cache
def _hash(password: str) -> str:
    """Hash the one password of all demo people once; hashing is slow on purpose."""
    return make_password(password)


@transaction.atomic
def create_demo_user(
    *,
    municipality: Municipality,
    name: str,
    email: str,
    password: str,
    roles: Iterable[str],
    today: date,
    language: str = "de",
) -> User:
    """Add a fictional person with a second factor that `demo_code` knows.

    :raises NoDemo: outside of a demo
    """
    if not settings.DEMO:
        raise NoDemo
    user = User.objects.filter(email=email.lower()).first()
    if user is None:
        user = create_user(
            municipality=municipality, name=name, email=email, language=language
        )
    if not user.is_active or not user.has_usable_password():
        user.is_active = True
        user.password = _hash(password)
        user.save(update_fields=["is_active", "password"])
    held = set(RoleAssignment.objects.filter(user=user).values_list("role", flat=True))
    for role in roles:
        if role not in held:
            last = today + _INTERNSHIP if needs_last_day(role, None) else None
            grant_role(
                user=user, role=role, valid_from=today, valid_until=last, by=None
            )
    _sign(user, today)
    if not Authenticator.objects.filter(user=user).exists():
        TOTP.activate(user, _secret(email.lower()))
    return user


def _sign(user: User, today: date) -> None:
    """Let demo people have signed, so that every role can be tried."""
    text, _ = UndertakingText.objects.get_or_create(
        municipality_id=user.municipality_id,
        edition="Demo",
        language="de",
        defaults={"text": _TEXT, "valid_from": today},
    )
    if not user.undertakings.exists():
        ConfidentialityUndertaking.objects.create(
            municipality_id=user.municipality_id,
            user=user,
            text=text,
            signed_on=today,
            recorded_by=None,
        )


def demo_code(name: str) -> str:
    """Return the code of this moment for a demo person.

    :param name: the e-mail address, or the part before the @
    :raises NoDemo: outside of a demo, and for somebody unknown
    """
    if not settings.DEMO:
        raise NoDemo
    people = User.objects.filter(email__startswith=name.strip().lower())
    user = people.order_by("email").first()
    if user is None or user.email is None:
        raise NoDemo
    value = hotp_value(_secret(user.email), int(time.time()) // _PERIOD)
    return str(format_hotp_value(value))
