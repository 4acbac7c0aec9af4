"""Who asks: how to reach this person, and that two of them are one."""

from datetime import date
from typing import TypedDict

from django.db import transaction

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.names import sort_key
from hafen.core.db.versions import locked, save_next
from hafen.voice.inquiries.models import Inquiry, Requester, RequesterEmail
from hafen.voice.inquiries.queries import inquiries_visible_to
from hafen.voice.inquiries.services._errors import SamePerson, SomebodyElse


class PersonData(TypedDict, total=False):
    """How somebody is called and reached."""

    name: str
    phone: str
    address: str
    reply_by: str
    language: str


@transaction.atomic
def save_person(
    *, inquiry: Inquiry, data: PersonData, expected: int | None, by: User
) -> Requester:
    """
    Write down who asks, or change it.

    :raises LostUpdate: when somebody else changed it since version `expected`
    """
    fresh = locked(inquiry, expected=None)
    row = (
        Requester(municipality_id=fresh.municipality_id)
        if fresh.requester is None
        else locked(fresh.requester, expected=expected)
    )
    for name, value in data.items():
        setattr(row, name, value)
    row.sort_key = sort_key(row.name)
    save_next(row)
    if fresh.requester_id != row.pk:
        fresh.requester = row
        save_next(fresh)
    audit.record(action="inquiries.person.saved", subject=fresh, by=by)
    return row


@transaction.atomic
def add_address(
    *, requester: Requester, address: str, by: User, today: date
) -> Requester:
    """
    Note a further e-mail address; whoever had it before is the same person.

    :raises SomebodyElse: if it belongs to somebody whose inquiries `by` may not read
    """
    address = address.strip().lower()
    known = (
        RequesterEmail.objects.select_related("requester")
        .filter(municipality=requester.municipality_id, address=address)
        .first()
    )
    if known is None:
        RequesterEmail.objects.create(
            municipality_id=requester.municipality_id,
            requester=requester,
            address=address,
        )
        audit.record(action="inquiries.person.address_added", subject=requester, by=by)
        return requester
    if known.requester_id == requester.pk:
        return requester
    return join_people(requester=requester, other=known.requester, by=by, today=today)


@transaction.atomic
def join_people(
    *, requester: Requester, other: Requester, by: User, today: date
) -> Requester:
    """
    Make two people one; what the first one lacks, it has from the other.

    :raises SamePerson: if they are one already
    :raises SomebodyElse: if the other one has an inquiry that `by` may not read
    """
    kept, gone = locked(requester, expected=None), locked(other, expected=None)
    if kept.pk == gone.pk:
        raise SamePerson
    asked = Inquiry.objects.filter(requester=gone.pk)
    seen = inquiries_visible_to(by, today=today).filter(requester=gone.pk)
    if asked.count() != seen.count():
        raise SomebodyElse
    for name in ("name", "sort_key", "phone", "address", "reply_by"):
        setattr(kept, name, getattr(kept, name) or getattr(gone, name))
    save_next(kept)
    for inquiry in asked:
        inquiry.requester = kept
        save_next(inquiry)
    gone.emails.update(requester=kept.pk)
    audit.record(action="inquiries.person.joined", subject=kept, by=by)
    gone.delete()
    return kept
