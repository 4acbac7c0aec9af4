"""Matters of housing: begun, taken from step to step, agreed and closed."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from hafen.casework.cases.errors import AlreadyClosed
from hafen.casework.cases.models import Case
from hafen.casework.mediation.errors import NothingAgreed
from hafen.casework.mediation.models import Matter, MatterStep, Party
from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.versions import locked, save_next

Facts = Mapping[str, Any]


@transaction.atomic
def begin_matter(*, case: Case, facts: Facts, by: User) -> Matter:
    """
    Begin a matter in a case; the household is its first side.

    :raises AlreadyClosed: when the case is closed
    """
    fresh = locked(case, expected=None)
    if not fresh.is_open:
        raise AlreadyClosed
    town = {"municipality_id": fresh.municipality_id}
    row = Matter.objects.create(**town, case=fresh, **facts)
    Party.objects.create(
        **town,
        matter=row,
        kind=Party.Kind.HOUSEHOLD,
        name=fresh.household.name,
        address=fresh.household.address,
    )
    audit.record(action="mediation.matter.begun", subject=fresh, by=by)
    return row


def _open(matter: Matter) -> Matter:
    fresh = locked(matter, expected=None)
    if not fresh.is_open:
        raise AlreadyClosed
    return fresh


@transaction.atomic
def save_party(*, matter: Matter, party: Party | None, facts: Facts, by: User) -> Party:
    """
    Write down a side, how it sees the matter, and what it takes on.

    :raises AlreadyClosed: when the matter is closed
    """
    fresh = _open(matter)
    row = locked(party, expected=None) if party else Party()
    row.municipality, row.matter = fresh.municipality, fresh
    for name, value in facts.items():
        setattr(row, name, value)
    save_next(row)
    audit.record(action="mediation.party.saved", subject=fresh.case, by=by)
    return row


@transaction.atomic
def take_step(
    *, matter: Matter, facts: Facts, again_on: date | None, by: User
) -> MatterStep:
    """
    Write down a talk or a visit, or write a letter; then look again on a day.

    :raises AlreadyClosed: when the matter is closed
    """
    fresh = _open(matter)
    row = MatterStep.objects.create(
        municipality_id=fresh.municipality_id, matter=fresh, author=by, **facts
    )
    fresh.again_on = again_on
    save_next(fresh)
    audit.record(action="mediation.step.taken", subject=fresh.case, by=by)
    return row


@transaction.atomic
def close_matter(
    *, matter: Matter, outcome: str, agreement: str, on: date, by: User
) -> Matter:
    """
    Close a matter with what came of it.

    :raises AlreadyClosed: when it is closed
    :raises NothingAgreed: when sides agreed in writing, and nothing is written
    """
    fresh = _open(matter)
    if outcome == Matter.Outcome.AGREED and not agreement:
        raise NothingAgreed
    fresh.outcome, fresh.agreement = outcome, agreement
    fresh.closed_on, fresh.again_on = max(on, fresh.begun_on), None
    save_next(fresh)
    audit.record(action="mediation.matter.closed", subject=fresh.case, by=by)
    return fresh
