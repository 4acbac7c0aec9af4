"""Who was planted (`tests/planting.py`): rows, and the words that stand in them."""

import secrets
from dataclasses import dataclass, field
from typing import Any

from hafen.mechanisms.privacy.rights import Model


@dataclass(frozen=True)
class Word:
    """What stands in one column of one row of somebody, and nowhere else."""

    text: str
    model: Model
    column: str

    @property
    def label(self) -> str:
        return f"{self.model._meta.label}.{self.column}"


@dataclass
class Person:
    """Whoever is the first of these rows, with all that was planted for them."""

    town: Any
    initial: str
    neighbour: "Person | None" = None
    rows: dict[Model, list[Any]] = field(default_factory=dict)
    words: list[Word] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    # Rows that are theirs together with others, such as the household.
    common: list[Any] = field(default_factory=list)
    # Words in such rows; all others are theirs alone.
    shared: set[str] = field(default_factory=set)

    @property
    def root(self) -> Any:
        return next(iter(self.rows.values()))[0]

    @property
    def own(self) -> list[Word]:
        """The words that are theirs alone."""
        return [word for word in self.words if word.text not in self.shared]

    def of(self, model: Any) -> Any:
        """Return their row in a table, or in one that inherits from it."""
        for known, rows in self.rows.items():
            if issubclass(known, model):
                return rows[0]
        return None

    def word(self, row: Any, column: str) -> str:
        text = f"z{self.initial}{secrets.token_hex(4)}z"
        self.words.append(Word(text, type(row), column))
        return text
