"""Where the unit presented its work, and which meetings of others it took part in."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TypedDict

from django.core.files.base import File
from django.db import transaction

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.personal_data import DataClass
from hafen.core.db.versions import locked, save_next
from hafen.core.files import services as files
from hafen.core.places.models import Municipality
from hafen.mechanisms.todos.services import create_todo, finish_about
from hafen.network.organisations.models import (
    Appearance,
    AppearanceMaterial,
    AppearancePerson,
    Network,
    Organisation,
)

FOLLOW_UP = "organisations.appearance"
MATERIAL_KIND = "organisations.appearance"
FOLLOW_UP_TITLE = "Follow up on “%(title)s”"


class AppearanceData(TypedDict, total=False):
    """What can be said of a presentation; a key that is left out stays as it is."""

    kind: str
    held_on: date
    title: str
    place: str
    network: Network | None
    organisation: Organisation | None
    audience: str
    number: int | None
    topics: list[str]
    contribution: str
    people: Iterable[User]


@transaction.atomic
def record_appearance(
    *, municipality: Municipality, data: AppearanceData, by: User | None
) -> Appearance:
    """Write down a presentation of the unit, or a meeting that it took part in."""
    row = Appearance(municipality=municipality)
    _set(row, data)
    row.save(force_insert=True)
    _lay_people(row, data)
    audit.record(action="organisations.appearance.recorded", subject=row, by=by)
    return row


@transaction.atomic
def edit_appearance(
    *, appearance: Appearance, data: AppearanceData, expected: int | None, by: User
) -> None:
    """
    Change what the data names.

    :raises LostUpdate: when somebody else changed it since version `expected`
    """
    fresh = locked(appearance, expected=expected)
    _set(fresh, data)
    save_next(fresh)
    _lay_people(fresh, data)
    audit.record(action="organisations.appearance.edited", subject=fresh, by=by)


@transaction.atomic
def take_back_appearance(
    *, appearance: Appearance, by: User, municipality: Municipality, now: datetime
) -> None:
    """Delete an entry with its materials; what was to be followed up is done."""
    fresh = locked(appearance, expected=None)
    for material in fresh.materials.select_related("file"):
        remove_material(material=material, by=by)
    finish_about(
        kind=FOLLOW_UP,
        subject_id=fresh.pk,
        municipality=municipality,
        by=by,
        now=now,
    )
    audit.record(action="organisations.appearance.taken_back", subject=fresh, by=by)
    fresh.delete()


@transaction.atomic
def attach_material(
    *,
    appearance: Appearance,
    upload: File,  # type: ignore[type-arg]  # bytes or text
    by: User | None,
) -> AppearanceMaterial:
    """
    Keep a paper beside the entry.

    :raises DomainError: when the file is not taken; see `files.store`
    """
    file = files.store(
        municipality=appearance.municipality_id,
        upload=upload,
        kind=MATERIAL_KIND,
        data_class=DataClass.P1,
    )
    row = AppearanceMaterial.objects.create(
        municipality_id=appearance.municipality_id, appearance=appearance, file=file
    )
    audit.record(
        action="organisations.appearance.material_added", subject=appearance, by=by
    )
    return row


@transaction.atomic
def remove_material(*, material: AppearanceMaterial, by: User | None) -> None:
    file = material.file
    audit.record(
        action="organisations.appearance.material_removed",
        subject=material.appearance,
        by=by,
    )
    material.delete()
    files.discard(file=file)


@transaction.atomic
def follow_up(
    *, appearance: Appearance, owner: User, due_on: date, today: date, by: User | None
) -> None:
    """Ask somebody to come back to it until a day; about each it is asked once."""
    create_todo(
        municipality=appearance.municipality,
        kind=FOLLOW_UP,
        title=FOLLOW_UP_TITLE,
        params={"title": appearance.title},
        owner=owner,
        subject_type="organisations.appearance",
        subject_id=appearance.pk,
        due_on=due_on,
        today=today,
        by=by,
    )


def _set(row: Appearance, data: AppearanceData) -> None:
    for name, value in data.items():
        if name != "people":
            setattr(row, name, value)


def _lay_people(row: Appearance, data: AppearanceData) -> None:
    if "people" not in data:
        return
    wanted = {user.pk for user in data["people"]}
    row.people.exclude(attended_by__in=wanted).delete()
    present = set(row.people.values_list("attended_by", flat=True))
    AppearancePerson.objects.bulk_create(
        AppearancePerson(
            municipality_id=row.municipality_id, appearance=row, attended_by_id=user
        )
        for user in sorted(wanted - present)
    )
