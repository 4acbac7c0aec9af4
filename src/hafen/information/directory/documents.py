"""How offers become documents of the public search."""

from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import Any
from uuid import UUID

from django.utils import timezone

from hafen.core.places.models import Municipality
from hafen.core.taxonomy.queries import Label, labels_of
from hafen.information.directory.models import Service
from hafen.mechanisms.search.registries import Draft, Text

_BATCH = 200


def drafts(
    municipality: Municipality, keys: Collection[UUID] | None
) -> Iterator[Draft]:
    """Give the documents of what is public now, in batches of fixed queries."""
    rows = Service.objects.filter(municipality=municipality).public(
        timezone.localdate()
    )
    if keys is not None:
        rows = rows.filter(pk__in=keys)
    loaded = iter(
        rows.order_by("pk")
        .select_related("organisation")
        .prefetch_related(
            "translations",
            "topics__term",
            "target_groups__term",
            "languages",
            "places__location",
        )
        .iterator(chunk_size=_BATCH)
    )
    while batch := list(islice(loaded, _BATCH)):
        labels = _labels(municipality, batch)
        for service in batch:
            yield _draft(service, labels)


def _labels(
    municipality: Municipality, services: Iterable[Service]
) -> dict[str, dict[UUID, Label]]:
    terms = {row.term_id for service in services for row in _terms(service)}
    return {
        language: labels_of(terms, language=language)
        for language in municipality.languages
    }


def _terms(service: Service) -> list[Any]:
    return [*service.topics.all(), *service.target_groups.all()]


def _draft(service: Service, labels: dict[str, dict[UUID, Label]]) -> Draft:
    places = list(service.places.all())
    texts: dict[str, Any] = {service.source_language: service}
    texts |= {
        translation.language: translation
        for translation in service.translations.all()
        if translation.is_readable and translation.name
    }
    return Draft(
        object_id=service.pk,
        address=f"offers/{service.address}/",
        texts={
            language: _text(service, said, labels.get(language, {}))
            for language, said in texts.items()
        },
        source_language=service.source_language,
        changed_at=service.updated_at,
        topics=tuple(row.term.code for row in service.topics.all()),
        districts=tuple(
            dict.fromkeys(
                place.location.district_id
                for place in places
                if place.location.district_id
            )
        ),
        facets={
            "organisation": service.organisation.name,
            "place": places[0].location.one_line if places else "",
            "languages": [row.language_id for row in service.languages.all()],
            "groups": [row.term.code for row in service.target_groups.all()],
        },
    )


def _text(service: Service, said: Any, labels: dict[UUID, Label]) -> Text:
    """Return the words of one language; names and places are found in each."""
    named = [labels[row.term_id] for row in _terms(service) if row.term_id in labels]
    keywords = [*service.keywords, service.organisation.name]
    for label in named:
        keywords += [label.name, *label.synonyms]
    body = (said.summary, said.description, said.eligibility, said.application)
    where = (place.location.one_line for place in service.places.all())
    return Text(
        title=said.name,
        keywords=tuple(dict.fromkeys(word for word in keywords if word)),
        text="\n".join(part for part in (*body, *where) if part),
        snippet=said.summary or said.description,
    )
