"""Who asks: how to reach this person, and that two of them are one."""

import json
from datetime import date
from typing import Any, TypedDict
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.names import sort_key
from hafen.core.db.versions import locked, save_next
from hafen.voice.inquiries.models import (
    Inquiry,
    PersonMerge,
    Requester,
    RequesterEmail,
)
from hafen.voice.inquiries.queries import inquiries_visible_to
from hafen.voice.inquiries.services._errors import (
    NotJoined,
    SamePerson,
    SomebodyElse,
)

# What somebody has from the other one where the own is missing.
_TAKEN = ("name", "sort_key", "phone", "address", "reply_by")


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
    if requester.pk == other.pk:
        raise SamePerson
    # In one order, or two colleagues who join them both ways wait for each other.
    keys = (requester.pk, other.pk)
    locks = Requester.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    both = {row.pk: row for row in locks}
    if len(both) < len(keys):
        raise SamePerson
    kept, gone = both[requester.pk], both[other.pk]
    asked = Inquiry.objects.filter(requester=gone.pk)
    _refuse_unread(asked, by, today)
    merge = PersonMerge(
        municipality_id=kept.municipality_id,
        requester=kept,
        joined_by=by,
        moved={
            "person": str(gone.pk),
            "inquiries": _keys(asked),
            "emails": _keys(gone.emails),
            "merges": _keys(gone.merges),
        },
    )
    before = _said(kept)
    for name in _TAKEN:
        setattr(kept, name, getattr(kept, name) or getattr(gone, name))
    save_next(kept)
    merge.told = json.dumps(
        {"other": _said(gone), "before": before, "after": _said(kept)}
    )
    merge.save(force_insert=True)
    _move(asked, gone.emails.all(), gone.merges.all(), to=kept)
    audit.record(action="inquiries.person.joined", subject=kept, by=by)
    gone.delete()
    return kept


@transaction.atomic
def part_people(*, merge: PersonMerge, by: User, today: date) -> Requester:
    """
    Make one person two again, as they were; what was asked since stays.

    :raises NotJoined: if somebody has parted them meanwhile
    :raises SomebodyElse: if either has an inquiry that `by` may not read
    """
    # The person's row is the lock, as it is for joining.
    held = Requester.objects.select_for_update().filter(pk=merge.requester_id)
    kept = held.first()
    fresh = PersonMerge.objects.filter(pk=merge.pk, requester=kept).first()
    if kept is None or fresh is None:
        raise NotJoined
    moved, told = fresh.moved, json.loads(fresh.told)
    asked = Inquiry.objects.filter(requester=kept)
    _refuse_unread(asked, by, today)
    back = Requester(
        pk=UUID(moved["person"]),
        municipality_id=kept.municipality_id,
        **told["other"],
    )
    back.save(force_insert=True)
    _move(
        asked.filter(pk__in=moved["inquiries"]),
        kept.emails.filter(pk__in=moved["emails"]),
        kept.merges.filter(pk__in=moved["merges"]),
        to=back,
    )
    for name, value in told["before"].items():
        # What somebody has written since stays.
        if getattr(kept, name) == told["after"][name]:
            setattr(kept, name, value)
    save_next(kept)
    fresh.delete()
    audit.record(action="inquiries.person.parted", subject=kept, by=by)
    return back


def _refuse_unread(asked: QuerySet[Inquiry], by: User, today: date) -> None:
    """
    :raises SomebodyElse: if `by` may not read all of these inquiries
    """
    seen = inquiries_visible_to(by, today=today).filter(pk__in=asked.values("pk"))
    if asked.count() != seen.count():
        raise SomebodyElse


def _move(
    asked: QuerySet[Inquiry],
    emails: QuerySet[RequesterEmail],
    merges: QuerySet[PersonMerge],
    *,
    to: Requester,
) -> None:
    for inquiry in list(asked):
        inquiry.requester = to
        save_next(inquiry)
    emails.update(requester=to.pk)
    merges.update(requester=to.pk)


def _keys(rows: Any) -> list[str]:
    return [str(key) for key in rows.order_by("pk").values_list("pk", flat=True)]


def _said(row: Requester) -> dict[str, str]:
    return {name: getattr(row, name) for name in (*_TAKEN, "language")}
