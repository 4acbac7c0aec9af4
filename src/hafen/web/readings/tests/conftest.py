"""Counts that are stored, and the pages that they are of."""

from datetime import date

import pytest

from hafen.mechanisms.search.models import SearchDocument
from hafen.web.readings.models import PageReading

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"


@pytest.fixture
def add_read():
    """Give a function that writes down how often an object was read on a day."""

    def add(town, key, language, day, times, kind="service"):
        return PageReading.objects.create(
            municipality=town,
            day=day,
            language=language,
            kind=kind,
            object_id=key,
            times=times,
        )

    return add


def counted(**by):
    """Return language, kind and number of what is stored."""
    rows = PageReading.objects.filter(**by).order_by("kind", "object_id", "language")
    return [(row.language, row.kind, row.times) for row in rows]


def document(town, title, key, *, language="de", text_language="de", topics=()):
    return SearchDocument.objects.create(
        municipality=town,
        language=language,
        text_language=text_language,
        kind="service",
        object_id=key,
        title=title,
        address=f"offers/{key}/",
        topics=list(topics),
        changed_at=f"{date(2026, 1, 1)}T09:00+00:00",
        vector="",
    )
