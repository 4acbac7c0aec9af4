"""A case comes to the table by consent, under a number; and leaves it with it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from hafen.casework.cases.models import Case, Client, Consent
from hafen.casework.cases.queries import is_named
from hafen.casework.casetable.errors import (
    AlreadyOver,
    NotAgreed,
    NotResponsible,
    SlotTaken,
)
from hafen.casework.casetable.models import (
    Item,
    Meeting,
    Origin,
    Release,
    party_of,
)
from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.context import opened_for
from hafen.core.db.identifiers import drawn_number
from hafen.core.db.versions import locked, save_next


@dataclass(frozen=True)
class Told:
    """What the table hears of a case.

    :param starts_at: None: after the cases that are there
    """

    topic: str
    summary: str
    minutes: int
    starts_at: datetime | None = None
    is_contested: bool = False


@transaction.atomic
def bring_case(
    *,
    meeting: Meeting,
    case: Case,
    client: Client,
    told: Told,
    consents: Iterable[Consent],
    now: datetime,
    by: User,
) -> Item:
    """
    Release a case for the table: to the offices that the consents name, alone.

    :raises NotResponsible: for a case that is not one's own, nor deputised to one
    :raises AlreadyOver: when case or meeting is closed, or the meeting over
    :raises NotAgreed: when a consent is not for this, or does not hold on the day
    :raises SlotTaken: when at this time another case is talked about
    """
    today = timezone.localdate(now)
    # The meeting's row is the lock: two cases never get the same time.
    table = locked(meeting, expected=None)
    file = locked(case, expected=None)
    if not is_named(by, file, today=today):
        raise NotResponsible
    if not (file.is_open and table.is_open(now)):
        raise AlreadyOver
    agreed = _checked(client, file, told.topic, consents, table, today)
    starts_at, ends_at = _slot(table, told)
    row = Item.objects.create(
        municipality_id=table.municipality_id,
        meeting=table,
        number=_number(table),
        topic=told.topic,
        summary=told.summary,
        is_contested=told.is_contested,
        starts_at=starts_at,
        ends_at=ends_at,
        released_by=by,
    )
    known = {"municipality_id": table.municipality_id, "item": row}
    Origin.objects.create(pk=row.origin, case=file, client=client, **known)
    for consent in agreed:
        Release.objects.create(
            consent=consent,
            office=consent.recipient,
            party=party_of(consent.organisation, consent.recipient),
            valid_until=consent.valid_until,
            **known,
        )
    audit.record(action="casetable.case.released", subject=file, by=by)
    return row


def _checked(
    client: Client,
    case: Case,
    topic: str,
    consents: Iterable[Consent],
    table: Meeting,
    today: date,
) -> list[Consent]:
    day = timezone.localdate(table.starts_at)
    is_theirs = client.household_id == case.household_id and case.client_id in {
        None,
        client.pk,
    }
    rows = [locked(each, expected=None) for each in consents]
    for row in rows:
        is_meant = row.kind == Consent.Kind.TABLE and row.purpose == topic
        if row.client_id != client.pk or not is_meant:
            raise NotAgreed
        if not (row.holds_on(today) and row.holds_on(day)):
            raise NotAgreed
    if not (rows and is_theirs):
        raise NotAgreed
    return rows


def _slot(table: Meeting, told: Told) -> tuple[datetime, datetime]:
    """Return when a case is talked about; the others are asked for their times alone.

    :raises SlotTaken: outside of the meeting, or while another one is
    """
    with opened_for(table.pk):
        others = Item.objects.filter(meeting=table, withdrawn_on__isnull=True)
        last = others.aggregate(last=Max("ends_at"))["last"]
        starts_at = told.starts_at or last or table.starts_at
        ends_at = starts_at + timedelta(minutes=told.minutes)
        beside = others.filter(starts_at__lt=ends_at, ends_at__gt=starts_at)
        if beside.exists():
            raise SlotTaken
    if starts_at < table.starts_at or ends_at > table.ends_at:
        raise SlotTaken
    return starts_at, ends_at


def _number(table: Meeting) -> str:
    """Draw a number that says nothing; it is another one at each table."""
    with opened_for(table.pk):
        taken = set(Item.objects.filter(meeting=table).values_list("number", flat=True))
    while True:
        drawn = drawn_number(5)
        if drawn not in taken:
            return drawn


@transaction.atomic
def withdraw_item(*, item: Item, today: date, by: User) -> Item:
    """
    Take a case off the table; nobody reads it there any more.

    :raises AlreadyOver: when it was withdrawn before
    """
    row = locked(item, expected=None)
    if row.withdrawn_on is not None:
        raise AlreadyOver
    _withdraw(row, today)
    audit.record(action="casetable.case.withdrawn", subject=row, by=by)
    return row


def _withdraw(row: Item, today: date) -> None:
    row.withdrawn_on = today
    save_next(row)
    row.releases.filter(ended_on__isnull=True).update(ended_on=today)


def end_with(consent: Consent, on: date, by: User | None) -> None:
    """End what an office may read by a consent that was withdrawn, or ran out."""
    # Whoever takes the withdrawal in need not read the cases of colleagues.
    with opened_for(consent.client_id):
        rows = Release.objects.filter(consent=consent, ended_on__isnull=True)
        for row in rows.select_related("item").select_for_update(of=("self",)):
            row.ended_on = on
            save_next(row)
            left = Release.objects.filter(item=row.item, ended_on__isnull=True)
            if row.item.withdrawn_on is None and not left.exists():
                _withdraw(locked(row.item, expected=None), on)
            audit.record(action="casetable.case.withdrawn", subject=row.item, by=by)
