"""How offers become documents of the public search."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.utils import timezone

from hafen.core.places.models import Municipality
from hafen.core.taxonomy.queries import Label, labels_of
from hafen.information.directory.models import Service, ServiceOpening
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


def open_among(
    municipality: Municipality, keys: Collection[UUID], now: datetime
) -> list[UUID]:
    """Return those of some services that are open at the instant."""
    found = ServiceOpening.objects.filter(
        municipality=municipality,
        service__in=keys,
        starts_at__lte=now,
        ends_at__gt=now,
    )
    return list(found.values_list("service", flat=True).distinct())


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
        languages=tuple(row.language_id for row in service.languages.all()),
        names={
            language: tuple(_named(service, found))
            for language, found in labels.items()
            if language not in texts
        },
        facets={
            "organisation": service.organisation.name,
            "place": places[0].location.one_line if places else "",
            "groups": [row.term.code for row in service.target_groups.all()],
        },
    )


def _text(service: Service, said: Any, labels: dict[UUID, Label]) -> Text:
    """Return the words of one language; names and places are found in each."""
    keywords = [*service.keywords, service.organisation.name]
    keywords += _named(service, labels)
    body = (said.summary, said.description, said.eligibility, said.application)
    where = (place.location.one_line for place in service.places.all())
    return Text(
        title=said.name,
        keywords=tuple(dict.fromkeys(word for word in keywords if word)),
        text="\n".join(part for part in (*body, *where) if part),
        snippet=said.summary or said.description,
    )


def _named(service: Service, labels: dict[UUID, Label]) -> list[str]:
    """Return the names of its topics and target groups, and their synonyms."""
    found = [labels[row.term_id] for row in _terms(service) if row.term_id in labels]
    return [word for label in found for word in (label.name, *label.synonyms)]
