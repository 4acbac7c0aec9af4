"""What is done to the contact persons of an organisation: personal data."""

from datetime import date
from typing import TypedDict

from django.db import transaction

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.errors import DomainError
from hafen.core.db.versions import locked, save_next
from hafen.core.places.services import content_changed
from hafen.network.organisations.models import (
    ContactPerson,
    Organisation,
    PublicationConsent,
)


class AgreedAlready(DomainError):
    """The person has agreed and not withdrawn; there is nothing to add."""


class NotAgreed(DomainError):
    """There is no consent that holds, or it began only after that day."""


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


@transaction.atomic
def record_consent(
    *,
    person: ContactPerson,
    agreed_on: date,
    agreed_how: str,
    text_version: str,
    by: User | None,
) -> PublicationConsent:
    """
    Note that somebody agreed to be named to the public.

    :raises AgreedAlready: when an earlier consent still holds
    """
    fresh = locked(person, expected=None)
    if fresh.consents.filter(withdrawn_on__isnull=True).exists():
        raise AgreedAlready
    consent = PublicationConsent.objects.create(
        municipality_id=fresh.municipality_id,
        person=fresh,
        agreed_on=agreed_on,
        agreed_how=agreed_how,
        text_version=text_version,
        recorded_by=by,
    )
    audit.record(
        action="organisations.consent.recorded", subject=fresh.organisation, by=by
    )
    content_changed(fresh.municipality_id)
    return consent


@transaction.atomic
def withdraw_consent(
    *, person: ContactPerson, withdrawn_on: date, by: User | None
) -> None:
    """
    Take somebody's name off the public pages at once.

    :raises NotAgreed: when no consent holds on that day
    """
    fresh = locked(person, expected=None)
    open_one = fresh.consents.filter(
        withdrawn_on__isnull=True, agreed_on__lte=withdrawn_on
    ).first()
    if open_one is None:
        raise NotAgreed
    open_one.withdrawn_on = withdrawn_on
    save_next(open_one)
    audit.record(
        action="organisations.consent.withdrawn", subject=fresh.organisation, by=by
    )
    content_changed(fresh.municipality_id)
