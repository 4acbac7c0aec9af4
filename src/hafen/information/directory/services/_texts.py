from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from hafen.core.accounts.models import User
from hafen.core.translation.models import Translation
from hafen.core.translation.services import save_translation
from hafen.information.directory.models import Service
from hafen.information.directory.services._telling import KIND
from hafen.mechanisms.search.services import index_soon


@transaction.atomic
def translate_service(
    *,
    service: Service,
    language: str,
    texts: Mapping[str, str],
    state: str,
    by: User | None,
    now: datetime,
    expected: int | None = None,
    read_hash: str | None = None,
) -> Translation:
    """
    Write the texts of a service in a language, and let the search find them.

    :raises UnknownLanguage: if the language is none or that of the original
    :raises OriginalChanged: if the original has changed since it was read
    :raises LostUpdate: if somebody else saved the translation meanwhile
    """
    translation = save_translation(
        row=service,
        language=language,
        texts=texts,
        state=state,
        by=by,
        now=now,
        expected=expected,
        read_hash=read_hash,
    )
    index_soon(municipality=service.municipality, kind=KIND, ids=[service.pk])
    return translation
