"""Where else a person is named: in free text of rows that are somebody else's."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import IntegrityError, models, transaction
from django.db.models import Q, TextField
from django.db.models.functions import Cast

from hafen.core.accounts.models import User
from hafen.core.db.encryption import EncryptedTextField
from hafen.core.db.guards import our_models
from hafen.core.db.personal_data import NO_PERSONAL_DATA, declared
from hafen.mechanisms.privacy import rights
from hafen.mechanisms.privacy.rights import Field, Model
from hafen.mechanisms.privacy.words import table_name

BLACKENED = "█████"
MOST = 100
# A single first name is found everywhere and means nobody.
_SHORTEST = 6


@dataclass(frozen=True)
class Mention:
    """A row of somebody else's in which the person is named.

    :param around: the place, for the person who decides
    """

    key: str
    field: str
    kind: Any
    around: str

    @property
    def code(self) -> str:
        return f"{self.key}:{self.field}"


def needles(roots: Iterable[models.Model]) -> list[str]:
    """Return what identifies the person: addresses, numbers, full names."""
    found = {value.strip() for row in roots for value in rights.values_of(row)}
    return sorted(
        value
        for value in found
        if len(value) >= _SHORTEST
        and "\n" not in value
        and (" " in value or "@" in value or any(sign.isdigit() for sign in value))
    )


def find(
    user: User, words: list[str], parts: Iterable[rights.Part]
) -> Iterator[Mention]:
    """Return where the words stand in rows that are not the person's own."""
    own = {part.model: part.keys for part in parts}
    if not words:
        return
    pattern = re.compile("|".join(map(re.escape, words)), re.IGNORECASE)
    for model in our_models():
        if getattr(model, "append_only", False) or not rights.may_read(
            user, declared(model) or NO_PERSONAL_DATA
        ):
            continue
        for field in _fields(model):
            for pk, value in _rows(model, field, words, own.get(model, frozenset())):
                yield Mention(
                    key=f"{model._meta.label}:{pk}",
                    field=field.name,
                    kind=table_name(model),
                    around=_around(pattern, value),
                )


def _fields(model: Model) -> list[Field]:
    kinds = (models.CharField, models.TextField, models.JSONField, ArrayField)
    return [
        field
        for field in model._meta.local_fields
        if isinstance(field, kinds)
        and not isinstance(field, EncryptedTextField)
        and not field.choices
        and not field.primary_key
    ]


def _rows(
    model: Model, field: Field, words: list[str], own: frozenset[Any]
) -> Iterable[tuple[Any, str]]:
    wanted = Q()
    for word in words:
        wanted |= Q(as_text__icontains=word)
    rows = model._default_manager.annotate(as_text=Cast(field.name, TextField()))
    found = rows.filter(wanted).exclude(pk__in=own).order_by("pk")
    return found.values_list("pk", "as_text")[:MOST]


def _around(pattern: re.Pattern[str], value: str) -> str:
    found = pattern.search(value)
    if found is None:
        return value[:80]
    start = max(found.start() - 30, 0)
    return f"… {value[start : found.end() + 30]} …"


def blacken(codes: Iterable[str], words: list[str]) -> int:
    """Black the words out in these rows; what may not lose them is left alone."""
    pattern = re.compile("|".join(map(re.escape, words)), re.IGNORECASE)
    done = 0
    for code in codes:
        key, _, name = code.rpartition(":")
        for row in rights.rows_of([key]):
            value = _blackened(getattr(row, name), pattern)
            if isinstance(row._meta.get_field(name), models.EmailField):
                value = ""
            try:
                with transaction.atomic():
                    type(row)._default_manager.filter(pk=row.pk).update(**{name: value})
            except IntegrityError:
                continue
            done += 1
    return done


def _blackened(value: Any, pattern: re.Pattern[str]) -> Any:
    if isinstance(value, str):
        return pattern.sub(BLACKENED, value)
    if isinstance(value, list):
        return [_blackened(each, pattern) for each in value]
    if isinstance(value, dict):
        return {key: _blackened(each, pattern) for key, each in value.items()}
    return value
