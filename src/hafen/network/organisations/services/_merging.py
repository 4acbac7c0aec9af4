"""Two entries become one, and can be parted again exactly as they were.

Nothing is deleted: the loser stays, archived or hidden, and says whom it was
joined to. All that pointed to it points to the winner; where the winner has
the same already, such as a district, the loser keeps its own.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, models, transaction
from django.db.models import F

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db import work
from hafen.core.db.errors import DomainError, LostUpdate
from hafen.core.db.names import slug_of, sort_key
from hafen.core.db.versions import locked, save_next
from hafen.core.places.services import content_changed
from hafen.core.translation.services import original_changed
from hafen.network.organisations.models import (
    ContactPerson,
    Distinct,
    Merge,
    Organisation,
    OrganisationTranslation,
)
from hafen.network.organisations.queries import descendants
from hafen.network.organisations.registries import followers, pointers

Thing = Organisation | ContactPerson
# What a person decides on, field by field.
ORGANISATION_FIELDS = (
    "name",
    "kind",
    "description",
    "legal_form",
    "workforce",
    "parent_id",
    "topics",
    "languages",
    "is_city_wide",
    "website",
    "phone",
    "email",
    "street",
    "postal_code",
    "city",
    "way",
    "is_verified",
)
PERSON_FIELDS = ("name", "position", "phone", "email", "confirmed_on")
LOSER, BOTH = "loser", "both"
# Their rows belong to the entry itself, or tell of this very step.
_STAYS = (Merge, Distinct, OrganisationTranslation)
_IN_ONE_GO = 500


class SameEntry(DomainError):
    """An entry cannot be joined to itself."""


class OfOtherOrganisation(DomainError):
    """The two persons belong to different organisations."""


class JoinedAlready(DomainError):
    """One of the two was joined to another entry meanwhile."""


class CannotPart(DomainError):
    """They were parted already, or the winner was joined to a third one since."""


@dataclass(frozen=True)
class Parted:
    """What parting did: rows that went back, and what somebody changed since."""

    returned: int
    kept: tuple[str, ...]


def merge_organisations(
    *,
    winner: Organisation,
    loser: Organisation,
    chosen: Mapping[str, str],
    expected: tuple[int | None, int | None],
    by: User | None,
) -> Merge:
    """
    Make one organisation of two.

    :param chosen: by field "loser" or, for lists, "both"; the winner's hold else
    :param expected: the versions of winner and loser that the person compared
    :raises SameEntry: when both are one
    :raises JoinedAlready: when one of them was joined to another meanwhile
    :raises LostUpdate: when somebody changed one of them since
    """
    return _merge(winner, loser, chosen, expected, by)


def merge_persons(
    *,
    winner: ContactPerson,
    loser: ContactPerson,
    chosen: Mapping[str, str],
    expected: tuple[int | None, int | None],
    by: User | None,
) -> Merge:
    """
    Make one contact person of two at the same organisation.

    :raises OfOtherOrganisation: when they belong to different ones
    :raises SameEntry: when both are one
    :raises JoinedAlready: when one of them was joined to another meanwhile
    :raises LostUpdate: when somebody changed one of them since
    """
    if winner.organisation_id != loser.organisation_id:
        raise OfOtherOrganisation
    return _merge(winner, loser, chosen, expected, by)


@transaction.atomic
def _merge(
    winner: Any,
    loser: Any,
    chosen: Mapping[str, str],
    expected: tuple[int | None, int | None],
    by: User | None,
) -> Merge:
    if winner.pk == loser.pk:
        raise SameEntry
    winner, loser = _locked_both(winner, loser, expected)
    if winner.merged_into_id or loser.merged_into_id:
        raise JoinedAlready
    is_person = isinstance(winner, ContactPerson)
    told = _take(winner, loser, chosen)
    moved = _move(relations_of(type(winner)), loser.pk, winner.pk)
    told["state"] = "" if is_person else loser.state
    loser.merged_into = winner
    if not is_person:
        loser.state = Organisation.State.ARCHIVED
    save_next(loser)
    names = ("person", "lost_person")
    if not is_person:
        names = ("organisation", "lost_organisation")
    row = Merge.objects.create(
        municipality_id=winner.municipality_id,
        **{names[0]: winner, names[1]: loser},
        moved=moved,
        told=json.dumps(told, cls=DjangoJSONEncoder),
        merged_by=by,
    )
    _tell("merged", winner, loser, by, rows=sum(map(len, moved.values())))
    work.defer(
        "organisations.gather",
        municipality=row.municipality_id,
        actor=by.pk if by else None,
        key=f"organisations.gather:{row.pk}",
        merge=row.pk,
    )
    return row


@transaction.atomic
def gather(*, merge: Merge) -> int:
    """
    Let rows follow that somebody wrote while two became one; twice is once.

    Whoever added a row to the loser meanwhile waited for the lock of the merge,
    so the row came after it and still points to the loser.

    :return: how many rows followed
    """
    merge = locked(merge, expected=None)
    winner: Any = merge.person or merge.organisation
    loser: Any = merge.lost_person or merge.lost_organisation
    winner, loser = _locked_both(winner, loser, (None, None))
    if merge.undone_at or loser.merged_into_id != winner.pk:
        return 0
    late = _move(relations_of(type(winner)), loser.pk, winner.pk)
    for label, keys in late.items():
        merge.moved[label] = [*merge.moved.get(label, []), *keys]
    save_next(merge)
    return sum(map(len, late.values()))


@transaction.atomic
def part(*, merge: Merge, by: User | None, now: datetime) -> Parted:
    """
    Make two of one again: rows go back, and so do values that nobody changed since.

    :raises CannotPart: when they are parted, or the winner was joined to another
    """
    merge = locked(merge, expected=None)
    winner: Any = merge.person or merge.organisation
    loser: Any = merge.lost_person or merge.lost_organisation
    winner, loser = _locked_both(winner, loser, (None, None))
    if merge.undone_at or winner.merged_into_id or loser.merged_into_id != winner.pk:
        raise CannotPart
    told = json.loads(merge.told)
    returned = _move_back(merge.moved, winner.pk, loser.pk)
    kept = _give_back(winner, told)
    loser.merged_into = None
    if told["state"]:
        loser.state = told["state"]
    save_next(loser)
    merge.undone_at = now
    save_next(merge)
    _tell("parted", winner, loser, by, rows=returned)
    return Parted(returned, kept)


@transaction.atomic
def keep_apart(*, first: Organisation, second: Organisation, by: User | None) -> None:
    """Note that two organisations look alike and are not the same; twice is once."""
    keys = sorted((first.pk, second.pk))
    if keys[0] == keys[1]:
        raise SameEntry
    row, is_new = Distinct.objects.get_or_create(
        municipality_id=first.municipality_id,
        first_id=keys[0],
        second_id=keys[1],
    )
    if is_new:
        audit.record(action="organisations.pair.kept_apart", subject=row, by=by)


def _locked_both(
    winner: Thing, loser: Thing, expected: tuple[int | None, int | None]
) -> tuple[Any, Any]:
    """Lock both, always in the same order, so that nobody waits in a circle."""
    rows = type(winner)._base_manager.select_for_update()
    keys = (winner.pk, loser.pk)
    found = {row.pk: row for row in rows.filter(pk__in=keys).order_by("pk")}
    if len(found) < len(keys):
        raise JoinedAlready
    for key, version in zip(keys, expected, strict=True):
        if version is not None and found[key].version != version:
            raise LostUpdate
    return found[winner.pk], found[loser.pk]


def _take(winner: Any, loser: Any, chosen: Mapping[str, str]) -> dict[str, Any]:
    """Give the winner the chosen values; return those before and after."""
    is_person = isinstance(winner, ContactPerson)
    fields = PERSON_FIELDS if is_person else ORGANISATION_FIELDS
    before, after = {}, {}
    for name in fields:
        old, new = getattr(winner, name), _value(winner, loser, name, chosen)
        if old != new:
            before[name], after[name] = old, new
            setattr(winner, name, new)
    told: dict[str, Any] = {"before": before, "after": after}
    if not is_person:
        rows = winner.translations.values_list("pk", "state", "source_hash")
        told["texts"] = [[str(pk), state, mark] for pk, state, mark in rows]
    _save(winner)
    return told


def _value(winner: Any, loser: Any, name: str, chosen: Mapping[str, str]) -> Any:
    old, other = getattr(winner, name), getattr(loser, name)
    if name == "parent_id":
        return _parent(winner, loser, wants_loser=chosen.get("parent_id") == LOSER)
    if chosen.get(name) == BOTH and isinstance(old, list):
        return list(dict.fromkeys([*old, *other]))
    return other if chosen.get(name) == LOSER else old


def _parent(winner: Any, loser: Any, *, wants_loser: bool) -> UUID | None:
    """Return what the one organisation belongs to: never to itself or a part of it."""
    wanted: UUID | None = loser.parent_id if wants_loser else winner.parent_id
    if wanted == loser.pk:
        wanted = loser.parent_id
    below = descendants(winner.pk) | descendants(loser.pk)
    return None if wanted in below else wanted


def _save(row: Any) -> None:
    if isinstance(row, Organisation):
        row.sort_key = sort_key(row.name)
        row.slug = slug_of(row.name)
    save_next(row)
    if isinstance(row, Organisation):
        original_changed(row=row)


def _give_back(winner: Any, told: dict[str, Any]) -> tuple[str, ...]:
    """Restore what is still as the merge made it; return the names of the rest."""
    kept = []
    for name, after in told["after"].items():
        field = winner._meta.get_field(name)
        if _as_told(getattr(winner, name)) == after:
            setattr(winner, name, field.to_python(told["before"][name]))
        else:
            kept.append(field.name)
    _save(winner)
    if "description" in told["after"] and "description" not in kept:
        for pk, state, mark in told["texts"]:
            rows = OrganisationTranslation.objects.filter(pk=pk, source_hash=mark)
            rows.update(state=state)
    return tuple(kept)


def _as_told(value: Any) -> Any:
    """Return a value as it is read back from what was kept."""
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))


def relations_of(model: type[models.Model]) -> list[tuple[type[models.Model], str]]:
    """Return all that points to a kind of entry, in every room: model and field."""
    relations: list[Any] = [
        each
        for each in model._meta.get_fields(include_hidden=True)
        if each.auto_created and not each.concrete and not each.many_to_many
    ]
    found = [
        (each.related_model, each.field.name)
        for each in relations
        if each.related_model not in _STAYS and each.field.name != "merged_into"
    ]
    kind = "person" if model is ContactPerson else "organisation"
    found += [(each.model, each.field) for each in pointers if each.kind == kind]
    return found


def _move(
    relations: Iterable[tuple[type[models.Model], str]], old: UUID, new: UUID
) -> dict[str, list[str]]:
    """Let rows point to another entry; return which did, by model and field."""
    moved = {}
    for model, field in relations:
        rows = model._base_manager.filter(**{field: old}).order_by("pk")
        keys = list(rows.values_list("pk", flat=True))
        if done := [str(key) for key in _pointed(model, field, keys, new)]:
            moved[f"{model._meta.label}.{field}"] = done
    return moved


def _move_back(moved: Mapping[str, list[str]], old: UUID, new: UUID) -> int:
    """Let rows point to the loser again, where nobody pointed them elsewhere."""
    returned = 0
    for label, keys in moved.items():
        name, _dot, field = label.rpartition(".")
        model = apps.get_model(name)
        rows = model._base_manager.filter(pk__in=keys, **{field: old})
        still = list(rows.order_by("pk").values_list("pk", flat=True))
        returned += len(list(_pointed(model, field, still, new)))
    return returned


def _pointed(
    model: type[models.Model], field: str, keys: list[Any], new: UUID
) -> Iterator[Any]:
    """Point rows to an entry; yield those that the rules of their table let go."""
    for start in range(0, len(keys), _IN_ONE_GO):
        batch = keys[start : start + _IN_ONE_GO]
        if _update(model, field, batch, new):
            yield from batch
            continue
        # One of them says what another says already: each is tried alone.
        yield from (key for key in batch if _update(model, field, [key], new))


def _update(model: type[models.Model], field: str, keys: list[Any], new: UUID) -> bool:
    changes: dict[str, Any] = {field: new}
    if any(each.name == "version" for each in model._meta.concrete_fields):
        changes["version"] = F("version") + 1
    try:
        with transaction.atomic():
            model._base_manager.filter(pk__in=keys).update(**changes)
    except IntegrityError:
        return False
    return True


def _tell(verb: str, winner: Any, loser: Any, by: User | None, *, rows: int) -> None:
    is_person = isinstance(winner, ContactPerson)
    kind = "person" if is_person else "organisation"
    both = (winner.organisation,) if is_person else (winner, loser)
    for subject in both:
        audit.record(
            action=f"organisations.{kind}.{verb}",
            subject=subject,
            by=by,
            details={"winner": str(winner.pk), "loser": str(loser.pk), "rows": rows},
        )
    content_changed(winner.municipality_id)
    for organisation in both:
        for follower in followers:
            follower.follow(organisation)
