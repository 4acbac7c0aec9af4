"""The link by which somebody without an account manages a registration.

It is made from a random seed and the secret of the installation, so that every
mail can carry it while a copy of the database opens nothing.
"""

import base64
import hashlib
import hmac

from django.conf import settings
from django.urls import reverse

from hafen.mechanisms.bookings.models import Registrant

_PURPOSE = b"hafen.bookings.link:"


def link_of(seed: str) -> str:
    """Return the secret part of the link."""
    mac = hmac.new(
        settings.SECRET_KEY.encode(), _PURPOSE + seed.encode(), hashlib.sha256
    )
    return base64.urlsafe_b64encode(mac.digest()[:24]).decode()


def hash_of(link: str) -> str:
    return hashlib.sha256(link.encode()).hexdigest()


def address_of(registrant: Registrant, *, slug: str, language: str) -> str:
    """Return the whole address, for a mail."""
    path = reverse(
        "bookings_public:manage",
        kwargs={
            "municipality": slug,
            "language": language,
            "link": link_of(registrant.seed),
        },
    )
    return f"{settings.PUBLIC_URL}{path}"
