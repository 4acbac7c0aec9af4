"""How requests that everybody may read become documents of the public search."""

from collections.abc import Collection, Iterator
from uuid import UUID

from django.utils import timezone

from hafen.core.places.models import Municipality
from hafen.core.taxonomy.reference import words_in
from hafen.exchange.pool.models import Visibility
from hafen.exchange.pool.queries import needs_shown_to, when
from hafen.mechanisms.search.registries import Draft, Text


def drafts(
    municipality: Municipality, keys: Collection[UUID] | None
) -> Iterator[Draft]:
    """Give the documents of what stands above the form that offers help."""
    today = timezone.localdate()
    rows = needs_shown_to(municipality, Visibility.PUBLIC, today=today)
    if keys is not None:
        rows = rows.filter(pk__in=keys)
    for row in rows:
        district = row.district.name if row.district else ""
        with words_in(row.language):
            facts = [row.get_kind_display(), district, when(row)]
        said = Text(
            title=row.title,
            keywords=(facts[0],),
            snippet=" · ".join(fact for fact in facts if fact),
        )
        yield Draft(
            object_id=row.pk,
            address="help/#wanted",
            texts={row.language: said},
            source_language=row.language,
            changed_at=row.updated_at,
            districts=(row.district_id,) if row.district_id else (),
        )
