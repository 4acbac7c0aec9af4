"""German compounds split by the words of the field.

"sprachkursangebote" becomes sprach, kurs, angebot. Only parts of the list
count; one unknown part in front is allowed ("basis-sprach-kurs"), since
German puts what it is about last.
"""

from functools import cache, lru_cache
from pathlib import Path

from hafen.mechanisms.search.folding import fold
from hafen.mechanisms.search.stems import german

_LINKS = ("", "s", "es", "n", "en", "er", "e", "ns", "ern")
_SHORTEST = 3
_SHORTEST_GUESS = 4
_LONGEST = 60
_Split = tuple[int, tuple[str, ...]]


@cache
def _parts() -> tuple[frozenset[str], dict[str, str]]:
    """Return the stems that may stand last, and stem by the form in front."""
    path = Path(__file__).parent / "data" / "words_de.txt"
    lines = path.read_text(encoding="utf-8").splitlines()
    words = [fold(line.strip()) for line in lines if line and line[0] != "#"]
    fronts: dict[str, str] = {}
    for word in words:
        stem = german(word)
        for start in (stem, word):
            for link in _LINKS:
                fronts.setdefault(start + link, stem)
    for word in words:  # a word of the list beats a form made with a link
        fronts[word] = german(word)
    return frozenset(map(german, words)), fronts


@lru_cache(maxsize=50_000)
def split(word: str) -> tuple[str, ...]:
    """Return the stems of the folded word's parts; one stem if it is no compound."""
    if len(word) > _LONGEST:
        return (german(word),)
    found = _best(word, 0, guess=True)
    return found[1] if found else (german(word),)


def _best(word: str, start: int, *, guess: bool) -> _Split | None:
    """Return the split of word[start:] that leaves the fewest letters unknown."""
    stems, fronts = _parts()
    rest = word[start:]
    if german(rest) in stems:
        return 1, (german(rest),)
    best: _Split | None = None
    for end in range(len(word) - _SHORTEST, start + _SHORTEST - 1, -1):
        front = word[start:end]
        option = _with_front(word, end, fronts.get(front), front, guess=guess)
        if option and (best is None or option[0] < best[0]):
            best = option
    return best


def _with_front(
    word: str, end: int, stem: str | None, front: str, *, guess: bool
) -> _Split | None:
    if stem is not None:
        tail = _best(word, end, guess=False)
        return (tail[0] + 1, (stem, *tail[1])) if tail else None
    if not guess or len(front) < _SHORTEST_GUESS or len(word) - end < _SHORTEST_GUESS:
        return None
    tail = _best(word, end, guess=False)
    return (tail[0] + len(front), (german(front), *tail[1])) if tail else None
