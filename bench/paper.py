"""The printed guide: two pages, made anew and warm."""

import time

import pypdfium2
from django.utils import timezone

from hafen.config import judging
from hafen.web.portal.guide import contents, setting

LANGUAGES = ("de", "ar")
_TIMES = 12
_PAGES = 2


def _made(town, language, offers):
    """Return the guide of the first offers; those of all are read, as on the page."""
    said = contents.guide(town, language=language, now=timezone.now())
    topic = said["topics"][0]
    every = [offer for each in said["topics"] for offer in each["offers"]]
    kept = [topic | {"offers": every[:offers]}]
    return setting.pdf("guide.typ", said | {"topics": kept})


def _pages(content):
    return len(pypdfium2.PdfDocument(content))


def measure():
    """Yield language, pages and the middle of the times in milliseconds."""
    town = judging.load("benchjudged")
    for language in LANGUAGES:
        # As many offers as two pages hold.
        most = max(
            (n for n in range(1, 20) if _pages(_made(town, language, n)) <= _PAGES),
            default=1,
        )
        times = []
        for _time in range(_TIMES):
            begin = time.perf_counter()
            made = _made(town, language, most)
            times.append((time.perf_counter() - begin) * 1_000)
        yield language, _pages(made), sorted(times)[_TIMES // 2]
