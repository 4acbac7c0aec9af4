"""What the house knows of one person, found by what the models declare.

Somebody names the rows that are the person (an account, a contact person, a
message). From there every declared `subject` is followed, room by room, until
nothing more is found. No room is asked; none can be forgotten.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeAlias

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils import timezone

from hafen.core.accounts.models import User
from hafen.core.db.context import current, opened_for
from hafen.core.db.encryption import EncryptedTextField
from hafen.core.db.guards import our_models
from hafen.core.db.personal_data import (
    CASES,
    OnErasure,
    PersonalData,
    declared,
)
from hafen.core.db.roles import Role
from hafen.mechanisms.privacy.spelling import spelt
from hafen.mechanisms.privacy.words import table_name

Model = type[models.Model]
Field: TypeAlias = "models.Field[Any, Any]"
MOST_HITS = 20


def personal_models() -> Iterator[tuple[Model, PersonalData]]:
    for model in our_models():
        found = declared(model)
        if found is not None and found.is_personal:
            yield model, found


def may_read(user: User, declaration: PersonalData) -> bool:
    """Return whether this person may see such rows in somebody's request."""
    is_case = declaration.data_class in CASES
    return not is_case or is_officer(user)


def is_officer(user: User) -> bool:
    return Role.DATA_PROTECTION_OFFICER in user.roles_now


@contextmanager
def opened(user: User) -> Iterator[None]:
    """Open the files of cases while the data protection officer answers a person.

    The database shows them to nobody but those who work on them.
    """
    with opened_for(*[user.municipality_id] if is_officer(user) else []):
        yield


def key_of(row: models.Model) -> str:
    return f"{row._meta.label}:{row.pk}"


def rows_of(keys: Iterable[str]) -> list[models.Model]:
    """Return the rows that are still there."""
    found = []
    for key in keys:
        label, _, pk = key.partition(":")
        row = apps.get_model(label)._default_manager.filter(pk=pk).first()
        if row is not None:
            found.append(row)
    return found


def text_fields(model: Model, names: Iterable[str]) -> list[Field]:
    """Return the fields among these that hold readable text."""
    fields = [model._meta.get_field(name) for name in names]
    return [
        field
        for field in fields
        if isinstance(field, models.CharField | models.TextField)
        and not isinstance(field, EncryptedTextField)
        and not field.choices
    ]


def values_of(row: models.Model) -> list[str]:
    """Return the readable personal values of a row, such as name and address."""
    found = declared(type(row))
    names = [name for name in found.fields if name != "password"] if found else []
    fields = text_fields(type(row), names)
    return [str(value) for field in fields if (value := getattr(row, field.name))]


@dataclass(frozen=True)
class Hit:
    """A row that may be the person who asks."""

    key: str
    kind: Any
    shown: str


def search(user: User, text: str) -> list[Hit]:
    """Return the rows that are persons and hold these words, in all rooms.

    Rooms that keep keys of names find them in other spellings as well.
    Of what belongs to an address the newest of each kind: one leads to all others,
    and many who wrote once are in the house by nothing else.
    """
    hits = []
    for model, declaration in personal_models():
        names = [name for name in declaration.fields if name != "password"]
        fields = text_fields(model, names)
        is_by_address = is_keyed_by_address(model, declaration)
        is_person = declaration.subject == "self" or is_by_address
        if not is_person or not fields or not text.strip():
            continue
        if not may_read(user, declaration):
            continue
        wanted = Q()
        for field in fields:
            wanted |= Q(**{f"{field.name}__icontains": text.strip()})
        if model._meta.label in spelt:
            wanted |= spelt[model._meta.label].named(text.strip())
        most = 1 if is_by_address else MOST_HITS
        order = "-pk" if is_by_address else "pk"
        rows = model._default_manager.filter(wanted).order_by(order)[:most]
        hits += [
            Hit(key_of(row), table_name(model), " · ".join(values_of(row))[:200])
            for row in rows
        ]
    return hits


def is_keyed_by_address(model: Model, declaration: PersonalData) -> bool:
    name = declaration.subject.partition("__")[0]
    is_named = name != "self"
    return is_named and isinstance(model._meta.get_field(name), models.EmailField)


@dataclass(frozen=True)
class Part:
    """The rows of one kind that belong to the person."""

    model: Model
    declaration: PersonalData
    keys: frozenset[Any]

    @property
    def name(self) -> Any:
        return self.model._meta.verbose_name_plural

    @property
    def count(self) -> int:
        return len(self.keys)

    @property
    def rows(self) -> models.QuerySet[Any]:
        return self.model._default_manager.filter(pk__in=self.keys).order_by("pk")

    @property
    def goes(self) -> bool:
        return self.declaration.on_erasure is OnErasure.DELETE

    @property
    def stays(self) -> bool:
        return self.declaration.on_erasure is OnErasure.KEEP

    def last_day(self, today: date) -> date | None:
        """Return until when the last of these rows must be kept; None: no day."""
        declaration = self.declaration
        if declaration.keep_for is None or not declaration.keep_from:
            return None
        found = [getattr(row, declaration.keep_from) for row in self.rows.all()]
        if declaration.keep_for == 0 and None in found:
            return None  # the row names its last day itself, and has none yet
        starts: list[date] = [start or today for start in found]
        days = [
            timezone.localdate(start) if isinstance(start, datetime) else start
            for start in starts
        ]
        return max(days) + timedelta(days=declaration.keep_for)


def gather(roots: Iterable[models.Model], *, alone: bool = False) -> list[Part]:
    """
    Return everything that belongs to the person, the upper rooms first.

    :param alone: leave out what belongs to others as well, such as the household
    """
    found: dict[Model, set[Any]] = {}
    addresses: set[str] = set()
    for row in roots:
        found.setdefault(type(row), set()).add(row.pk)
        addresses |= {value.casefold() for value in values_of(row) if "@" in value}
    while _follow(found, addresses, alone=alone):
        pass
    return [
        Part(model, declaration, frozenset(found[model]))
        for model, declaration in reversed(list(personal_models()))
        if found.get(model)
    ]


def _follow(found: dict[Model, set[Any]], addresses: set[str], *, alone: bool) -> bool:
    """Add what points to the rows found so far; False when nothing is new."""
    is_new = False
    for model, declaration in personal_models():
        wanted = _belongs(model, declaration, found, addresses, alone=alone)
        # The trail holds keys alone, is told of by itself and loses nothing.
        if wanted is None or getattr(model, "append_only", False):
            continue
        known = found.setdefault(model, set())
        keys = set(model._default_manager.filter(wanted).values_list("pk", flat=True))
        is_new = is_new or bool(keys - known)
        known |= keys
    return is_new


def _belongs(
    model: Model,
    declaration: PersonalData,
    found: dict[Model, set[Any]],
    addresses: set[str],
    *,
    alone: bool,
) -> Q | None:
    """Return which rows of a model are the person's; None when none can be."""
    if declaration.subject == "self":
        return _again(model, declaration.shared_by, found)
    field = model._meta.get_field(declaration.subject.partition("__")[0])
    if isinstance(field, models.ManyToOneRel):
        return _shared(field, found, alone=alone)
    if isinstance(field, models.ForeignKey):
        return _theirs(model, declaration, found)
    return _keyed(field, declaration.subject, found, addresses)


def _again(model: Model, name: str, found: dict[Model, set[Any]]) -> Q | None:
    """Return which rows are other entries of the same person."""
    if name and isinstance(model._meta.get_field(name), models.UUIDField):
        return _keyed(model._meta.get_field(name), name, found, set())
    return _led_to(model, name, found) if name else None


def _between(
    model: Model, sides: tuple[tuple[str, str], ...], found: dict[Model, set[Any]]
) -> Q | None:
    """Return which rows are the person's on one side or on both."""
    wanted = Q()
    for side, path in sides:
        if own := _led_to(model, path, found):
            wanted |= own & Q(side=side) if side else own
    return wanted or None


def _theirs(
    model: Model, declaration: PersonalData, found: dict[Model, set[Any]]
) -> Q | None:
    """Return which rows point to the person, or else to what is shared."""
    name, shared = declaration.subject, declaration.shared_by
    own = _between(model, declaration.sides or (("", name),), found)
    theirs = _led_to(model, shared, found) if shared else None
    if theirs is None:
        return own
    theirs &= Q(**{f"{name}__isnull": True})
    return theirs if own is None else own | theirs


def _led_to(model: Model, path: str, found: dict[Model, set[Any]]) -> Q | None:
    """Return which rows lead to those found so far; None where none can."""
    *_between, last = steps(model, path)
    keys = _keys(found, last.related_model)
    return Q(**{f"{path}__in": keys}) if keys else None


def _keyed(
    field: Any, name: str, found: dict[Model, set[Any]], addresses: set[str]
) -> Q | None:
    """Return which rows name the key of a row found so far, or an address."""
    if isinstance(field, models.UUIDField):
        return Q(**{f"{name}__in": _everything(found)})
    if isinstance(field, EncryptedTextField):
        return Q(pk__in=_sealed_for(field, addresses))
    if isinstance(field, models.EmailField):
        return _any_of(name, addresses)
    return _remembered(field, addresses)


def _remembered(field: Any, addresses: set[str]) -> Q | None:
    """Return which rows remember one of these addresses by a digest of it."""
    declaration, town = declared(field.model), current().municipality
    if declaration is None or declaration.digest is None or town is None:
        return None
    digests = [declaration.digest(town, address) for address in addresses]
    return Q(**{f"{field.name}__in": digests}) if digests else None


def _sealed_for(field: EncryptedTextField, addresses: set[str]) -> list[Any]:
    """Return the rows with one of these addresses; such rows wait some days only."""
    rows = field.model._default_manager.all()
    return [row.pk for row in rows if getattr(row, field.name).casefold() in addresses]


def _everything(found: dict[Model, set[Any]]) -> set[Any]:
    """Return the keys found so far, and of what such rows hold alone."""
    keys = {pk for pks in found.values() for pk in pks}
    for model, pks in found.items():
        declaration = declared(model)
        if pks and declaration and declaration.holds:
            rows = model._default_manager.filter(pk__in=pks)
            keys |= set(rows.values_list(declaration.holds, flat=True))
    return keys


def steps(model: Model, path: str) -> Iterator[Any]:
    """Return the relations along a path, one after the other."""
    at: Any = model
    for name in path.split("__"):
        field = at._meta.get_field(name)
        yield field
        at = field.related_model


def needed_by(model: Model, declaration: PersonalData) -> Iterator[tuple[Model, str]]:
    """Return which rows a row that must be kept cannot be without, by their paths.

    Whatever may lose its tie to the person stays without them.
    """
    if declaration.subject == "self":
        return
    path = ""
    for field in steps(model, declaration.subject):
        if not isinstance(field, models.ForeignKey):
            return
        if field.remote_field.on_delete is models.SET_NULL:
            return
        path = f"{path}__{field.name}" if path else field.name
        yield field.related_model, path


def _keys(found: dict[Model, set[Any]], model: Any) -> set[Any]:
    return {pk for key, pks in found.items() if issubclass(key, model) for pk in pks}


def _shared(relation: Any, found: dict[Model, set[Any]], *, alone: bool) -> Q | None:
    """Return which rows several persons share, this one among them."""
    people, name = relation.related_model, relation.field.name
    keys = _keys(found, people)
    if not keys:
        return None
    rows = people._default_manager
    wanted = Q(pk__in=rows.filter(pk__in=keys).values(name))
    others = rows.exclude(pk__in=keys).filter(**{f"{name}__isnull": False})
    return wanted & ~Q(pk__in=others.values(name)) if alone else wanted


def _any_of(name: str, addresses: set[str]) -> Q | None:
    wanted = Q()
    for address in addresses:
        wanted |= Q(**{f"{name}__iexact": address})
    return wanted or None


def sharers(roots: Iterable[models.Model]) -> list[models.Model]:
    """Return who shares a file with these persons, such as their household."""
    found: list[models.Model] = []
    for part in gather(roots):
        name = part.declaration.subject.partition("__")[0]
        relation = None if name == "self" else part.model._meta.get_field(name)
        if isinstance(relation, models.ManyToOneRel):
            rows = relation.related_model._default_manager
            found += rows.filter(**{f"{relation.field.name}__in": part.keys})
    return found


def is_needed_by_kept(row: models.Model) -> bool:
    """Return whether a row that must be kept is about this one."""
    for model, declaration in personal_models():
        if declaration.on_erasure is not OnErasure.KEEP or not declaration.keep_from:
            continue
        for needed, path in needed_by(model, declaration):
            if not isinstance(row, needed):
                continue
            if model._default_manager.filter(**{path: row.pk}).exists():
                return True
    return False
