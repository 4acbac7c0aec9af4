"""The public search among 100,000 documents in eight languages."""

import os
import random
import time
from pathlib import Path
from uuid import UUID

import yaml
from content import LANGUAGES, SEED
from django.db import connection
from django.utils import timezone

from hafen.core.db.identifiers import uuid7
from hafen.core.places.models import Municipality
from hafen.mechanisms import search
from hafen.mechanisms.search import services
from hafen.mechanisms.search.models import SearchDocument
from hafen.mechanisms.search.queries import Wanted, find
from hafen.mechanisms.search.registries import Draft, Text

DOCUMENTS = int(os.environ.get("HAFEN_BENCH_DOCUMENTS", "100000"))
QUERIES = 300
SLUG = "benchsearch"
_BATCH = 500


def concepts():
    path = Path(search.__path__[0]) / "data" / "concepts.yaml"
    return list(yaml.safe_load(path.read_text(encoding="utf-8")).values())


def make():
    """Fill the search of one town; offers share the words of the field."""
    town, _is_new = Municipality.objects.get_or_create(
        slug=SLUG,
        defaults={"name": "Suchstadt", "languages": LANGUAGES, "is_published": True},
    )
    have = SearchDocument.objects.filter(municipality=town).count()
    if have >= DOCUMENTS:
        return town
    rng, words = random.Random(SEED), concepts()
    objects = (DOCUMENTS - have) // len(LANGUAGES)
    for start in range(0, objects, _BATCH):
        drafts = [
            _draft(rng, words, n) for n in range(start, min(start + _BATCH, objects))
        ]
        services._store(town, "service", drafts)  # noqa: SLF001 - its way to write
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE search_searchdocument")
        cursor.execute("VACUUM ANALYZE search_searchword")
    return town


def _draft(rng, words, number):
    chosen = rng.sample(words, 4)
    return Draft(
        object_id=UUID(str(uuid7())),
        address=f"offers/{number}/",
        texts={
            language: Text(
                title=f"{rng.choice(chosen[0][language])} {number}",
                keywords=tuple(rng.choice(each[language]) for each in chosen[:2]),
                text=". ".join(rng.choice(each[language]) for each in chosen) + ".",
            )
            for language in LANGUAGES
        },
        source_language="de",
        changed_at=timezone.now(),
        topics=(f"N{rng.randrange(1, 24):02}",),
    )


def _slip(rng, word):
    """Exchange two letters, as fingers do."""
    if len(word) < 6:
        return word
    at = rng.randrange(1, len(word) - 2)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def measure():
    """Return the median and the 95th of a hundred, in milliseconds."""
    town = make()
    rng, words, times = random.Random(SEED + 1), concepts(), []
    for number in range(QUERIES + 20):
        language = rng.choice(LANGUAGES)
        asked = rng.choice(rng.choice(words)[language])
        if number % 10 == 0:
            asked = _slip(rng, asked)
        begin = time.perf_counter()
        find(town, Wanted(text=asked, language=language))
        if number >= 20:  # the first ones warm the caches
            times.append((time.perf_counter() - begin) * 1_000)
    times.sort()
    total = SearchDocument.objects.filter(municipality=town).count()
    return total, times[len(times) // 2], times[int(len(times) * 0.95)]
