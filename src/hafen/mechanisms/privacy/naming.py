"""What the rows of an export point to, in words instead of keys.

What belongs to the person, and what holds nobody's data, is called by its name.
Of all else the kind alone is said: who else is in it is not theirs to read.
"""

from collections.abc import Iterable
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hafen.core.db.guards import our_models
from hafen.core.db.personal_data import declared
from hafen.mechanisms.privacy.rights import Field, Part
from hafen.mechanisms.privacy.words import table_name

# The first of these that a row has is what it is called.
_CALLED = ("name", "title", "label")
Model = type[models.Model]


class Pointers:
    """The names of all that the rows of an export point to."""

    def __init__(self, parts: Iterable[Part]) -> None:
        self._parts = list(parts)
        self._known: dict[Model, dict[Any, models.Model]] = {}

    @cached_property
    def _own(self) -> dict[Any, models.Model]:
        return {row.pk: row for part in self._parts for row in part.rows}

    def read(self, field: Field, keys: Iterable[Any]) -> None:
        """Read what a column points to at once, where it may be named."""
        model: Any = field.related_model
        if field.is_relation and _is_nobodys(model):
            known = self._known.setdefault(model, {})
            missing = {key for key in keys if key is not None} - known.keys()
            known |= model._default_manager.in_bulk(missing)

    def name_of(self, field: Field, key: Any) -> str:
        """Return what a column with the key of a row says."""
        if not field.is_relation:
            own = self._own.get(key)
            return called(own) if own else _("another entry of the house")
        model: Any = field.related_model
        row = self._known.get(model, {}).get(key) or self._own.get(key)
        return called(row) if row else str(table_name(model))


def is_pointer(field: Field, value: Any) -> bool:
    return field.is_relation or isinstance(value, UUID)


def called(row: models.Model) -> str:
    """Return the name of a row; of one without, its kind and its day."""
    names = (getattr(row, name, "") for name in _CALLED)
    if name := next((name for name in names if name and isinstance(name, str)), ""):
        return name
    texts = getattr(row, "texts", None)
    if isinstance(texts, dict) and texts:
        return str(texts.get(get_language() or "de") or next(iter(texts.values())))
    kind, made = str(table_name(type(row))), getattr(row, "created_at", None)
    if made is None:
        return kind
    return f"{kind}, {date_format(timezone.localdate(made), 'SHORT_DATE_FORMAT')}"


def _is_nobodys(model: Model) -> bool:
    found = declared(model) if model in set(our_models()) else None
    return found is not None and not found.is_personal
