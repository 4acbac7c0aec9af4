"""What follows when a page is released, taken down or removed."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from wagtail.models import Page
from wagtail_localize.models import Translation as Segments

from hafen.core.audit import services as audit
from hafen.core.places.services import content_changed
from hafen.core.translation.models import Translation
from hafen.information.knowledge import texts
from hafen.information.knowledge.models import Entry, Mention
from hafen.information.knowledge.segments import texts_by_key
from hafen.information.knowledge.services._schedule import plan_end
from hafen.mechanisms.search.services import index_soon
from hafen.mechanisms.todos.services import finish_about

KIND = "page"
CHECK = "knowledge.check"
_DONE_BY_RELEASE = ("review", "returned", "law", "late")
State = Translation.State
_as_state: ContextVar[str] = ContextVar("state of a release", default="")


@contextmanager
def released_as(state: str) -> Iterator[None]:
    """Let translations that are released in the block have this state."""
    token = _as_state.set(state)
    try:
        yield
    finally:
        _as_state.reset(token)


def published(*, entry: Entry, by: Any, now: datetime) -> None:
    """Note a release: states of translations, dates, references, search, trail."""
    written = texts.hash_of(entry)
    if entry.is_original:
        _compare_translations(entry, written)
        _set_check(entry, written, now)
    else:
        _sign(entry, now)
    note_mentions(entry)
    plan_end(entry)
    changed(entry)
    audit.record(
        action="knowledge.page.published",
        subject=entry,
        by=by,
        details={"language": entry.language, "kind": entry.kind},
    )


def _compare_translations(entry: Entry, written: str) -> None:
    """Mark translations of another text; a small correction leaves them right."""
    rows = Entry.objects.filter(original_id=entry.pk)
    if entry.is_minor:
        rows.filter(source_hash=entry.source_hash).update(source_hash=written)
    rows.exclude(source_hash=written).filter(
        state__in=[State.CHECKED, State.MACHINE]
    ).update(state=State.OUTDATED)
    rows.filter(
        source_hash=written, state=State.OUTDATED, checked_at__isnull=False
    ).update(state=State.CHECKED)


def _set_check(entry: Entry, written: str, now: datetime) -> None:
    today = timezone.localdate(now)
    if entry.check_by is None or entry.check_by <= today:
        entry.check_by = today + timedelta(days=entry.check_every)
    entry.last_checked_on = today
    entry.source_hash, entry.is_minor = written, False
    Entry.objects.filter(pk=entry.pk).update(
        check_by=entry.check_by,
        last_checked_on=today,
        source_hash=written,
        is_minor=False,
    )
    for kind in (CHECK, *(f"knowledge.{name}" for name in _DONE_BY_RELEASE)):
        finish_about(
            kind=kind,
            subject_id=entry.translation_key,
            municipality=entry.municipality,
            by=None,
            now=now,
        )


def _sign(entry: Entry, now: datetime) -> None:
    """Say of which original a translation is, and how far it can be trusted."""
    state = _as_state.get() or _state_of_segments(entry)
    original = entry.original
    entry.state = state
    entry.source_hash = original.source_hash if original else ""
    entry.checked_at = now if state == State.CHECKED else entry.checked_at
    entry.source_texts = texts_by_key(original) if original else {}
    Entry.objects.filter(pk=entry.pk).update(
        state=state,
        source_hash=entry.source_hash,
        source_texts=entry.source_texts,
        checked_at=entry.checked_at,
    )


def _state_of_segments(entry: Entry) -> str:
    found = Segments.objects.filter(
        source__object_id=entry.translation_key,
        target_locale_id=entry.locale_id,
        enabled=True,
    ).first()
    if found is None:
        return State.CHECKED
    total, translated = found.get_progress()
    return State.CHECKED if total == translated else State.OUTDATED


def note_mentions(entry: Entry) -> None:
    """Write down what a page points to."""
    found = texts.mentions(entry)
    present = {(row.kind, row.target): row for row in entry.mentions.all()}
    gone = [row.pk for key, row in present.items() if key not in found]
    Mention.objects.filter(pk__in=gone).delete()
    Mention.objects.bulk_create(
        Mention(
            municipality_id=entry.municipality_id,
            page_id=entry.pk,
            kind=kind,
            target=target,
        )
        for kind, target in sorted(found - present.keys())
    )


def changed(entry: Entry) -> None:
    """Let cached pages end and the search follow."""
    content_changed(entry.municipality_id)
    index_soon(municipality=entry.municipality, kind=KIND, ids=[entry.translation_key])


def taken_down(*, entry: Entry, by: Any) -> None:
    changed(entry)
    audit.record(
        action="knowledge.page.taken_down",
        subject=entry,
        by=by,
        details={"language": entry.language, "kind": entry.kind},
    )


def specific(page: Page) -> Entry | None:
    """Return the entry behind one of Wagtail's pages; None for a root."""
    if isinstance(page, Entry):
        return page
    return Entry.objects.filter(pk=page.pk).first()
