"""Levels of cooperation, agreements, and what cases count without being named."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TypedDict

from django.core.files.base import File
from django.db import transaction

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.errors import DomainError
from hafen.core.db.personal_data import DataClass
from hafen.core.db.versions import locked, save_next
from hafen.core.files import services as files
from hafen.core.places.models import Municipality, Site
from hafen.mechanisms.todos.services import create_todo, finish_about
from hafen.network.organisations.models import (
    Agreement,
    AgreementParty,
    CaseCooperation,
    CasePartner,
    ContactPerson,
    CooperationLevel,
    Deliverable,
    Organisation,
    Presence,
)

ENDING = "organisations.agreement"
OWED = "organisations.deliverable"
FILE_KIND = "organisations.agreement"
TITLES = (
    "The agreement “%(subject)s” ends; renew it or let it end",
    "“%(title)s” is owed under the agreement “%(subject)s”",
)


class NobodyNamed(DomainError):
    """An agreement has parties, and a cooperation has partners."""


class EndsTooSoon(DomainError):
    """An agreement ends after it is signed, and its reminder comes before."""


class AgreementData(TypedDict, total=False):
    """What can be said of an agreement; a key that is left out stays as it is."""

    subject: str
    terms: str
    signed_on: date
    ends_on: date | None
    remind_on: date | None
    payment: str
    owner: User
    contact: ContactPerson | None
    parties: Iterable[Organisation]


@transaction.atomic
def set_level(
    *,
    organisation: Organisation,
    level: str,
    since: date,
    reason: str = "",
    by: User | None,
) -> CooperationLevel:
    """Say how close the cooperation is from a day on; earlier levels stay."""
    row, _is_new = CooperationLevel.objects.update_or_create(
        municipality_id=organisation.municipality_id,
        organisation=organisation,
        since=since,
        defaults={"level": level, "reason": reason},
    )
    audit.record(
        action="organisations.level.set",
        subject=organisation,
        by=by,
        details={"level": level},
    )
    return row


@transaction.atomic
def record_agreement(
    *, municipality: Municipality, data: AgreementData, by: User | None
) -> Agreement:
    """
    Put an agreement into the register.

    :raises NobodyNamed: without any party
    :raises EndsTooSoon: when its days do not follow each other
    """
    agreement = Agreement(municipality=municipality)
    _set(agreement, data)
    agreement.save(force_insert=True)
    _lay_parties(agreement, data)
    audit.record(action="organisations.agreement.recorded", subject=agreement, by=by)
    return agreement


@transaction.atomic
def edit_agreement(
    *, agreement: Agreement, data: AgreementData, expected: int | None, by: User | None
) -> None:
    """
    Change what the data names.

    :raises LostUpdate: when somebody else changed it since version `expected`
    :raises NobodyNamed: without any party
    :raises EndsTooSoon: when its days do not follow each other
    """
    fresh = locked(agreement, expected=expected)
    _set(fresh, data)
    _lay_parties(fresh, data)
    save_next(fresh)
    audit.record(action="organisations.agreement.edited", subject=fresh, by=by)


@transaction.atomic
def attach_file(
    *,
    agreement: Agreement,
    upload: File,  # type: ignore[type-arg]  # bytes or text
    by: User | None,
) -> None:
    """
    Keep the signed paper; one that was there before goes.

    :raises DomainError: when the file is not taken; see `files.store`
    """
    fresh = locked(agreement, expected=None)
    old = fresh.file
    fresh.file = files.store(
        municipality=fresh.municipality_id,
        upload=upload,
        kind=FILE_KIND,
        data_class=DataClass.P1,
        owner=fresh.pk,
    )
    save_next(fresh)
    if old is not None:
        files.discard(file=old)
    audit.record(action="organisations.agreement.filed", subject=fresh, by=by)


@transaction.atomic
def add_deliverable(
    *, agreement: Agreement, title: str, due_on: date | None, by: User | None
) -> Deliverable:
    row = Deliverable.objects.create(
        municipality_id=agreement.municipality_id,
        agreement=agreement,
        title=title,
        due_on=due_on,
    )
    audit.record(action="organisations.deliverable.added", subject=agreement, by=by)
    return row


@transaction.atomic
def finish_deliverable(
    *, deliverable: Deliverable, by: User, now: datetime, today: date
) -> None:
    """Note that it was delivered; twice is once."""
    fresh = locked(deliverable, expected=None)
    if fresh.done_on is None:
        fresh.done_on = today
        save_next(fresh)
    finish_about(
        kind=OWED,
        subject_id=fresh.pk,
        municipality=fresh.municipality,
        by=by,
        now=now,
    )
    audit.record(
        action="organisations.deliverable.done", subject=fresh.agreement, by=by
    )


@transaction.atomic
def remind(*, municipality: Municipality, today: date) -> int:
    """Ask the owners about agreements that end and about what is owed by today.

    Each is asked once: a todo about it that is there already stays.

    :return: how many are open now
    """
    ending = Agreement.objects.filter(
        municipality=municipality, remind_on__lte=today
    ).in_force(today)
    for agreement in ending.select_related("owner"):
        create_todo(
            municipality=municipality,
            kind=ENDING,
            title=TITLES[0],
            params={"subject": agreement.subject},
            owner=agreement.owner,
            subject_type="organisations.agreement",
            subject_id=agreement.pk,
            due_on=agreement.remind_on,
            today=today,
        )
    owed = Deliverable.objects.filter(
        municipality=municipality, done_on__isnull=True, due_on__lte=today
    )
    for row in owed.select_related("agreement__owner"):
        create_todo(
            municipality=municipality,
            kind=OWED,
            title=TITLES[1],
            params={"title": row.title, "subject": row.agreement.subject},
            owner=row.agreement.owner,
            subject_type="organisations.agreement",
            subject_id=row.pk,
            due_on=row.due_on,
            today=today,
        )
    return len(ending) + len(owed)


@transaction.atomic
def count_cooperation(
    *,
    organisations: Iterable[Organisation],
    day: date,
    level: str,
    earlier: CaseCooperation | None = None,
) -> CaseCooperation:
    """
    Count that in one case people worked with organisations; no case is named.

    The caller keeps the returned row's key beside its case and gives it as
    `earlier` when a partner joins or the cooperation grows closer, so that a
    case counts once however many partners it has. Only the month is kept.

    :raises NobodyNamed: without an organisation
    """
    partners = list(organisations)
    if not partners:
        raise NobodyNamed
    row = earlier or CaseCooperation(
        municipality_id=partners[0].municipality_id, month=day.replace(day=1)
    )
    row.level = level
    row.save()
    for organisation in partners:
        CasePartner.objects.get_or_create(
            municipality_id=row.municipality_id,
            cooperation=row,
            organisation=organisation,
        )
    return row


@transaction.atomic
def place_at_site(
    *, organisation: Organisation, site: Site, task: str, by: User | None
) -> Presence:
    """Say that an organisation sends people to a site; twice is once."""
    row, is_new = Presence.objects.get_or_create(
        municipality_id=organisation.municipality_id,
        organisation=organisation,
        site=site,
        task=task,
    )
    if is_new:
        audit.record(action="organisations.presence.added", subject=organisation, by=by)
    return row


@transaction.atomic
def leave_site(*, presence: Presence, by: User | None) -> None:
    audit.record(
        action="organisations.presence.ended", subject=presence.organisation, by=by
    )
    presence.delete()


def _set(agreement: Agreement, data: AgreementData) -> None:
    for name, value in data.items():
        if name != "parties":
            setattr(agreement, name, value)
    end, reminder = agreement.ends_on, agreement.remind_on
    if end and (end < agreement.signed_on or (reminder and reminder > end)):
        raise EndsTooSoon


def _lay_parties(agreement: Agreement, data: AgreementData) -> None:
    if "parties" not in data:
        return
    wanted = {organisation.pk for organisation in data["parties"]}
    if not wanted:
        raise NobodyNamed
    agreement.parties.exclude(organisation__in=wanted).delete()
    present = set(agreement.parties.values_list("organisation", flat=True))
    AgreementParty.objects.bulk_create(
        AgreementParty(
            municipality_id=agreement.municipality_id,
            agreement=agreement,
            organisation_id=organisation,
        )
        for organisation in sorted(wanted - present)
    )
