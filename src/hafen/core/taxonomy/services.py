from datetime import date
from typing import Any, TypeVar

from django.db import models, transaction

from hafen.core.db.models import Row
from hafen.core.taxonomy import reference
from hafen.core.taxonomy.models import Language, Term, TermLabel, Vocabulary

AnyRow = TypeVar("AnyRow", bound=Row)
Values = dict[str, Any]
Key = tuple[Any, ...]


@transaction.atomic
def load_reference_data() -> int:
    """Bring the tables to the state of the shipped files; done after each migrate.

    Nothing is ever deleted, since rows of municipalities point here: what goes
    out of use gets a `valid_to` in its file.

    :return: how many rows were created or changed; none the second time
    """
    return _load_languages() + sum(
        _load_vocabulary(code) for code in reference.VOCABULARIES
    )


def _load_languages() -> int:
    data = reference.read("languages")
    wanted = {
        (entry["tag"],): {**_life(entry, data), **entry, "position": position}
        for position, entry in enumerate(data["languages"])
    }
    return _bring(Language, ("tag",), wanted)


def _load_vocabulary(code: str) -> int:
    data = reference.read(code)
    life = _life({}, data)
    changed = _bring(Vocabulary, ("code",), {(code,): {**life, "name": data["name"]}})
    vocabulary = Vocabulary.objects.get(code=code)
    entries = {entry["code"]: entry for entry in _flat(data["terms"])}

    # Parents first, as children need their keys.
    for level in range(1 + max(code.count(".") for code in entries)):
        keys = dict(vocabulary.terms.values_list("code", "pk"))
        changed += _bring(
            Term,
            ("vocabulary_id", "code"),
            {
                (vocabulary.pk, path): {
                    **_life(entry, data),
                    "parent_id": keys.get(path.rpartition(".")[0]),
                    "position": entry["position"],
                    "flags": entry.get("flags", []),
                    "pictogram": entry.get("pictogram", ""),
                    "legal_ref": entry.get("legal_ref", ""),
                }
                for path, entry in entries.items()
                if path.count(".") == level
            },
        )
    return changed + _load_labels(vocabulary, entries)


def _load_labels(vocabulary: Vocabulary, entries: dict[str, Values]) -> int:
    keys = dict(vocabulary.terms.values_list("code", "pk"))
    wanted = {
        (keys[path], language): {
            "name": name,
            "short": entry.get("short", {}).get(language, ""),
            "synonyms": entry.get("synonyms", {}).get(language, []),
        }
        for path, entry in entries.items()
        for language, name in entry["name"].items()
    }
    return _bring(TermLabel, ("term_id", "language"), wanted)


def _flat(entries: list[Values], prefix: str = "") -> list[Values]:
    """Return the tree as a list, each with its path as code and its place."""
    found = []
    for position, entry in enumerate(entries):
        path = prefix + entry["code"]
        found.append({**entry, "code": path, "position": position})
        found += _flat(entry.get("children", []), f"{path}.")
    return found


def _life(entry: Values, file: Values) -> Values:
    """Return validity and source; what an entry does not say, its file says."""
    ends: date | None = entry.get("valid_to")
    return {
        "valid_from": entry.get("valid_from", file["valid_from"]),
        "valid_to": ends,
        "source": entry.get("source", file["source"]),
    }


def _bring(model: type[AnyRow], key: tuple[str, ...], wanted: dict[Key, Values]) -> int:
    """Create the rows that lack and save those that differ; count both."""
    manager: models.Manager[AnyRow] = model._default_manager
    present = {tuple(getattr(row, name) for name in key): row for row in manager.all()}
    new = [
        model(**{**values, **dict(zip(key, found, strict=True))})
        for found, values in wanted.items()
        if found not in present
    ]
    changed = [
        row
        for found, row in present.items()
        if found in wanted and _change(row, wanted[found])
    ]
    manager.bulk_create(new, batch_size=500)
    if changed:
        names = sorted({name for values in wanted.values() for name in values})
        manager.bulk_update(changed, [*names, "version"], batch_size=500)
    return len(new) + len(changed)


def _change(row: Row, values: Values) -> bool:
    """Give the row its values; tell whether any was another."""
    differing = {
        name: value for name, value in values.items() if getattr(row, name) != value
    }
    for name, value in differing.items():
        setattr(row, name, value)
    if differing:
        row.version += 1
    return bool(differing)
