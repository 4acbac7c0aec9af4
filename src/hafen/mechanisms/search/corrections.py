"""What was meant by words that no text has: slips of the finger, other letters.

Asked only when a search found nothing, so ordinary searches pay nothing.
"""

from collections.abc import Iterable, Sequence
from functools import cache

from django.db import connection

from hafen.core.places.models import Municipality
from hafen.mechanisms.search.models import SearchWord
from hafen.mechanisms.search.normaliser import vocabulary, words
from hafen.mechanisms.search.sounds import latin, sound
from hafen.mechanisms.search.typos import distance, nearest

# Words of offices are German, in whatever letters somebody heard them.
_OFFICES = "de"
# Shorter sounds are shared by too many words.
_SURE_SOUND = 4
_MOST_CANDIDATES = 50


def corrected(
    municipality: Municipality, text: str, chain: Sequence[str]
) -> str | None:
    """Return the query with each unknown word as the nearest known one.

    None when nothing is to be corrected, or nothing near is known.
    """
    typed = [word.written for word in words(text, chain[0])]
    known = _known(municipality, typed, chain)
    meant = [
        known.get(word)
        or _by_letters(municipality, word, chain)
        or _by_sound(municipality, word, chain)
        for word in typed
    ]
    if len(known) == len(set(typed)) or not any(meant):
        return None
    return " ".join(right or word for right, word in zip(meant, typed, strict=True))


def near(municipality: Municipality, word: str, chain: Sequence[str]) -> str | None:
    """Return the word that was meant by one that nothing begins with."""
    return _by_letters(municipality, word, chain) or _by_sound(
        municipality, word, chain
    )


def _known(
    municipality: Municipality, typed: Iterable[str], chain: Sequence[str]
) -> dict[str, str]:
    named = _named(tuple(chain))
    found = {word: named[word] for word in typed if word in named}
    rows = SearchWord.objects.filter(
        municipality=municipality, language__in=chain, word__in=typed
    )
    return found | dict(rows.values_list("word", "display"))


@cache
def _named(chain: tuple[str, ...]) -> dict[str, str]:
    """Return the words of the concepts by their folded form."""
    named: dict[str, str] = {}
    for language in chain:
        named = vocabulary(language) | named
    return named


def _by_letters(
    municipality: Municipality, word: str, chain: Sequence[str]
) -> str | None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT word, display FROM search_searchword"
            " WHERE word %% %s AND municipality_id = %s AND language = ANY(%s)"
            " ORDER BY similarity(word, %s) DESC, word LIMIT 20",
            [word, municipality.pk, list(chain), word],
        )
        candidates = _named(tuple(chain)) | dict(cursor.fetchall())
    found = nearest(word, candidates)
    return candidates[found] if found else None


def _by_sound(
    municipality: Municipality, word: str, chain: Sequence[str]
) -> str | None:
    heard = sound(word)
    if not heard:
        return None
    rows = SearchWord.objects.filter(
        municipality=municipality, language__in={*chain, _OFFICES}, sound=heard
    )
    displays = list(rows.values_list("display", flat=True)[:_MOST_CANDIDATES])
    displays += _sounding((*chain, _OFFICES)).get(heard, [])
    spelled = latin(word)
    best = min(displays, key=lambda each: distance(spelled, latin(each)), default=None)
    if best is None or len(heard) >= _SURE_SOUND:
        return best
    is_near = distance(spelled, latin(best)) <= len(spelled) // 3
    return best if is_near else None


@cache
def _sounding(chain: tuple[str, ...]) -> dict[str, list[str]]:
    by_sound: dict[str, list[str]] = {}
    for word, display in _named(chain).items():
        by_sound.setdefault(sound(word), []).append(display)
    return by_sound
