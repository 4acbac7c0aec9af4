"""To whom the lists of this room are written: see `core.mail.writing`."""

from typing import Any

from hafen.core.mail.writing import Addressee
from hafen.network.organisations.models import ContactPerson, Organisation


def of_organisation(row: Organisation) -> Addressee:
    return Addressee(
        name=row.name,
        address=row.postal_address,
        email=row.email,
        by_letter=row.way == Organisation.Way.LETTER,
    )


def of_person(row: ContactPerson) -> Addressee:
    """A person is written to at the organisation, by the own mailbox."""
    return Addressee(
        name=row.name,
        organisation=row.organisation.name,
        address=row.organisation.postal_address,
        email=row.email or row.organisation.email,
        person=row.pk,
        by_letter=row.organisation.way == Organisation.Way.LETTER,
    )


def of_speaker(row: Any) -> Addressee:
    return of_person(row.person)


def of_member(row: Any) -> Addressee:
    return of_organisation(row.organisation)
