"""Copies of papers go along with a referral, are opened, and are gone with it."""

import base64
from datetime import date, timedelta
from uuid import UUID

from django.core.files.base import File
from django.db import transaction
from django.db.models import Q

from hafen.casework.cases.models import Client, ClientPaper
from hafen.casework.referrals import queries, reference
from hafen.casework.referrals.errors import (
    AlreadyAnswered,
    NoGate,
    NotNeeded,
    NotOpened,
    NotTheirs,
    TooManyPapers,
)
from hafen.casework.referrals.models import (
    DRAFT_DAYS,
    MOST_BYTES,
    MOST_DOCUMENTS,
    Referral,
    ReferralDocument,
)
from hafen.casework.referrals.services._gate import check
from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.audit.models import Event
from hafen.core.db.versions import locked, save_next
from hafen.core.files import services as files
from hafen.core.files.content import IMAGES, UnknownType

_TAKEN = IMAGES | {"application/pdf"}


@transaction.atomic
def attach_document(
    *,
    referral: Referral,
    paper: ClientPaper,
    upload: File,  # type: ignore[type-arg]  # bytes or text, only read here
    today: date,
    by: User,
) -> ReferralDocument:
    """
    Lay the copy of a paper to a referral that has not left the house yet.

    :raises AlreadyAnswered: when it has been offered
    :raises NoGate: when nothing lets the recipient have copies of papers
    :raises NotTheirs: when it is the paper of somebody else
    :raises NotNeeded: when the topic needs no paper of this kind
    :raises TooManyPapers: when as many go along as one referral takes
    :raises DomainError: when the file may not be kept (`files.checked`)
    """
    row = locked(referral, expected=None)
    if not row.is_draft:
        raise AlreadyAnswered
    check(row, by, today)
    if reference.PAPERS not in row.categories:
        raise NoGate
    if paper.client_id != row.client_id:
        raise NotTheirs
    if not _is_needed(row, paper, today):
        raise NotNeeded
    if queries.documents_of(row).count() >= MOST_DOCUMENTS:
        raise TooManyPapers
    taken = files.checked(upload, most_bytes=MOST_BYTES)
    if taken.content_type not in _TAKEN:
        raise UnknownType
    document = ReferralDocument.objects.create(
        municipality_id=row.municipality_id,
        referral=row,
        paper=paper,
        kind=paper.kind,
        valid_until=paper.valid_until,
        content_type=taken.content_type,
        size=len(taken.data),
        copy=base64.b64encode(taken.data).decode(),
    )
    audit.record(
        action="referrals.document.attached",
        subject=row,
        by=by,
        details={"kind": paper.kind},
    )
    return document


@transaction.atomic
def detach_document(*, document: ReferralDocument, by: User) -> None:
    """
    Take a copy back before the referral leaves the house.

    :raises AlreadyAnswered: when it has been offered
    """
    row = locked(document.referral, expected=None)
    if not row.is_draft:
        raise AlreadyAnswered
    document.delete()
    audit.record(action="referrals.document.detached", subject=row, by=by)


@transaction.atomic
def open_document(*, referral: UUID, document: UUID, today: date) -> ReferralDocument:
    """
    Return a copy to the office that has the link, and write down that it was opened.

    :raises NotOpened: when the office may not read it, or not any more
    """
    # Whoever withdraws meanwhile waits, or was first: then there is no copy.
    row = Referral.objects.select_for_update().filter(pk=referral).first()
    if row is None or not row.opens_on(today):
        raise NotOpened
    found = queries.documents_of(row).filter(pk=document, size__gt=0).first()
    if found is None:
        raise NotOpened
    note_opening(row, "referrals.document")
    return found


def note_opening(row: Referral, what: str) -> None:
    """Write down that an office read something, for "Who read this file"."""
    audit.record(
        action=f"{what}.read",
        # The link opens nothing of the person: the event alone names whose file it is.
        subject=Client(pk=row.client_id) if row.client_id else row,
        details={"referral": str(row.pk)},
        kind=Event.Kind.READ,
    )


def settle_documents(row: Referral, today: date) -> None:
    """
    Look once more at what goes along, in the hour in which it goes.

    :raises NotNeeded: when a paper is settled or not needed any more
    """
    going = list(queries.documents_of(row).select_related("paper"))
    for each in going:
        if each.paper is None or not _is_needed(row, each.paper, today):
            raise NotNeeded
    if not going:
        # A consent may name more than is told.
        row.categories = [code for code in row.categories if code != reference.PAPERS]


def _is_needed(row: Referral, paper: ClientPaper, today: date) -> bool:
    return paper.settled_on is None and paper.kind in reference.papers_for(
        row.topic, today
    )


def forget_documents(row: Referral) -> None:
    """Let the copies of a referral go; that they went along stays."""
    ReferralDocument.objects.filter(referral=row).update(copy=None, size=0)


@transaction.atomic
def forget_copies(*, municipality_id: UUID, today: date) -> int:
    """
    Let all copies go whose day is over, and those of drafts that never left.

    :return: of how many referrals
    """
    over = Q(told_until__lt=today)
    left = Q(
        state=Referral.State.DRAFT,
        documents__created_at__date__lt=today - timedelta(days=DRAFT_DAYS),
        documents__size__gt=0,
    )
    rows = Referral.objects.filter(municipality=municipality_id)
    keys = set(rows.filter(over | left).values_list("pk", flat=True))
    for row in rows.filter(pk__in=keys).select_for_update():
        row.told, row.told_until = "", None
        save_next(row)
        forget_documents(row)
    return len(keys)
