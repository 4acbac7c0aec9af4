"""The printed guide: two pages, made anew and warm."""

import time

import pypdfium2
from django.utils import timezone

from hafen.config import judging
from hafen.web.portal.guide import contents, setting

LANGUAGES = ("de", "ar")
_TIMES = 12


def _made(town, language):
    """Return the guide of the first offers, as many as fill two pages."""
    said = contents.guide(town, language=language, now=timezone.now())
    kept, left = [], 8
    for topic in said["topics"]:
        offers = topic["offers"][:left]
        left -= len(offers)
        if offers:
            kept.append(topic | {"offers": offers})
    return setting.pdf("guide.typ", said | {"topics": kept})


def measure():
    """Yield language, pages and the middle of the times in milliseconds.

    The facts of all offers of the demo are read each time, as on the page.
    """
    town = judging.load("benchjudged")
    for language in LANGUAGES:
        pages = len(pypdfium2.PdfDocument(_made(town, language)))
        times = []
        for _time in range(_TIMES):
            begin = time.perf_counter()
            _made(town, language)
            times.append((time.perf_counter() - begin) * 1_000)
        yield language, pages, sorted(times)[_TIMES // 2]
