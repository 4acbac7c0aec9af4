"""How news become documents of the public search."""

from collections.abc import Collection, Iterator
from typing import Any
from uuid import UUID

from django.utils import timezone

from hafen.core.places.models import Municipality
from hafen.information.news.models import NewsItem
from hafen.information.news.queries import public_news
from hafen.mechanisms.search.registries import Draft, Text


def drafts(
    municipality: Municipality, keys: Collection[UUID] | None
) -> Iterator[Draft]:
    """Give the documents of what everybody may read now."""
    rows = public_news(municipality, now=timezone.now())
    if keys is not None:
        rows = rows.filter(pk__in=keys)
    for item in rows.prefetch_related("translations"):
        yield _draft(item)


def _draft(item: NewsItem) -> Draft:
    texts: dict[str, Any] = {
        row.language: row
        for row in item.translations.all()
        if row.is_readable and row.title
    }
    texts[item.source_language] = item
    return Draft(
        object_id=item.pk,
        address=f"news/{item.address}/",
        texts={
            language: Text(title=said.title, text=said.text, snippet=said.text)
            for language, said in texts.items()
        },
        source_language=item.source_language,
        changed_at=item.updated_at,
        topics=(item.topic,) if item.topic else (),
    )
