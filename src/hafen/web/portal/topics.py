"""The topics of the portal, as tiles and in filters."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from django.db.models import Exists, OuterRef
from django.utils import timezone

from hafen.core.places.models import Municipality
from hafen.core.taxonomy import reference
from hafen.core.taxonomy.models import Term, Vocabulary
from hafen.core.taxonomy.queries import Label, topics_tree
from hafen.information.directory.models import ServiceTopic
from hafen.information.directory.queries import published_services
from hafen.web.portal.memory import kept


@dataclass(frozen=True)
class Tile:
    code: str
    name: str
    icon: str
    language: str


def icon_of(code: str) -> str:
    """Return the pictogram of a topic or of the domain it belongs to."""
    return reference.pictogram(code.partition(".")[0]) or "topic-other"


@lru_cache(maxsize=64)
def tree(language: str, today: date) -> list[Label]:
    """Return the topics; reference data changes with a new version of Hafen only."""
    return topics_tree(language=language, today=today)


def tiles(
    municipality: Municipality, topics: list[Label], *, now: datetime
) -> list[Tile]:
    """Return a tile for each topic that has an offer: no tile leads nowhere."""
    with_offers = kept(
        municipality,
        "domains",
        timezone.localdate(now),
        make=lambda: _domains_with_offers(municipality, now),
    )
    return [
        Tile(label.code, label.short, icon_of(label.code), label.language)
        for label in topics
        if label.code in with_offers
    ]


def _domains_with_offers(municipality: Municipality, now: datetime) -> set[str]:
    """Return the codes of these domains; a probe of an index for each topic."""
    public = published_services(municipality, now=now).order_by()
    used = ServiceTopic.objects.filter(
        Exists(public.filter(pk=OuterRef("service"))), term=OuterRef("pk")
    )
    codes = Term.objects.filter(
        Exists(used), vocabulary__code=Vocabulary.NEEDS
    ).values_list("code", flat=True)
    return {code.partition(".")[0] for code in codes}
