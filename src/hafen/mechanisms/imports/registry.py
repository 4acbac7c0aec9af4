"""Who can import what: an upper room registers one importer per kind of list."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.functional import Promise

from hafen.core.accounts.models import User
from hafen.core.db.errors import DomainError
from hafen.core.db.permissions import Permission
from hafen.core.db.registry import Registry
from hafen.core.places.models import Municipality
from hafen.mechanisms.imports.likeness import Entry as LikenessEntry
from hafen.mechanisms.imports.problems import Problem
from hafen.mechanisms.imports.tables import Table


@dataclass(frozen=True)
class Field:
    """What a column can be.

    :param name: how `cells` of a row and a mapping file call it
    :param synonyms: headings that mean it, in lower case
    :param is_required: without a column for it nothing can be imported
    """

    name: str
    label: str | Promise
    synonyms: tuple[str, ...] = ()
    is_required: bool = False


@dataclass(frozen=True)
class SourceRow:
    """One row of the list, its cells under the names of the fields.

    :param headings: the file's own heading of each field, for remarks
    """

    number: int
    cells: Mapping[str, str]
    headings: Mapping[str, str]

    def cell(self, name: str) -> str:
        return self.cells.get(name, "")

    def heading(self, name: str) -> str:
        return self.headings.get(name, "")


@dataclass(frozen=True)
class Entry:
    """What a row says once it is cleaned.

    :param key: equal for two rows that are one thing; stays the same when other
        columns of the row change
    :param title: how a person recognises it
    :param values: what JSON can hold; compared with the next run
    """

    key: str
    title: str
    values: Mapping[str, Any]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Scope:
    """For whom an import works, and when."""

    municipality: Municipality
    by: User | None
    now: dt.datetime
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Order:
    """What is to be written.

    :param object_id: the row to change; None to create one
    :param changed: the values that differ from the last import; only these may
        replace what somebody has edited since
    :param former: hashes of what the last import said
    :param headings: the file's own heading of each field, for remarks
    """

    values: Mapping[str, Any]
    object_id: UUID | None
    changed: frozenset[str]
    key: str
    former: Mapping[str, str] = field(default_factory=dict)
    headings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Written:
    """What was written, and what it takes to take it back."""

    object_id: UUID
    before: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Return:
    """What is to be taken back."""

    object_id: UUID
    was_created: bool
    before: Mapping[str, Any]


@dataclass(frozen=True)
class Words:
    """Which words a field understands.

    :param choices: what a word that is not known can be told to mean, with labels;
        each is itself a word that is known
    :param knows: whether a word of a list is understood as it is
    :param is_list: whether a cell may hold several, with commas between them
    """

    choices: Sequence[tuple[str, str | Promise]]
    knows: Callable[[str], bool]
    is_list: bool = False


class ChangedSince(DomainError):
    """Somebody changed what was written; the row stays as it is, and is named."""


class Unrecognised(DomainError):
    """None of what is known has columns like these."""


@dataclass(frozen=True)
class Importer:
    """One kind of list that can be imported.

    :param clean: gives one entry per row, in their order
    :param fold: makes the values of one thing from several entries of one key
    :param write: creates or changes one row
    :param take_back: removes the created row, or restores the changed one; raises
        ChangedSince
    :param versions: of the ids, those still there, with their present versions
    :param likeness: what is compared to propose duplicates; None: nothing is
    :param known: the rows that are there already, to be compared as well
    :param differences: of rows that will be changed, what becomes of each value: what
        stood there, and what stays since somebody changed it
    :param is_own: whether a list is seen by who brings it in, and by nobody else
    :param permission: what a person needs beside the right to import
    :param can_publish: whether its entries can be drafts as well
    :param reader: makes rows of the content of a file, where it is no plain list
    :param fit: where the fields depend on what was asked, such as in a survey: takes
        the municipality, the headings and the options, and gives this importer with
        the fields of one list; raises Unrecognised
    :param asks: the options that an address of the desk may name
    :param words: by the names of fields, which words they understand; others are
        assigned at the desk
    """

    key: str
    label: str | Promise
    fields: tuple[Field, ...]
    clean: Callable[[Sequence[SourceRow], Scope], Sequence[Entry]]
    fold: Callable[[Sequence[Entry]], tuple[Mapping[str, Any], tuple[Problem, ...]]]
    write: Callable[[Order, Scope], Written]
    take_back: Callable[[Return, Scope], None]
    versions: Callable[[Sequence[UUID], Scope], Mapping[UUID, int]]
    likeness: Callable[[Entry], LikenessEntry] | None = None
    known: Callable[[Scope], Mapping[UUID, LikenessEntry]] | None = None
    differences: (
        Callable[[Sequence[Order], Scope], Sequence[Sequence[Problem]]] | None
    ) = None
    is_own: bool = False
    permission: Permission | None = None
    can_publish: bool = True
    reader: Callable[[bytes], Table] | None = None
    fit: (
        Callable[[Municipality, Sequence[str], Mapping[str, Any]], "Importer"] | None
    ) = None
    asks: tuple[str, ...] = ()
    words: Callable[[Scope], Mapping[str, Words]] | None = None

    def fitted(
        self,
        municipality: Municipality,
        columns: Sequence[str],
        options: Mapping[str, Any],
    ) -> "Importer":
        """
        Return the importer for one list.

        :raises Unrecognised: if nothing known has such columns
        """
        return self.fit(municipality, columns, options) if self.fit else self

    def is_open_to(self, user: User) -> bool:
        return self.permission is None or self.permission.held_by(user)

    def field(self, name: str) -> Field | None:
        return next((field for field in self.fields if field.name == name), None)


importers: Registry[Importer] = Registry(key=lambda importer: importer.key)
