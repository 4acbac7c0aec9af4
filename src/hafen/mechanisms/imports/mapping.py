"""Which column is what: guessed from the headings, corrected by a person."""

import re
import unicodedata
from collections.abc import Mapping, Sequence

from hafen.core.db.errors import DomainError
from hafen.mechanisms.imports.registry import Field, Importer


class UnusableMapping(DomainError):
    """A required field has no column, or a column is named that the list lacks.

    :param missing: fields without a column
    :param unknown: headings or fields that do not exist
    """

    def __init__(
        self, *, missing: Sequence[Field] = (), unknown: Sequence[str] = ()
    ) -> None:
        super().__init__()
        self.missing = tuple(missing)
        self.unknown = tuple(unknown)


def guessed(importer: Importer, columns: Sequence[str]) -> dict[str, str]:
    """Return the heading of each field that a heading names, each heading once."""
    found: dict[str, str] = {}
    free = list(columns)
    for matches in (_is_synonym, _begins_alike):
        for field in importer.fields:
            if field.name in found:
                continue
            heading = next((c for c in free if matches(field, c)), None)
            if heading is not None:
                found[field.name] = heading
                free.remove(heading)
    return found


def _is_synonym(field: Field, heading: str) -> bool:
    return folded(heading) in {folded(s) for s in (field.name, *field.synonyms)}


def _begins_alike(field: Field, heading: str) -> bool:
    """Return whether the heading is a synonym with an addition or an ending."""
    plain = folded(heading)
    longer = (folded(s) for s in field.synonyms if len(folded(s)) >= 5)
    return any(plain.startswith(synonym) for synonym in longer)


def folded(heading: str) -> str:
    """Return the heading without case, marks and accents."""
    unaccented = unicodedata.normalize("NFKD", heading.casefold())
    return re.sub(r"[\W_]|[\u0300-\u036f]", "", unaccented)


def checked(
    importer: Importer, columns: Sequence[str], wanted: Mapping[str, str]
) -> dict[str, str]:
    """Return the mapping of field to heading; "heading to field" is turned round.

    :raises UnusableMapping: when it names what does not exist, or lacks a
        required field
    """
    if wanted and all(heading in columns for heading in wanted):
        wanted = {field: heading for heading, field in wanted.items()}
    kept = {field: heading for field, heading in wanted.items() if heading}
    unknown = [f for f in kept if importer.field(f) is None]
    unknown += [h for h in kept.values() if h not in columns]
    missing = [f for f in importer.fields if f.is_required and f.name not in kept]
    if unknown or missing:
        raise UnusableMapping(missing=missing, unknown=unknown)
    return kept
