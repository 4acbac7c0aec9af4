"""How events become documents of the public search."""

from collections.abc import Collection, Iterator
from typing import Any
from uuid import UUID

from django.utils import timezone

from hafen.core.places.models import Municipality
from hafen.core.taxonomy.queries import Label, labels_of
from hafen.information.events.models import Event
from hafen.information.events.queries import district_of, place_line
from hafen.information.events.queries._public import organiser_of
from hafen.mechanisms.search.registries import Draft, Text


def drafts(
    municipality: Municipality, keys: Collection[UUID] | None
) -> Iterator[Draft]:
    """Give the documents of the public events that have a date ahead."""
    rows = Event.objects.filter(
        municipality=municipality, dates__ends_at__gt=timezone.now()
    ).public()
    if keys is not None:
        rows = rows.filter(pk__in=keys)
    loaded = list(
        rows.distinct()
        .order_by("pk")
        .select_related("organisation", "site__district", "district")
        .prefetch_related("translations", "topics__term")
    )
    terms = {row.term_id for event in loaded for row in event.topics.all()}
    labels = {
        language: labels_of(terms, language=language)
        for language in municipality.languages
    }
    for event in loaded:
        yield _draft(event, labels)


def _draft(event: Event, labels: dict[str, dict[UUID, Label]]) -> Draft:
    texts: dict[str, Any] = {event.source_language: event}
    texts |= {
        row.language: row
        for row in event.translations.all()
        if row.is_readable and row.title
    }
    district = district_of(event)
    return Draft(
        object_id=event.pk,
        address=f"events/{event.address}/",
        texts={
            language: _text(event, said, labels.get(language, {}))
            for language, said in texts.items()
        },
        source_language=event.source_language,
        changed_at=event.updated_at,
        topics=tuple(row.term.code for row in event.topics.all()),
        districts=(district.pk,) if district else (),
        facets={
            "organisation": organiser_of(event),
            "place": place_line(event),
            "languages": event.languages,
        },
    )


def _text(event: Event, said: Any, labels: dict[UUID, Label]) -> Text:
    named = [labels[row.term_id] for row in event.topics.all() if row.term_id in labels]
    keywords = [organiser_of(event)]
    for label in named:
        keywords += [label.name, *label.synonyms]
    parts = (said.summary, said.description, said.programme, place_line(event))
    return Text(
        title=said.title,
        keywords=tuple(dict.fromkeys(word for word in keywords if word)),
        text="\n".join(part for part in parts if part),
        snippet=said.summary or said.description,
    )
