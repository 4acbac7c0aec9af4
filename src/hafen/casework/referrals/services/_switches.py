"""A change of the legal area: begun with a decision, worked off, closed."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from hafen.casework.cases import services as cases
from hafen.casework.cases.models import Circumstance, Client
from hafen.casework.referrals import reference
from hafen.casework.referrals.errors import AlreadyAnswered, AlreadyThere, SameArea
from hafen.casework.referrals.models import AreaSwitch, SwitchStep
from hafen.casework.referrals.queries import case_of, together
from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.versions import locked, save_next

_State = SwitchStep.State


@transaction.atomic
def begin_switch(
    *,
    client: Client,
    before: str,
    after: str,
    decided_on: date,
    today: date,
    by: User,
) -> AreaSwitch:
    """
    Begin the checklist of a change; its days follow from the reference data.

    :raises SameArea: when nothing changes
    :raises AlreadyThere: when a change of this person is under way
    """
    if before == after:
        raise SameArea
    found = reference.dates(before, after, decided_on)
    row = AreaSwitch(
        municipality_id=client.municipality_id,
        client=client,
        case=case_of(client, by, today=today),
        team=client.household.team,
        owner=by,
        before=before,
        after=after,
        decided_on=decided_on,
        ends_on=found.ends_on,
        apply_by=found.apply_by,
    )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise AlreadyThere from error
    for position, (code, due_on) in enumerate(
        reference.steps(before, after, decided_on)
    ):
        SwitchStep.objects.create(
            municipality_id=row.municipality_id,
            switch=row,
            code=code,
            position=position,
            due_on=due_on,
        )
    audit.record(action="referrals.switch.begun", subject=row, by=by)
    return row


@transaction.atomic
def begin_switches(
    *, client: Client, others: Iterable[Client] = (), **facts: Any
) -> AreaSwitch:
    """
    Begin the change of those of a household who go together, all or nobody.

    :param facts: as `begin_switch` takes them
    :raises SameArea: when nothing changes
    :raises AlreadyThere: when a change of one of them is under way
    """
    row = begin_switch(client=client, **facts)
    for other in others:
        begin_switch(client=other, **facts)
    return row


@transaction.atomic
def settle_step(*, step: SwitchStep, state: str, today: date, by: User) -> SwitchStep:
    """
    Do a step, spare it, or take that back; the application keeps its day.

    A benefit community has one checklist: what is said holds for all who change.

    :raises AlreadyAnswered: when the change is closed
    """
    rows = [step.switch, *together(step.switch, today=today)]
    same = SwitchStep.objects.filter(switch__in=rows, code=step.code)
    # In one order, so that two who settle at once wait for each other.
    for each in same.select_related("switch").order_by("switch"):
        _settle(each, state=state, today=today, by=by)
    step.refresh_from_db()
    return step


def _settle(step: SwitchStep, *, state: str, today: date, by: User) -> None:
    switch = _open(step.switch)
    row = locked(step, expected=None)
    row.state = state
    row.settled_on = None if state == _State.OPEN else today
    save_next(row)
    if row.code == reference.APPLICATION:
        switch.applied_on = today if state == _State.DONE else None
        save_next(switch)
    audit.record(action="referrals.switch.step_settled", subject=row, by=by)


@transaction.atomic
def close_switch(
    *, switch: AreaSwitch, granted_from: date, today: date, by: User
) -> AreaSwitch:
    """
    Close a change: from a day on the person lives by the new law.

    :raises AlreadyAnswered: when it is closed
    :raises Overlaps: when the file says something else for that day or later
    """
    row = _open(switch)
    row.granted_from, row.closed_on = granted_from, today
    save_next(row)
    cases.note_circumstance(
        client=row.client,
        kind=Circumstance.Kind.LEGAL_AREA,
        code=row.after,
        valid_from=granted_from,
        expires_on=None,
        by=by,
    )
    audit.record(action="referrals.switch.closed", subject=row, by=by)
    return row


@transaction.atomic
def drop_switch(*, switch: AreaSwitch, by: User) -> None:
    """
    Forget a change that was begun by mistake.

    :raises AlreadyAnswered: when it is closed
    """
    row = _open(switch)
    audit.record(action="referrals.switch.dropped", subject=row, by=by)
    row.delete()


def _open(switch: AreaSwitch) -> AreaSwitch:
    row = locked(switch, expected=None)
    if not row.is_open:
        raise AlreadyAnswered
    return row
