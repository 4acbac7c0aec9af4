"""What is done to the contact persons of an organisation: personal data."""

from datetime import date
from typing import TypedDict

from django.db import transaction

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.versions import locked, save_next
from hafen.core.places.services import content_changed
from hafen.network.organisations.models import ContactPerson, Organisation


class ContactPersonData(TypedDict):
    """What is known of somebody at an organisation."""

    name: str
    position: str
    phone: str
    email: str
    confirmed_on: date


@transaction.atomic
def add_contact_person(
    *, organisation: Organisation, data: ContactPersonData, by: User | None
) -> ContactPerson:
    """List somebody who agreed to be asked."""
    person = ContactPerson.objects.create(
        municipality_id=organisation.municipality_id, organisation=organisation, **data
    )
    audit.record(action="organisations.person.added", subject=organisation, by=by)
    return person


@transaction.atomic
def edit_contact_person(
    *,
    person: ContactPerson,
    data: ContactPersonData,
    expected: int | None,
    by: User | None,
) -> ContactPerson:
    """
    Change what is known of somebody.

    :raises LostUpdate: when somebody else changed it since version `expected`
    """
    fresh = locked(person, expected=expected)
    for name, value in data.items():
        setattr(fresh, name, value)
    save_next(fresh)
    audit.record(
        action="organisations.person.edited", subject=fresh.organisation, by=by
    )
    # Who agreed to it stands on public pages of offers too.
    content_changed(fresh.municipality_id)
    return fresh


@transaction.atomic
def remove_contact_person(*, person: ContactPerson, by: User | None) -> None:
    """Take somebody off the list for good, as they may ask at any time."""
    audit.record(
        action="organisations.person.removed", subject=person.organisation, by=by
    )
    person.delete()
    content_changed(person.municipality_id)
