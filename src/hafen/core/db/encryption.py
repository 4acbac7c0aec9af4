"""Text fields that the database and its backups hold only sealed.

The seal names table, row and field: a sealed text that is copied into another
row cannot be opened there. The text is opened when it is first read.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from hafen.core.db.keyring import KeyRing, key_name


class NotSearchable(TypeError):
    """The database cannot compare sealed texts."""


class SavedPastItsRow(TypeError):
    """A sealed field is written by `save`, which knows the row it is for."""


@dataclass(frozen=True)
class Sealed:
    """A sealed text as it lies in the database; printing it shows nothing."""

    data: bytes

    def __repr__(self) -> str:
        return "<sealed>"

    @property
    def key_name(self) -> str:
        return key_name(self.data)


@cache
def ring() -> KeyRing:
    """Return the key ring of this installation."""
    return KeyRing(settings.VAR / "keys.json")


def place(model: type[models.Model], pk: UUID, field: str) -> str:
    """Return for where a text is sealed."""
    return f"{model._meta.db_table}:{pk}:{field}"


class _Opening(DeferredAttribute):
    """Opens the text when it is read for the first time."""

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        if instance is None:
            return self
        value = super().__get__(instance, cls)
        if isinstance(value, Sealed):
            where = place(type(instance), instance.pk, self.field.attname)
            value = ring().open(value.data, place=where)
            instance.__dict__[self.field.attname] = value
        return value

    def __set__(self, instance: Any, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class EncryptedTextField(models.TextField):  # type: ignore[type-arg]  # as Django's own
    """A text for special categories: sealed in the database, plain in Python."""

    descriptor_class = _Opening

    def get_internal_type(self) -> str:
        return "BinaryField"

    def from_db_value(
        self, value: bytes | None, _expression: Any, _connection: Any
    ) -> Sealed | None:
        return None if value is None else Sealed(bytes(value))

    def pre_save(self, model_instance: models.Model, add: bool) -> Sealed | None:  # noqa: FBT001, ARG002 - Django's signature
        value = model_instance.__dict__.get(self.attname)
        if value is None or isinstance(value, Sealed):
            return value
        where = place(type(model_instance), model_instance.pk, self.attname)
        return Sealed(ring().seal(str(value), place=where))

    def get_db_prep_value(
        self,
        value: Any,
        connection: Any,
        prepared: bool = False,  # noqa: FBT001, FBT002 - Django's signature
    ) -> bytes | None:
        """
        Return the bytes for the database.

        :raises SavedPastItsRow: if the text was not sealed for a row
        """
        del connection, prepared
        if value is None:
            return None
        if isinstance(value, Sealed):
            return value.data
        raise SavedPastItsRow(self.name)

    def get_prep_value(self, value: Any) -> Any:
        return value

    def get_lookup(self, lookup_name: str) -> Any:
        """
        Return the comparison with nothing; there is no other one.

        :raises NotSearchable: for any other lookup
        """
        if lookup_name == "isnull":
            return super().get_lookup(lookup_name)
        raise NotSearchable(self.name)


class EncryptedFileField(EncryptedTextField):
    """The bytes of a small file, as base64: sealed, and gone with its row."""


def encrypted_fields(model: type[models.Model]) -> list[EncryptedTextField]:
    return [
        field
        for field in model._meta.local_fields
        if isinstance(field, EncryptedTextField)
    ]
