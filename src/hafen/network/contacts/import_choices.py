"""What a word of an office's list can be told to mean, as the screen says it."""

from collections.abc import Mapping

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language

from hafen.core.db.names import sort_key
from hafen.core.taxonomy import queries as taxonomy
from hafen.core.taxonomy.models import Vocabulary
from hafen.core.taxonomy.reference import words_in
from hafen.mechanisms.imports.registry import Scope, Words
from hafen.network.contacts.import_words import Vocabularies
from hafen.network.contacts.models import Channel, Setting

Choices = list[tuple[str, str | Promise]]


def words(scope: Scope) -> Mapping[str, Words]:
    """Return by field the words that are known, and what others can mean."""
    today = timezone.localdate(scope.now)
    known = Vocabularies(scope.municipality, today)
    language = get_language() or "de"
    spoken: Choices = [
        (row.tag, row.names.get(language, row.own_name))
        for row in taxonomy.languages(today=today)
    ]

    def terms(vocabulary: str) -> Choices:
        tree = taxonomy.tree(vocabulary, language=language, today=today)
        return [
            choice
            for label in tree
            for choice in (
                (label.code, label.name),
                *(
                    (below.code, f"{label.name}: {below.name}")
                    for below in label.children
                ),
            )
        ]

    return {
        "group": Words(
            terms(Vocabulary.TARGET_GROUPS), lambda cell: known.group(cell) is not None
        ),
        "kind": Words(_kinds(), lambda word: sort_key(word) in known.kinds),
        "topics": Words(
            terms(Vocabulary.NEEDS),
            lambda word: sort_key(word) in known.topics,
            is_list=True,
        ),
        "language": Words(spoken, lambda word: sort_key(word) in known.languages),
    }


def _kinds() -> Choices:
    """Return channels and occasions; the German word is the one that is known."""
    kinds = [*Channel, *Setting]
    with words_in("de"):
        meant = [str(kind.label) for kind in kinds]
    return [(word, kind.label) for word, kind in zip(meant, kinds, strict=True)]
