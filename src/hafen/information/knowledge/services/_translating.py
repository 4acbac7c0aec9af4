"""Translations of pages, piece by piece: by hand, from an office, by a machine."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from wagtail_localize.models import Translation as Segments

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.errors import LostUpdate
from hafen.core.translation.models import Translation
from hafen.core.translation.richtext import sanitised
from hafen.core.translation.writing import OriginalChanged
from hafen.information.knowledge.models import Entry
from hafen.information.knowledge.queries import last_saved
from hafen.information.knowledge.segments import (
    body_of,
    said_in,
    segments,
    texts_by_key,
)
from hafen.information.knowledge.services._release import released_as
from hafen.information.knowledge.services._tree import roots
from hafen.information.knowledge.services._writing import UnknownLanguage

State = Translation.State


@transaction.atomic
def translate_page(
    *,
    original: Entry,
    language: str,
    texts: Mapping[str, str],
    state: str,
    by: User | None,
    now: datetime,
    read_hash: str | None = None,
    expected: int | None = None,
) -> Entry:
    """
    Write a page in another language; a draft stays unread, all else is released.

    :param texts: by the keys of the original's pieces; others stay as they are
    :param state: draft, machine or checked; a piece without words makes a draft
    :param expected: the revision that the translator read, 0 where none was
    :raises UnknownLanguage: when the municipality has no pages in the language
    :raises OriginalChanged: if the original has changed since it was read
    :raises LostUpdate: if somebody else saved the translation meanwhile
    """
    del now
    # Two translators of one page come one after the other.
    Entry.objects.select_for_update(of=("self",)).get(pk=original.pk)
    if read_hash is not None and read_hash != original.source_hash:
        raise OriginalChanged
    page, read = _target(original, language)
    if expected is not None and expected != read:
        raise LostUpdate
    said = said_in(page, original)
    said |= {key: text.strip() for key, text in texts.items()}
    parts = segments(original)
    said = {
        part.key: _clean(said.get(part.key, ""), is_html=part.is_html) for part in parts
    }
    is_whole = all(said.values())
    page = _written(page, original, said)
    revision = page.save_revision(user=by)
    if state != State.DRAFT and is_whole:
        with released_as(state):
            revision.publish(user=by, skip_permission_checks=True)
    _leave_to_us(page)
    audit.record(
        action="knowledge.page.translated",
        subject=page,
        by=by,
        details={"language": language, "state": str(state)},
    )
    return Entry.objects.get(pk=page.pk)


def _target(original: Entry, language: str) -> tuple[Any, int]:
    """Return the page as it was last saved, or a new one, and which saving it was."""
    root = roots(original.municipality).get(language)
    if root is None or language == original.source_language:
        raise UnknownLanguage(language)
    found = last_saved(original, language)
    if found is not None:
        if found.alias_of_id:  # a copy that held the place of this translation
            Entry.objects.filter(pk=found.pk).update(alias_of=None)
            found.alias_of = None
        return found, found.latest_revision_id or 0
    page = original.specific.copy_for_translation(root.locale, copy_parents=True)
    page.alias_of = None
    page.title, page.summary, page.body = "", "", "[]"
    return page, 0


def _written(page: Any, original: Entry, said: Mapping[str, str]) -> Any:
    page.title = said.get("title") or original.title
    page.summary = said.get("summary", "")
    page.body = json.dumps(body_of(original, said))
    page.source_texts = texts_by_key(original)
    if not page.live:
        page.save()
    return page


def _clean(text: str, *, is_html: bool) -> str:
    """Return a piece as it may be stored; links to pages by id are kept."""
    return sanitised(text, keeps_keys=True) if is_html else text


def _leave_to_us(page: Entry) -> None:
    """Let the library's own translation of the page rest: what it knows is old."""
    Segments.objects.filter(
        source__object_id=page.translation_key, target_locale_id=page.locale_id
    ).update(enabled=False)
