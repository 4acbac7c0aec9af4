"""Drafts that stay on a device while somebody types, sealed with a key of theirs.

The key comes with each page of whoever is signed in and is kept nowhere; another
person at the same device gets another one. `ui/drafts.js` does the rest.
"""

import hmac
from base64 import b64encode
from dataclasses import dataclass
from hashlib import sha256

from django.conf import settings

from hafen.core.accounts.models import User


@dataclass(frozen=True)
class Draft:
    """What a form needs to keep a draft.

    :param name: of the form and its subject: "visit-…"; it holds no personal data
    :param key: of the person, for AES in the browser
    """

    name: str
    key: str


def draft(user: User, name: str) -> Draft:
    said = f"drafts:{user.pk}".encode()
    secret = hmac.digest(settings.SECRET_KEY.encode(), said, sha256)
    return Draft(name, b64encode(secret).decode())
