"""How pages become documents of the public search: one for all languages."""

from collections.abc import Collection, Iterator
from uuid import UUID

from django.db.models import Prefetch
from django.utils import timezone

from hafen.core.places.models import Municipality
from hafen.core.taxonomy.models import Vocabulary
from hafen.core.taxonomy.queries import Label, labels
from hafen.information.knowledge import texts
from hafen.information.knowledge.models import Entry
from hafen.mechanisms.search.registries import Draft, Text

_BATCH = 200


def drafts(
    municipality: Municipality, keys: Collection[UUID] | None
) -> Iterator[Draft]:
    """Give the documents of what is public now."""
    rows = Entry.objects.of(municipality).originals().readable()
    if keys is not None:
        rows = rows.filter(translation_key__in=keys)
    translations = Prefetch(
        "translations", Entry.objects.readable(), to_attr="loaded_translations"
    )
    named = named_topics(municipality)
    rows = rows.select_related("office", "partner").prefetch_related(translations)
    for entry in rows.order_by("pk").iterator(chunk_size=_BATCH):
        yield _draft(entry, named)


def named_topics(municipality: Municipality) -> dict[str, dict[str, Label]]:
    """Return the names of topics and groups by language of the portal and code."""
    today = timezone.localdate()
    return {
        language: {
            label.code: label
            for vocabulary in (Vocabulary.NEEDS, Vocabulary.TARGET_GROUPS)
            for label in labels(vocabulary, language=language, today=today)
        }
        for language in municipality.languages
    }


def _draft(entry: Entry, named: dict[str, dict[str, Label]]) -> Draft:
    office = entry.office.name if entry.office else ""
    partner = entry.partner.name if entry.partner else ""
    return Draft(
        object_id=entry.translation_key,
        address=f"knowledge/{entry.address}/",
        texts={
            page.language: _text(page, entry, named.get(page.language, {}))
            for page in (entry, *entry.loaded_translations)
        },
        source_language=entry.source_language,
        changed_at=entry.last_published_at or entry.latest_revision_created_at,
        topics=tuple(entry.topics),
        facets={
            "organisation": office or partner or entry.source_name,
            "source": entry.source_name if entry.is_read_only else "",
            "checked": entry.last_checked_on and entry.last_checked_on.isoformat(),
            "place": "",
            "languages": [],
            "groups": list(entry.target_groups),
        },
    )


def _text(page: Entry, original: Entry, named: dict[str, Label]) -> Text:
    keywords = [original.source_name]
    for code in (*original.topics, *original.target_groups):
        if label := named.get(code):
            keywords += [label.name, *label.synonyms]
    keywords += original.laws
    body = texts.said(page)
    return Text(
        title=page.title,
        keywords=tuple(dict.fromkeys(word for word in keywords if word)),
        text=f"{page.summary}\n{body}".strip(),
        snippet=page.summary or body,
    )
