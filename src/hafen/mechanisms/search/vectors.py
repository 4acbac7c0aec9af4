"""Keys in the notation of PostgreSQL: tsvector and tsquery, weights and scope."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from hafen.mechanisms.search.normaliser import Term, document_keys
from hafen.mechanisms.search.registries import Text

_LAST_POSITION = 16_000
_GAP = 4


def scope(municipality: UUID, language: str) -> str:
    """Return the key that all documents of one reader's language share."""
    return f"@{municipality.hex}/{language}"


def vector(
    own: Text,
    language: str,
    *,
    scope_key: str,
    names: tuple[Sequence[str], str] = ((), ""),
    original: tuple[Text, str] | None,
) -> str:
    """Return the tsvector of a document.

    :param names: further words for it, and the language of the reader
    :param original: the text in the language it was written in, and that
        language: who has the word from a letter finds the translated page
    """
    parts = [
        (own.title, language, "A"),
        (" . ".join(own.keywords), language, "B"),
        (own.text, language, "C"),
        (" . ".join(names[0]), names[1], "B"),
    ]
    if original:
        text, tongue = original
        parts += [(part, tongue, "D") for part in (text.title, *text.keywords)]
        parts.append((text.text, tongue, "D"))
    return " ".join([quoted(scope_key), *_lexemes(parts)])


def _lexemes(parts: Iterable[tuple[str, str, str]]) -> Iterable[str]:
    offset = 0
    for text, language, weight in parts:
        last = 0
        for position, key in document_keys(text, language):
            last = position
            place = min(offset + position, _LAST_POSITION)
            yield f"{quoted(key)}:{place}{weight}"
        offset += last + _GAP


def any_query(terms: Sequence[Term], *, scope_key: str) -> str:
    """Return the tsquery for documents that meet one of the terms at least."""
    return f"{quoted(scope_key)} & ({' | '.join(map(_one, terms))})"


def all_query(terms: Sequence[Term], *, scope_key: str) -> str:
    """Return the tsquery for documents that meet every term."""
    return " & ".join([quoted(scope_key), *map(_one, terms)])


def everywhere_query(terms: Sequence[Term]) -> str:
    """Return the tsquery for documents of any town that meet every term."""
    return " & ".join(map(_one, terms))


def ranking_query(terms: Sequence[Term]) -> str:
    """Return the tsquery by which hits are ranked: without the scope."""
    return " | ".join(map(_one, terms))


def _one(term: Term) -> str:
    """Join the alternatives of a term; each is a set of keys."""
    joined = (" & ".join(map(quoted, keys)) for keys in term.any_of)
    return "(" + " | ".join(f"({keys})" for keys in joined) + ")"


def quoted(key: str) -> str:
    return "'" + key.replace("\\", "\\\\").replace("'", "''") + "'"
