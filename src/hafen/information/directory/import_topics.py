"""What a list calls a topic, in the words of the taxonomy."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from hafen.core.db.names import sort_key
from hafen.core.taxonomy import queries as taxonomy
from hafen.core.taxonomy.models import Vocabulary
from hafen.core.taxonomy.queries import Label

# Headings of lists that name whom or how rather than what. Only where the words
# of the entry say nothing closer.
_GENERAL = {
    "beratung": "N19.orientation",
    "zentrales angebot": "N19.orientation",
    "frauen": "N17.women",
    "jugend": "N17.youth",
    "kultur": "N18",
}
# Words of our labels that name nothing by themselves.
_VAGUE = frozenset(
    {"fruhe", "hilfen", "suche", "korperliche", "seelische", "soziale", "umfeld"}
    | {"schutz", "leistungen", "leute", "kleine", "wechsel", "krise", "amt", "geld"}
)
# Who works together is not about work.
_OTHER_WORDS = ("arbeitsgruppe", "arbeitsgemeinschaft", "arbeitskreis")
# Shorter words begin too many others.
_SHORTEST = 4


@dataclass(frozen=True)
class Topics:
    """The words of the taxonomy in German, and the codes they mean.

    :param names: labels, short labels and their parts; the most general first
    :param words: single words that people use, for texts without a topic
    """

    names: Mapping[str, str]
    words: Mapping[str, str]

    def named(self, topic: str) -> str | None:
        """Return the code of the term that a word of a list names."""
        return self.names.get(sort_key(topic))

    def meant(self, topic: str, text: str) -> str | None:
        """Return the code that fits a topic that is no term, by the entry's words."""
        counts: dict[str, int] = {}
        for word in sort_key(text).split():
            code = self._of_word(word)
            if code is not None:
                counts[code] = counts.get(code, 0) + 1
        if counts:
            return max(counts, key=lambda code: counts[code])
        return _GENERAL.get(sort_key(topic))

    def _of_word(self, word: str) -> str | None:
        """Return the code of the longest known word that this one begins with."""
        if word.startswith(_OTHER_WORDS):
            return None
        for length in range(len(word), _SHORTEST - 1, -1):
            if word[:length] in self.words:
                return self.words[word[:length]]
        return None


def load(*, today: date) -> Topics:
    """Return the terms of today; one query."""
    found = taxonomy.labels(Vocabulary.NEEDS, language="de", today=today)
    domains_first = sorted(found, key=lambda label: label.parent is not None)
    names: dict[str, str] = {}
    words: dict[str, str] = {}
    for spell in (_labels, _synonyms, _nouns):
        for label in domains_first:
            for name in spell(label):
                names.setdefault(sort_key(name), label.code)
    for label in domains_first:
        for name in (*_synonyms(label), *_nouns(label)):
            words.setdefault(sort_key(name), label.code)
    return Topics(names, {word: words[word] for word in words if _is_telling(word)})


def _is_telling(word: str) -> bool:
    return len(word) >= _SHORTEST and " " not in word


def _labels(label: Label) -> Iterable[str]:
    return label.name, label.short


def _synonyms(label: Label) -> Iterable[str]:
    return label.synonyms


def _nouns(label: Label) -> Iterable[str]:
    """Return the nouns of a domain: "Freizeit, Sport, Kultur" are three topics."""
    if label.parent is not None:
        return ()
    found = re.findall(r"\b[A-ZÄÖÜ][\w-]+", f"{label.name} {label.short}")
    return [word for word in found if sort_key(word) not in _VAGUE]
