"""Writes words of a planted person into the columns of a row (`tests/planting.py`)."""

from base64 import b64encode
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import Error, models, transaction

from hafen.core.db.encryption import EncryptedFileField, EncryptedTextField
from hafen.core.db.personal_data import declared
from tests.hostile.painting import painted_fields
from tests.planted import Person

TEXTS = models.CharField | models.TextField


def write_words(person: Person, row: Any, *, besides: set[str]) -> None:
    """
    Write a word into each column in which one can stand, declared or typed.

    :param besides: columns that have what they need already
    """
    typed = [column.name for column in painted_fields(type(row))]
    names = [*declared(type(row)).fields, *typed]
    for name in dict.fromkeys(names):
        column: Any = row._meta.get_field(name)
        if name in besides or column.is_relation or column.choices:
            continue
        known = len(person.words)
        try:
            with transaction.atomic():
                _write(person, row, column)
        except Error as error:
            del person.words[known:]
            trouble = str(error).partition("\n")[0]
            person.refused.append(f"{row._meta.label}.{name}: {trouble}")


def _write(person: Person, row: Any, column: Any) -> None:
    value = _painted(person, row, column)
    if value is None:
        return
    setattr(row, column.name, value)
    if isinstance(column, EncryptedTextField):
        row.save(update_fields=[column.name])
    else:
        type(row)._base_manager.filter(pk=row.pk).update(**{column.name: value})


def _painted(person: Person, row: Any, column: Any) -> Any:
    """Return a value with a word in it; None where none can stand."""
    value: Any = None
    if isinstance(column, models.JSONField):
        word = person.word(row, column.name)
        value = [word] if isinstance(getattr(row, column.name), list) else {"x": word}
    elif isinstance(column, models.BinaryField):
        value = person.word(row, column.name).encode()
    elif isinstance(column, EncryptedFileField):
        value = b64encode(person.word(row, column.name).encode()).decode()
    elif isinstance(column, ArrayField) and _holds_words(column.base_field):
        value = [person.word(row, column.name)]
    elif isinstance(column, models.EmailField):
        value = f"{person.word(row, column.name)}@example.org"
    elif _holds_words(column):
        value = person.word(row, column.name)
    return value


def _holds_words(column: Any) -> bool:
    is_text = isinstance(column, TEXTS) and not column.choices
    return is_text and (column.max_length or 99) > 10
