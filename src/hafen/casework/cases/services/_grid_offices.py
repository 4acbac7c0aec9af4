"""Offices that take part in the grid of a case: let in by consent, under a number."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from hafen.casework.cases import mails
from hafen.casework.cases.errors import AlreadyClosed, NotAgreed, NotNamed
from hafen.casework.cases.models import (
    Case,
    Consent,
    GridEntry,
    GridMeasure,
    GridShare,
)
from hafen.casework.cases.queries import is_named, shown_entries, shows_grid
from hafen.casework.cases.services._grid import move_measure, plan_measure
from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.context import opened_for
from hafen.core.db.identifiers import drawn_number
from hafen.core.db.versions import locked, save_next
from hafen.network.organisations.models import Organisation


@transaction.atomic
def share_grid(
    *, case: Case, organisation: Organisation, email: str, today: date, by: User
) -> GridShare:
    """
    Let an office take part in the grid of a case; it gets a link by mail.

    A link that it had before opens nothing any more.

    :raises AlreadyClosed: when the case is closed
    :raises NotNamed: for a case that is not one's own, nor deputised to one
    :raises NotAgreed: unless everybody whom the case is about agreed to this office
    """
    file = locked(case, expected=None)
    if not file.is_open:
        raise AlreadyClosed
    if not is_named(by, file, today=today):
        raise NotNamed
    for former in file.grid_shares.filter(organisation=organisation, ended_on=None):
        end_grid(share=former, on=today, by=by)
    row = GridShare.objects.create(
        municipality_id=file.municipality_id,
        case=file,
        organisation=organisation,
        office=organisation.name,
        email=email,
        number=drawn_number(6),
    )
    with opened_for(row.pk):
        if not shows_grid(row):
            raise NotAgreed
    mails.send_grid(row)
    audit.record(action="cases.grid.shared", subject=file, by=by)
    return row


@transaction.atomic
def end_grid(*, share: GridShare, on: date, by: User | None) -> GridShare:
    """
    Let an office take part no longer; what it planned stays.

    :raises AlreadyClosed: when that was ended before
    """
    row = locked(share, expected=None)
    if row.ended_on is not None:
        raise AlreadyClosed
    row.ended_on = on
    save_next(row)
    audit.record(action="cases.grid.unshared", subject=row, by=by)
    return row


def end_grids(consent: Consent, on: date, by: User | None) -> None:
    """End what an office sees by a consent that was withdrawn, or ran out."""
    if consent.kind != Consent.Kind.GRID:
        return
    household = consent.client.household_id
    about = Q(case__client=consent.client_id) | Q(
        case__client=None, case__household=household
    )
    # Whoever takes the withdrawal in need not read the cases of colleagues.
    with opened_for(consent.municipality_id):
        rows = GridShare.objects.filter(
            about, organisation=consent.organisation_id, ended_on=None
        )
        for row in rows:
            end_grid(share=row, on=on, by=by)


@transaction.atomic
def plan_own(
    *,
    share: GridShare,
    measure: GridMeasure,
    due_on: date | None,
    is_sure: bool,
    today: date,
) -> GridEntry:
    """
    Plan a measure of one's own office; its link is opened.

    :raises AlreadyClosed: when the office takes part no longer
    :raises NotNamed: for a measure of another office
    :raises AlreadyPlanned: when it is planned or runs in this case
    :raises PlannedAlike: when another office does or plans something alike
    """
    if not shows_grid(locked(share, expected=None)):
        raise AlreadyClosed
    if measure.organisation_id != share.organisation_id:
        raise NotNamed
    with opened_for(share.pk, share.case_id):
        return plan_measure(
            case=Case.objects.get(pk=share.case_id),
            measure=measure,
            goal=None,
            due_on=due_on,
            is_special=False,
            is_sure=is_sure,
            today=today,
            by=None,
        )


@transaction.atomic
def move_own(*, share: GridShare, entry: UUID, state: str, on: date) -> GridEntry:
    """
    Say how far a measure of one's own office is; its link is opened.

    :raises AlreadyClosed: when the office takes part no longer, or it has ended
    :raises NotNamed: for a measure of another office
    """
    row = shown_entries(locked(share, expected=None)).filter(pk=entry).first()
    if row is None:
        raise AlreadyClosed
    if row.measure.organisation_id != share.organisation_id:
        raise NotNamed
    with opened_for(share.pk, share.case_id):
        return move_measure(entry=row, state=state, on=on, by=None)
