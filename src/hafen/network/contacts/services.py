from datetime import date, time
from typing import TypedDict

from django.db import transaction
from django.utils import timezone

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.errors import DomainError
from hafen.core.db.names import sort_key
from hafen.core.db.versions import locked, save_next
from hafen.core.places.models import Municipality, Site
from hafen.network.contacts.models import (
    GROUPS,
    Contact,
    OfficeTask,
    UnrecordedEstimate,
)
from hafen.network.organisations.models import ContactPerson, Organisation


class ForeignPerson(DomainError):
    """The contact person belongs to another organisation than the one named."""


class UnknownGroup(DomainError):
    """There are the target groups a, b and c, each with its sub-types."""


class NotOwnOfToday(DomainError):
    """Only what one has just recorded oneself can be taken back."""


class TaskExists(DomainError):
    """Another task has this letter already."""


class ContactData(TypedDict, total=False):
    """What can be said of a contact; a key that is left out stays as it is."""

    held_on: date
    held_at: time | None
    site: Site | None
    group: str
    subtype: str
    channel: str
    setting: str
    occasion: str
    topics: list[str]
    minutes: int | None
    language: str
    interpreting: str
    result: str
    organisation: Organisation | None
    contact_person: ContactPerson | None
    task: OfficeTask | None
    has_cooperation: bool
    household_key: int | None
    person_key: int | None
    actor_key: int | None
    note: str
    is_tally: bool


@transaction.atomic
def record_contact(
    *, municipality: Municipality, data: ContactData, by: User | None
) -> Contact:
    """
    Record one contact.

    :raises ForeignPerson: if person and organisation do not belong together
    :raises UnknownGroup: if there is no such target group
    """
    contact = Contact(municipality=municipality, recorded_by=by)
    _set(contact, data)
    contact.save(force_insert=True)
    audit.record(action="contacts.contact.recorded", subject=contact, by=by)
    return contact


@transaction.atomic
def edit_contact(
    *, contact: Contact, data: ContactData, expected: int | None, by: User
) -> None:
    """
    Change what the data names.

    :raises LostUpdate: when somebody else changed it since version `expected`
    :raises ForeignPerson: if person and organisation do not belong together
    """
    fresh = locked(contact, expected=expected)
    fresh.is_tally = False
    _change(fresh, data, by)


@transaction.atomic
def correct_contact(*, contact: Contact, data: ContactData, by: User | None) -> None:
    """Change what the list it came from says otherwise now."""
    _change(locked(contact, expected=None), data, by)


@transaction.atomic
def remove_contact(*, contact: Contact, by: User | None) -> None:
    """Remove a contact whose list is taken back."""
    audit.record(action="contacts.contact.taken_back", subject=contact, by=by)
    contact.delete()


@transaction.atomic
def take_back(*, contact: Contact, by: User, today: date) -> None:
    """
    Delete a contact that was counted by mistake.

    :raises NotOwnOfToday: if somebody else recorded it, or on another day
    """
    recorded_on = timezone.localdate(contact.created_at)
    if contact.recorded_by_id != by.pk or recorded_on < today:
        raise NotOwnOfToday
    audit.record(action="contacts.contact.taken_back", subject=contact, by=by)
    contact.delete()


@transaction.atomic
def estimate_unrecorded(
    *, municipality: Municipality, month: date, group: str, number: int, by: User
) -> None:
    """Say how many contacts of a month were not recorded; a later word holds."""
    row, _is_new = UnrecordedEstimate.objects.update_or_create(
        municipality=municipality,
        month=month.replace(day=1),
        group=group,
        defaults={"number": number},
    )
    audit.record(action="contacts.estimate.set", subject=row, by=by)


@transaction.atomic
def add_task(
    *, municipality: Municipality, code: str, name: str, by: User | None
) -> OfficeTask:
    """
    Name a task of the contact point by which activities are counted.

    :raises TaskExists: if the letter is taken
    """
    if OfficeTask.objects.filter(municipality=municipality, code=code).exists():
        raise TaskExists
    task = OfficeTask.objects.create(
        municipality=municipality, code=code, name=name, sort_key=sort_key(code)
    )
    audit.record(action="contacts.task.added", subject=task, by=by)
    return task


def _change(contact: Contact, data: ContactData, by: User | None) -> None:
    _set(contact, data)
    save_next(contact)
    audit.record(action="contacts.contact.edited", subject=contact, by=by)


def _set(contact: Contact, data: ContactData) -> None:
    for name, value in data.items():
        setattr(contact, name, value)
    if contact.group not in GROUPS:
        raise UnknownGroup
    if contact.subtype and not contact.subtype.startswith(f"{contact.group}."):
        raise UnknownGroup
    person = contact.contact_person
    if person is not None:
        if contact.organisation_id not in {None, person.organisation_id}:
            raise ForeignPerson
        contact.organisation_id = person.organisation_id
