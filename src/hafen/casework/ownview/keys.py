"""The secrets of an own view. The link is derived, so that none lies in the database;
of the code and of a visit digests are kept."""

import hashlib
import secrets
from itertools import pairwise
from uuid import UUID

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from hafen.casework.ownview.models import OwnAccess

DIGITS = 6


def is_link(pk: UUID, part: str) -> bool:
    return constant_time_compare(part, _keyed("link", str(pk))[:32])


def address(access: OwnAccess) -> str:
    """Return the whole address of the door, for paper and mail."""
    town = access.municipality
    part = _keyed("link", str(access.pk))[:32]
    where = reverse(
        "ownview_public:door", args=[town.slug, access.language, access.pk, part]
    )
    return f"{settings.PUBLIC_URL}{where}"


def sealed_code(pk: UUID, code: str) -> str:
    """Return a slow digest that is of no use without the key of the installation."""
    return make_password(_keyed("code", f"{pk}:{code}"))


def is_code(access: OwnAccess, code: str) -> bool:
    return check_password(_keyed("code", f"{access.pk}:{code}"), access.code)


def is_easy(code: str) -> bool:
    """Return whether all steps from digit to digit are alike: 111111, 123456."""
    steps = {int(after) - int(before) for before, after in pairwise(code)}
    return len(steps) == 1 or len(set(code)) < 3


def visit() -> str:
    """Return the secret of a new visit, for the browser alone."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _keyed(what: str, text: str) -> str:
    salt = f"hafen.ownview.{what}"
    return salted_hmac(salt, text, algorithm="sha256").hexdigest()
