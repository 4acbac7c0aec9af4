"""How notices become documents of the public search."""

from collections.abc import Collection, Iterator
from uuid import UUID

from hafen.core.places.models import Municipality
from hafen.exchange.board.queries import public_posts
from hafen.mechanisms.search.registries import Draft, Text


def drafts(
    municipality: Municipality, keys: Collection[UUID] | None
) -> Iterator[Draft]:
    """Give the documents of what hangs on the board, in the authors' languages."""
    rows = public_posts(municipality)
    if keys is not None:
        rows = rows.filter(pk__in=keys)
    for row in rows:
        said = Text(title=row.title, text=row.text, snippet=row.text[:200])
        yield Draft(
            object_id=row.pk,
            address=f"board/{row.short_id}/",
            texts={row.language: said},
            source_language=row.language,
            changed_at=row.updated_at,
            districts=(row.district_id,) if row.district_id else (),
        )
