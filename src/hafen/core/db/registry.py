"""Registries: lower floors ask, rooms answer.

A lower floor owns a registry; a room fills it in `apps.py: ready()`.
"""

from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

from django.core.exceptions import ImproperlyConfigured

Entry = TypeVar("Entry")


class Registry(Generic[Entry]):
    """Entries by key, in the order of their registration.

    :param key: gives the key of an entry
    :raises ImproperlyConfigured: when two different entries claim one key
    """

    def __init__(self, *, key: Callable[[Entry], str]) -> None:
        self._key = key
        self._entries: dict[str, Entry] = {}

    def register(self, entry: Entry) -> Entry:
        key = self._key(entry)
        if self._entries.get(key, entry) != entry:
            message = f"{key!r} is registered twice"
            raise ImproperlyConfigured(message)
        self._entries[key] = entry
        return entry

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._entries.values())

    def __len__(self) -> int:
        return len(self._entries)

    def __contains__(self, key: object) -> bool:
        return key in self._entries

    def __getitem__(self, key: str) -> Entry:
        return self._entries[key]
