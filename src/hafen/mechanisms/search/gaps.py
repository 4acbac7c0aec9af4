"""What was searched and not found: the start of the analysis of gaps.

Nobody is counted here, only searches; yet what was typed once may be a name,
so what is rarer than `FEWEST` is told of no word, topic or district.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Max, QuerySet, Sum

from hafen.core.places.models import Municipality
from hafen.core.taxonomy import reference
from hafen.core.taxonomy.models import Vocabulary
from hafen.core.taxonomy.queries import labels
from hafen.mechanisms.search.models import MissedSearch

FEWEST = 3


@dataclass(frozen=True)
class Gap:
    """How often people of one language missed one topic in one district.

    :param topic: its name; empty where the words named none
    :param district: its name; empty where none was chosen
    """

    topic: str
    district: str
    language: str
    total: int
    last_day: date


def missed_words(
    municipality: Municipality, *, since: date, reader: str
) -> list[dict[str, Any]]:
    """Return words, most wanted first, with `total` and `last_day`.

    :param reader: language in which languages are named
    """
    rows = _missed(municipality, since, "words", "language").order_by(
        "-total", "words", "language"
    )
    return [{**row, "language": language_name(row["language"], reader)} for row in rows]


def missed_topics(
    municipality: Municipality, *, since: date, reader: str, today: date
) -> list[Gap]:
    """Return topic × district × language, most wanted first.

    :param reader: language in which topics and languages are named
    """
    rows = _missed(municipality, since, "topic", "district__name", "language")
    names = {
        label.code: label.name
        for label in labels(Vocabulary.NEEDS, language=reader, today=today)
    }
    return [
        Gap(
            topic=names.get(row["topic"], row["topic"]),
            district=row["district__name"] or "",
            language=language_name(row["language"], reader),
            total=row["total"],
            last_day=row["last_day"],
        )
        for row in rows.order_by("-total", "topic", "district__name", "language")
    ]


def missed_cells(
    municipality: Municipality, *, since: date
) -> dict[tuple[str, UUID | None, str], int]:
    """Return searches by code of the topic, key of the district, language read.

    For a room that compares them with what there is; searches whose words name
    no topic are left out.
    """
    rows = _missed(municipality, since, "topic", "district", "language")
    return {
        (row["topic"], row["district"], row["language"]): row["total"]
        for row in rows.exclude(topic="")
    }


def count_rare(municipality: Municipality, *, since: date) -> int:
    """Return how many words are too rare to be told."""
    everything = _counted(municipality, since, "words", "language")
    return everything.filter(total__lt=FEWEST).count()


def language_name(tag: str, reader: str) -> str:
    """Return what the reader calls a language."""
    entry = reference.languages().get(tag)
    if entry is None:
        return tag
    return str(
        entry["names"].get(reference.screen_language(reader)) or entry["names"]["de"]
    )


def _missed(municipality: Municipality, since: date, *by: str) -> QuerySet[Any, Any]:
    found: QuerySet[Any, Any] = _counted(municipality, since, *by)
    return found.filter(total__gte=FEWEST)


def _counted(municipality: Municipality, since: date, *by: str) -> QuerySet[Any, Any]:
    rows = MissedSearch.objects.filter(municipality=municipality, day__gte=since)
    counted: QuerySet[Any, Any] = rows.values(*by).annotate(
        total=Sum("times"), last_day=Max("day")
    )
    return counted
