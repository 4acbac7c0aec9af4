"""How organisations and networks become documents of the public search."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any
from uuid import UUID

from django.utils import timezone

from hafen.core.places.models import Municipality
from hafen.core.taxonomy import queries as taxonomy
from hafen.core.taxonomy.queries import Label
from hafen.mechanisms.search.registries import Draft, Text
from hafen.network.organisations.models import Organisation
from hafen.network.organisations.queries import DISTRICTS

KIND = "organisation"
Names = Mapping[str, Mapping[str, Label]]


def drafts(
    municipality: Municipality, keys: Collection[UUID] | None
) -> Iterator[Draft]:
    """Give the documents of the published organisations; no person is in them."""
    rows = Organisation.objects.filter(municipality=municipality).published()
    if keys is not None:
        rows = rows.filter(pk__in=keys)
    found = rows.sorted().prefetch_related("translations", DISTRICTS)
    names = _names(municipality)
    for row in found:
        yield _draft(row, names)


def _names(municipality: Municipality) -> Names:
    """Return the fields of work by code, in each language of the portal."""
    today = timezone.localdate()
    return {
        language: {
            each.code: each
            for label in taxonomy.topics_tree(language=language, today=today)
            for each in (label, *label.children)
        }
        for language in municipality.languages
    }


def _draft(row: Organisation, names: Names) -> Draft:
    texts = {row.source_language: row.description}
    texts |= {
        each.language: each.description
        for each in row.translations.all()
        if each.is_readable and each.description
    }
    districts = [each.district for each in row.districts.all()]
    places = tuple(district.name for district in districts)
    return Draft(
        object_id=row.pk,
        address=f"organisations/{row.address}/",
        texts={
            language: Text(title=row.name, keywords=places, text=said, snippet=said)
            for language, said in texts.items()
        },
        source_language=row.source_language,
        changed_at=row.updated_at,
        topics=tuple(row.topics),
        districts=tuple(district.pk for district in districts),
        languages=tuple(row.languages),
        names={
            language: tuple(_named(row, labels)) for language, labels in names.items()
        },
        facets={"place": row.city},
    )


def _named(row: Organisation, labels: Mapping[str, Any]) -> Iterator[str]:
    for code in row.topics:
        if label := labels.get(code):
            yield label.name
            yield from label.synonyms
