"""Drafts that stay on a device while somebody types, sealed with a key of theirs.

A form has one by `<c-form draft="name">`; the name holds no personal data. The key
comes with each page of whoever is signed in and is kept nowhere; another person at
the same device gets another one. `ui/drafts.js` does the rest. What stands within
`data-unkept` is never kept: special categories, and what they name.
"""

import hmac
import re
from base64 import b64encode
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest

from hafen.core.accounts.models import User

_NAME = re.compile(r"[a-z]+(-[0-9a-z]+)*")


def key_of(user: User) -> str:
    """Return the key of a person, for AES in the browser."""
    said = f"drafts:{user.pk}".encode()
    secret = hmac.digest(settings.SECRET_KEY.encode(), said, sha256)
    return b64encode(secret).decode()


def saved(request: HttpRequest, sentence: str) -> None:
    """Say that a form was saved; its draft leaves the device with the next page."""
    name: Any = request.POST.get("draft", "")
    tags = name if _NAME.fullmatch(name) else ""
    messages.success(request, sentence, extra_tags=tags)
