from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from hafen.core.db.identifiers import uuid7
from hafen.core.places.features import is_on
from hafen.core.places.models import Municipality
from hafen.mechanisms.search.models import SearchDocument
from hafen.web.readings.doors import FEATURE
from hafen.web.readings.models import PageReading
from hafen.web.readings.months import first_kept_day
from hafen.web.readings.named import key_at

_ADD = """
INSERT INTO readings_pagereading AS kept
    (id, municipality_id, day, language, kind, object_id, times,
     created_at, updated_at, version)
SELECT id, municipality, %s, language, kind, object_id, times, now(), now(), 1
FROM unnest(%s::uuid[], %s::uuid[], %s::text[], %s::text[], %s::uuid[], %s::int[])
    AS seen (id, municipality, language, kind, object_id, times)
ON CONFLICT (municipality_id, day, language, kind, object_id)
DO UPDATE SET times = kept.times + EXCLUDED.times, updated_at = now()
"""
_FOLD = """
WITH gone AS (
    DELETE FROM readings_pagereading
    WHERE municipality_id = %(municipality)s AND day < %(until)s
      AND day <> date_trunc('month', day)::date
    RETURNING id, municipality_id, day, language, kind, object_id, times
), months AS (
    SELECT (array_agg(id ORDER BY day))[1] AS id, municipality_id,
        date_trunc('month', day)::date AS day, language, kind, object_id,
        sum(times) AS times
    FROM gone
    GROUP BY municipality_id, date_trunc('month', day), language, kind, object_id
)
INSERT INTO readings_pagereading AS kept
    (id, municipality_id, day, language, kind, object_id, times,
     created_at, updated_at, version)
SELECT id, municipality_id, day, language, kind, object_id, times, now(), now(), 1
FROM months
ON CONFLICT (municipality_id, day, language, kind, object_id)
DO UPDATE SET times = kept.times + EXCLUDED.times, updated_at = now()
"""


@dataclass(frozen=True)
class _Seen:
    """A page below /<municipality>/<language>/."""

    municipality: UUID
    language: str
    address: str
    path: str


def add(counts: Mapping[tuple[str, str], int], *, today: date | None = None) -> int:
    """
    Add how often pages were read, by municipality and path, in one upsert.

    What is no page of an object and stands in no navigation is not counted:
    calendars, pictures, addresses that carry a secret.

    :return: the number of pages
    :raises DatabaseError: when the database does not answer
    """
    seen = _seen(counts)
    found = _found(seen)
    times: Counter[tuple[UUID, str, str, UUID]] = Counter()
    for page, number in seen.items():
        if subject := found.get(page):
            times[(page.municipality, page.language, *subject)] += number
    # Two processes that add at once take the rows in one order.
    rows = sorted(times.items())
    if rows:
        columns = [
            [uuid7() for _row in rows],
            *(list(column) for column in zip(*(key for key, _ in rows), strict=True)),
            [number for _key, number in rows],
        ]
        with connection.cursor() as cursor:
            cursor.execute(_ADD, [today or timezone.localdate(), *columns])
    return len(rows)


def _seen(counts: Mapping[tuple[str, str], int]) -> Counter[_Seen]:
    """Return the pages of municipalities that let them be counted."""
    slugs = {slug for slug, _path in counts}
    towns = {
        town.slug: town
        for town in Municipality.objects.filter(slug__in=slugs, is_published=True)
        if is_on(town, FEATURE)
    }
    seen: Counter[_Seen] = Counter()
    for (slug, path), number in counts.items():
        _before, first, *rest = path.split("/", 3)
        town = towns.get(slug)
        if town and first == slug and len(rest) == 2 and rest[0] in town.languages:
            seen[_Seen(town.pk, rest[0], rest[1], path)] += number
    return seen


def _found(seen: Iterable[_Seen]) -> dict[_Seen, tuple[str, UUID]]:
    """Return kind and key of each page that is counted."""
    pages = list(seen)
    documents = {
        (town, language, address): (kind, key)
        for town, language, address, kind, key in SearchDocument.objects.filter(
            municipality__in={page.municipality for page in pages},
            language__in={page.language for page in pages},
            address__in={page.address for page in pages},
        ).values_list("municipality", "language", "address", "kind", "object_id")
    }
    found: dict[_Seen, tuple[str, UUID]] = {}
    for page in pages:
        subject = documents.get((page.municipality, page.language, page.address))
        if subject is None and (key := key_at(page.path)):
            subject = PageReading.LIST, key
        if subject is not None:
            found[page] = subject
    return found


@transaction.atomic
def fold(*, municipality: Municipality, today: date) -> None:
    """Make months of the days that are older than thirteen months."""
    values: dict[str, Any] = {
        "municipality": municipality.pk,
        "until": first_kept_day(today),
    }
    with connection.cursor() as cursor:
        cursor.execute(_FOLD, values)
