"""What an import has to know of the volunteers who are there already."""

from collections import Counter
from collections.abc import Collection
from uuid import UUID

from django.db.models import Count

from hafen.core.places.models import Municipality
from hafen.exchange.pool.models import Helper, Offer
from hafen.exchange.volunteers.models import Volunteer

_WHOSE = ((Volunteer, "pk"), (Helper, "volunteer"), (Offer, "helper__volunteer"))


def states_of(municipality: Municipality, keys: Collection[UUID]) -> dict[UUID, int]:
    """Return for each volunteer a number that grows with whatever happens.

    Hours, groups, placements and claims count with the versions of the rows:
    whoever has begun since a list was taken over is not taken back with it.
    """
    found: Counter[UUID] = Counter()
    of: dict[UUID, UUID] = {}
    for model, path in _WHOSE:
        rows = model._base_manager.filter(
            **{"municipality": municipality, f"{path}__in": keys}
        )
        for key, volunteer, version in rows.values_list("pk", path, "version"):
            of[key] = volunteer
            found[volunteer] += version
    for model, _path in _WHOSE:
        for relation in model._meta.related_objects:
            column = relation.field.attname
            parts = relation.related_model._base_manager.filter(**{f"{column}__in": of})
            for key, count in parts.values_list(column).annotate(Count("pk")):
                found[of[key]] += count
    return dict(found)
