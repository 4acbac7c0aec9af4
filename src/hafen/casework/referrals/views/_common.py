import base64
from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from hafen.casework.cases import queries as cases
from hafen.casework.cases.models import Client
from hafen.casework.referrals.models import ReferralDocument
from hafen.casework.referrals.views._refusals import refusal
from hafen.core.accounts.requests import SignedInRequest
from hafen.core.files.answers import attachment
from hafen.core.ui import steps

PAGE = 50
MOST_EXPORTED = 5000
take = partial(steps.take, refusal=refusal)


def client_of(request: SignedInRequest, key: UUID) -> Client:
    """Return the person whom the address names."""
    rows = cases.clients_visible_to(request.user, today=timezone.localdate())
    return get_object_or_404(rows.select_related("household__district"), pk=key)


def key_in(request: SignedInRequest, name: str) -> UUID | None:
    """Return a key of the address; 404 where it is none."""
    said = request.GET.get(name, "")
    if not said:
        return None
    try:
        return UUID(said)
    except ValueError as wrong:
        raise Http404 from wrong


def key_of(row: Any) -> UUID | None:
    return row.pk if row else None


def copy_of(document: ReferralDocument) -> HttpResponse:
    """Return the copy of a paper, named by what it is; a browser saves it."""
    return attachment(
        base64.b64decode(document.copy or ""),
        f"{document.kind.lower()}.{document.content_type.rpartition('/')[2]}",
        document.content_type,
    )
