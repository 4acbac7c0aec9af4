"""Vocabularies and their terms as taxonomies of HSDS."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.conf import settings

from hafen.core.taxonomy.models import Term, TermLabel, Vocabulary
from hafen.core.taxonomy.reference import fallback_chain
from hafen.web.api.standard.parts import Said, said


def taxonomy(row: Vocabulary) -> Said:
    return {
        "id": str(row.pk),
        "name": row.name,
        "description": row.source,
        "uri": f"{settings.PUBLIC_URL}/hsds/taxonomies/{row.pk}",
        "version": row.valid_from.isoformat(),
    }


@dataclass
class Terms:
    """The names of some terms in all languages, read at once."""

    labels: dict[UUID, dict[str, TermLabel]] = field(default_factory=dict)

    @classmethod
    def of(cls, keys: Iterable[UUID]) -> "Terms":
        found = cls()
        wanted = set(keys)
        if wanted:
            for label in TermLabel.objects.filter(term__in=wanted):
                found.labels.setdefault(label.term_id, {})[label.language] = label
        return found

    def named(self, term: Term, language: str) -> TermLabel | None:
        named = self.labels.get(term.pk, {})
        return next((named[tag] for tag in _chain(language) if tag in named), None)

    def document(self, term: Term, language: str, *, is_full: bool = False) -> Said:
        """Return the term with its taxonomy; load its vocabulary beforehand."""
        label = self.named(term, language)
        name = label.name if label else term.code
        synonyms = ", ".join(label.synonyms) if label else ""
        document = said(
            id=str(term.pk),
            code=term.code,
            name=name,
            parent_id=str(term.parent_id) if term.parent_id else None,
            taxonomy=term.vocabulary.code,
            taxonomy_detail=taxonomy(term.vocabulary),
            language=label.language if label else None,
            term_uri=f"{settings.PUBLIC_URL}/hsds/taxonomy_terms/{term.pk}",
        )
        document["description"] = synonyms or name
        if is_full:
            document["translations"] = self._translations(term, language)
        return document

    def _translations(self, term: Term, language: str) -> dict[str, Any]:
        named = self.labels.get(term.pk, {})
        return {
            tag: {"name": label.name}
            for tag, label in sorted(named.items())
            if tag != language
        }


def _chain(language: str) -> Sequence[str]:
    return fallback_chain(language)
