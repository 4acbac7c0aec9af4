"""Reads of the vocabularies; labels come in one query, however many terms."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from hafen.core.taxonomy.models import (
    Language,
    Term,
    TermLabel,
    Vocabulary,
    valid_on,
)
from hafen.core.taxonomy.reference import direction, fallback_chain


@dataclass(frozen=True)
class Label:
    """A term as it is shown in one language.

    :param language: the language that the label is really in
    :param short: the short name; the name where there is none
    """

    term: UUID
    code: str
    parent: UUID | None
    name: str
    short: str
    synonyms: tuple[str, ...]
    pictogram: str
    flags: tuple[str, ...]
    language: str
    is_fallback: bool
    children: list["Label"] = field(default_factory=list, compare=False)

    @property
    def direction(self) -> str:
        return direction(self.language)

    @property
    def flag_names(self) -> list[str]:
        """Return the flags in words."""
        return [str(Term.Flag(flag).label) for flag in self.flags]


def labels(vocabulary: str, *, language: str, today: date) -> list[Label]:
    """Return all terms of today in their order, labelled by the fallback chain."""
    return _labelled(
        Q(term__vocabulary__code=vocabulary) & valid_on(today, path="term__"), language
    )


def labels_by_vocabulary(
    vocabularies: Iterable[str], *, language: str, today: date
) -> dict[str, list[Label]]:
    """Return the terms of several vocabularies, each as `labels` does; one query."""
    found: dict[str, list[Label]] = {code: [] for code in vocabularies}
    holds = Q(term__vocabulary__code__in=list(found)) & valid_on(today, path="term__")
    for row in _best(holds, language):
        found[row.term.vocabulary.code].append(_label(row, language))
    return found


def labels_of(terms: Iterable[UUID], *, language: str) -> dict[UUID, Label]:
    """Return the labels of some terms; old ones keep theirs when they run out."""
    found = _labelled(Q(term__in=list(terms)), language)
    return {label.term: label for label in found}


def topics_tree(*, language: str, today: date) -> list[Label]:
    """Return the 23 needs domains, each with its sub-topics as `children`."""
    return tree(Vocabulary.NEEDS, language=language, today=today)


def tree(vocabulary: str, *, language: str, today: date) -> list[Label]:
    """Return the terms of the first level, those below as their `children`."""
    return _nested(labels(vocabulary, language=language, today=today))


def trees(
    vocabularies: Iterable[str], *, language: str, today: date
) -> dict[str, list[Label]]:
    """Return several vocabularies, each as `tree` does; one query."""
    found = labels_by_vocabulary(vocabularies, language=language, today=today)
    return {code: _nested(each) for code, each in found.items()}


def _nested(found: list[Label]) -> list[Label]:
    by_term = {label.term: label for label in found}
    for label in found:
        if label.parent in by_term:
            by_term[label.parent].children.append(label)
    return [label for label in found if label.parent is None]


def terms(vocabulary: str, *, today: date) -> QuerySet[Term]:
    """Return the terms that hold today, parents before their children."""
    return Term.objects.filter(valid_on(today), vocabulary__code=vocabulary).order_by(
        "code"
    )


def languages(*, today: date, tiers: Iterable[str] = ()) -> QuerySet[Language]:
    """Return the languages of today in the order of their list.

    :param tiers: only these; all when empty
    """
    found = Language.objects.filter(valid_on(today)).order_by("position")
    return found.filter(tier__in=list(tiers)) if tiers else found


def vocabularies_with_counts(*, today: date) -> QuerySet[Vocabulary]:
    """Return the vocabularies, each with `top_terms` and `all_terms` of today."""
    holds = valid_on(today, path="terms__")
    return Vocabulary.objects.annotate(
        all_terms=Count("terms", filter=holds),
        top_terms=Count("terms", filter=holds & Q(terms__parent__isnull=True)),
    ).order_by("code")


def _labelled(condition: Q, language: str) -> list[Label]:
    return [_label(row, language) for row in _best(condition, language)]


def _best(condition: Q, language: str) -> list[TermLabel]:
    """Return the label of each term by the fallback chain, in the order of terms."""
    chain = fallback_chain(language)
    rows = TermLabel.objects.filter(condition, language__in=chain).select_related(
        "term__parent", "term__vocabulary"
    )
    best: dict[UUID, TermLabel] = {}
    for row in sorted(rows, key=lambda row: chain.index(row.language), reverse=True):
        best[row.term_id] = row
    return sorted(best.values(), key=_place)


def _place(row: TermLabel) -> tuple[int, int, int]:
    """Return where a term stands: domains in order, below each its sub-topics."""
    term = row.term
    if term.parent is None:
        return (term.position, 0, 0)
    return (term.parent.position, 1, term.position)


def _label(row: TermLabel, wanted: str) -> Label:
    term = row.term
    return Label(
        term=term.pk,
        code=term.code,
        parent=term.parent_id,
        name=row.name,
        short=row.short or row.name,
        synonyms=tuple(row.synonyms),
        pictogram=term.pictogram,
        flags=tuple(term.flags),
        language=row.language,
        is_fallback=row.language != wanted,
    )
