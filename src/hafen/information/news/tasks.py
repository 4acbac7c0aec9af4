from uuid import UUID

from hafen.core.db import context, work
from hafen.core.places.models import Municipality
from hafen.information.news.services import INDEX, KIND
from hafen.mechanisms.search.services import index


@work.task(INDEX)
def follow(*, item: UUID) -> None:
    """Let the search find an item whose time has come, and lose one that ended."""
    here = context.current().municipality
    if here is not None:
        town = Municipality.objects.get(pk=here)
        index(municipality=town, kind=KIND, ids=[item])
